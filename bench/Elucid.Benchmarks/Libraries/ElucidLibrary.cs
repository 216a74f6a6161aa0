using Elucid.Activations;
using Elucid.Kernels;

namespace Elucid.Benchmarks.Libraries;

/// <summary>Elucid's kernels, reached by name as its layers reach them.</summary>
sealed class ElucidLibrary : ILibrary
{
    public string Name => "Elucid";

    public Job Forward(string function, Batch batch)
    {
        ActivationKernel kernel = KernelOf(function);
        return Job.Into(batch.Y, () => kernel.Forward(batch.X.Span, batch.Y.Span));
    }

    public Job InPlace(string function, Batch batch)
    {
        ActivationKernel kernel = KernelOf(function);
        batch.X.Span.CopyTo(batch.Y.Span);
        return Job.Into(batch.Y, () => kernel.Forward(batch.Y.Span, batch.Y.Span));
    }

    public Job Backward(string function, Batch batch)
    {
        ActivationKernel kernel = KernelOf(function);
        return Job.Into(batch.Dx, () => kernel.Backward(batch.X.Span, batch.Dy.Span, batch.Dx.Span));
    }

    /// <summary>dx = dy · f′(x) from y = f(x), or null where y does not determine it.</summary>
    public static Job? BackwardFromOutput(string function, Batch batch)
    {
        ActivationKernel kernel = KernelOf(function);
        if (!kernel.HasOutputDerivative)
            return null;
        kernel.Forward(batch.X.Span, batch.Y.Span);
        return Job.Into(batch.Dx, () => kernel.BackwardFromOutput(batch.Y.Span, batch.Dy.Span, batch.Dx.Span));
    }


    static ActivationKernel KernelOf(string function) => ActivationCatalog.Parse(function).Kernel();
}
