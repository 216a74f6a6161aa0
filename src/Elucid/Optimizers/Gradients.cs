using Elucid.Kernels;

namespace Elucid;

/// <summary>What can be done to all gradients of a network between the backward pass and the optimizer's step.</summary>
public static class Gradients
{
    /// <summary>The Euclidean norm over all gradients of the network; parameters without one count as 0.</summary>
    public static double Norm(Module module) => Norm(module.NamedParameters());

    /// <summary>The Euclidean norm over all gradients that an optimizer's step would use.</summary>
    public static double Norm(Optimizer optimizer) => Norm(optimizer.Parameters);

    static double Norm(IEnumerable<(string Name, Tensor Value)> parameters)
    {
        double sum = 0;
        foreach ((_, Tensor value) in parameters)
            if (value.HasGradient)
                sum += SumOfSquares(value.Gradient);
        return Math.Sqrt(sum);
    }

    /// <summary>
    /// Scales all gradients by one factor so that their norm is at most <paramref name="maximum"/> (Pascanu et al. 2013, arXiv:1211.5063).
    /// </summary>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive or not finite.</exception>
    public static double ClipNorm(Module module, double maximum) => ClipNorm(module.NamedParameters(), maximum);

    /// <summary>
    /// Scales all gradients that an optimizer's step would use by one factor so that their norm is at most <paramref name="maximum"/>.
    /// </summary>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive or not finite.</exception>
    public static double ClipNorm(Optimizer optimizer, double maximum) => ClipNorm(optimizer.Parameters, maximum);

    static double ClipNorm(IEnumerable<(string Name, Tensor Value)> parameters, double maximum)
    {
        Require.Positive(maximum);
        double norm = Norm(parameters);
        if (norm > maximum)
            foreach ((_, Tensor value) in parameters)
                if (value.HasGradient)
                    Elementwise.Scale((float)(maximum / norm), value.Gradient, value.EditGradient());
        return norm;
    }

    /// <summary>Limits each gradient number to the range from −<paramref name="maximum"/> to <paramref name="maximum"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive or not finite.</exception>
    public static void ClipValue(Module module, double maximum) => ClipValue(module.NamedParameters(), maximum);

    /// <summary>
    /// Limits each gradient number that an optimizer's step would use to the range from −<paramref name="maximum"/> to <paramref name="maximum"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive or not finite.</exception>
    public static void ClipValue(Optimizer optimizer, double maximum) => ClipValue(optimizer.Parameters, maximum);

    static void ClipValue(IEnumerable<(string Name, Tensor Value)> parameters, double maximum)
    {
        float limit = (float)Require.Positive(maximum);
        foreach ((_, Tensor value) in parameters)
            if (value.HasGradient)
                foreach (ref float number in value.EditGradient())
                    number = Math.Clamp(number, -limit, limit);
    }

    static double SumOfSquares(ReadOnlySpan<float> gradient)
    {
        float sum = Reduce.SumOfSquares(gradient);
        if (float.IsFinite(sum))
            return sum;
        // Exploding gradients are what clipping is for: their squares overflow float, and an infinite norm would scale them all to 0.
        double wide = 0;
        foreach (float number in gradient)
            wide += (double)number * number;
        return wide;
    }
}
