using Elucid.Kernels;

namespace Elucid.Claims;

/// <summary>Functions and derivatives of floats, as the kernels compute them.</summary>
internal static class Floats
{
    /// <summary>f(x).</summary>
    public static float Value(Activation f, float x) => Of(f, [x]).Values[0];

    /// <summary>f′(x), taken from the input as layers do.</summary>
    public static float Derivative(Activation f, float x) => Of(f, [x]).Derivatives[0];

    /// <summary>f and f′ of many.</summary>
    public static (float[] Values, float[] Derivatives) Of(Activation f, float[] x) => f.Accept(new Evaluation(x));

    sealed class Evaluation(float[] x) : IActivationVisitor<(float[] Values, float[] Derivatives)>
    {
        public (float[] Values, float[] Derivatives) Visit<TActivation>(TActivation f) where TActivation : struct, IActivation
        {
            float[] y = new float[x.Length], ones = new float[x.Length], dx = new float[x.Length];
            ones.AsSpan().Fill(1);
            Elementwise.Map(f, x, y);
            Elementwise.Backward(f, x, ones, dx);
            return (y, dx);
        }
    }
}
