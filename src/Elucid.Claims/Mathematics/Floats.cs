using Elucid.Kernels;

namespace Elucid.Claims;

/// <summary>Functions and derivatives of single floats, as the kernels compute them.</summary>
internal static class Floats
{
    /// <summary>f(x).</summary>
    public static float Value(Activation f, float x) => f.Accept(new Evaluation(x)).Value;

    /// <summary>f′(x), taken from the input as layers do.</summary>
    public static float Derivative(Activation f, float x) => f.Accept(new Evaluation(x)).Derivative;

    sealed class Evaluation(float x) : IActivationVisitor<(float Value, float Derivative)>
    {
        public (float Value, float Derivative) Visit<TActivation>(TActivation f) where TActivation : struct, IActivation
        {
            Span<float> y = stackalloc float[1], dx = stackalloc float[1];
            Elementwise.Map(f, [x], y);
            Elementwise.Backward(f, [x], [1f], dx);
            return (y[0], dx[0]);
        }
    }
}
