using Elucid.Kernels;

namespace Elucid.TensorSpans;

readonly struct MapKernel<TActivation, T>(TActivation f) : ISpanKernel<T> where TActivation : struct, IActivation where T : unmanaged
{
    public static bool IsBinary => false;
    public bool ReadsDestination => false;
    public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => Elementwise.Map(f, x, z);
}

readonly struct BackwardKernel<TActivation, T>(TActivation f, bool accumulate) : ISpanKernel<T> where TActivation : struct, IActivation
    where T : unmanaged
{
    public static bool IsBinary => true;
    public bool ReadsDestination => accumulate;
    public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => Elementwise.Backward(f, x, y, z, accumulate);
}

readonly struct BackwardFromOutputKernel<TActivation, T>(TActivation f, bool accumulate) : ISpanKernel<T>
    where TActivation : struct, IOutputActivation where T : unmanaged
{
    public static bool IsBinary => true;
    public bool ReadsDestination => accumulate;
    public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => Elementwise.BackwardFromOutput(f, x, y, z, accumulate);
}

readonly struct NamedForward<T>(ActivationKernel<T> kernel) : ISpanKernel<T> where T : unmanaged
{
    public static bool IsBinary => false;
    public bool ReadsDestination => false;
    public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => kernel.Forward(x, z);
}

readonly struct NamedBackward<T>(ActivationKernel<T> kernel, bool accumulate) : ISpanKernel<T> where T : unmanaged
{
    public static bool IsBinary => true;
    public bool ReadsDestination => accumulate;
    public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => kernel.Backward(x, y, z, accumulate);
}

readonly struct NamedBackwardFromOutput<T>(ActivationKernel<T> kernel, bool accumulate) : ISpanKernel<T> where T : unmanaged
{
    public static bool IsBinary => true;
    public bool ReadsDestination => accumulate;
    public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) => kernel.BackwardFromOutput(x, y, z, accumulate);
}
