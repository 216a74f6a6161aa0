using Elucid;
using Elucid.Kernels;

namespace Benchmarks.Libraries;

/// <summary>Elucid's kernels, reached by name as its layers reach them.</summary>
sealed class ElucidLibrary : ILibrary
{
    public string Name => "Elucid";

    public Job<T> Forward<T>(string function, Arrays<T> batch) where T : unmanaged
    {
        ActivationKernel<T> kernel = KernelOf<T>(function);
        return new(batch.Y, () => kernel.Forward(batch.X.Span, batch.Y.Span));
    }

    public Job<T> InPlace<T>(string function, Arrays<T> batch) where T : unmanaged
    {
        ActivationKernel<T> kernel = KernelOf<T>(function);
        batch.X.Span.CopyTo(batch.Y.Span);
        return new(batch.Y, () => kernel.Forward(batch.Y.Span, batch.Y.Span));
    }

    public Job<T> Backward<T>(string function, Arrays<T> batch) where T : unmanaged
    {
        ActivationKernel<T> kernel = KernelOf<T>(function);
        return new(batch.Dx, () => kernel.Backward(batch.X.Span, batch.Dy.Span, batch.Dx.Span));
    }

    /// <summary>dx = dy · f′(x) from y = f(x), or null where y does not determine it.</summary>
    public static Job<T>? BackwardFromOutput<T>(string function, Arrays<T> batch) where T : unmanaged
    {
        ActivationKernel<T> kernel = KernelOf<T>(function);
        if (!kernel.HasOutputDerivative)
            return null;
        kernel.Forward(batch.X.Span, batch.Y.Span);
        return new(batch.Dx, () => kernel.BackwardFromOutput(batch.Y.Span, batch.Dy.Span, batch.Dx.Span));
    }

    static ActivationKernel<T> KernelOf<T>(string function) where T : unmanaged => ActivationCatalog.Parse(function).Kernel<T>();
}
