using Elucid.Activations;
using Elucid.Kernels;

namespace Elucid.TensorSpans;

readonly struct MapKernel<TActivation>(TActivation f) : ISpanKernel<float> where TActivation : struct, IActivation
{
    public static bool IsBinary => false;
    public bool ReadsDestination => false;
    public void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => Elementwise.Map(f, x, z);
}

readonly struct BackwardKernel<TActivation>(TActivation f, bool accumulate) : ISpanKernel<float> where TActivation : struct, IActivation
{
    public static bool IsBinary => true;
    public bool ReadsDestination => accumulate;
    public void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => Elementwise.Backward(f, x, y, z, accumulate);
}

readonly struct BackwardFromOutputKernel<TActivation>(TActivation f, bool accumulate) : ISpanKernel<float> where TActivation : struct, IOutputActivation
{
    public static bool IsBinary => true;
    public bool ReadsDestination => accumulate;
    public void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => Elementwise.BackwardFromOutput(f, x, y, z, accumulate);
}

readonly struct NamedForward(ActivationKernel kernel) : ISpanKernel<float>
{
    public static bool IsBinary => false;
    public bool ReadsDestination => false;
    public void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => kernel.Forward(x, z);
}

readonly struct NamedBackward(ActivationKernel kernel, bool accumulate) : ISpanKernel<float>
{
    public static bool IsBinary => true;
    public bool ReadsDestination => accumulate;
    public void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => kernel.Backward(x, y, z, accumulate);
}

readonly struct NamedBackwardFromOutput(ActivationKernel kernel, bool accumulate) : ISpanKernel<float>
{
    public static bool IsBinary => true;
    public bool ReadsDestination => accumulate;
    public void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => kernel.BackwardFromOutput(x, y, z, accumulate);
}
