namespace Elucid;

/// <summary>Numbers of a layer by its units, over the examples of a batch.</summary>
/// <param name="Mean">The mean of each unit.</param>
/// <param name="Deviation">The standard deviation of each unit, with n in the denominator.</param>
/// <param name="ZeroShare">The share of examples in which the unit is exactly 0; 1 of a gradient means that the unit learns from none.</param>
public sealed record UnitStatistics(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation, IReadOnlyList<double> ZeroShare)
{
    /// <summary>Of values, such as the output of a <see cref="TapReading"/>.</summary>
    /// <param name="x">[batch, …]; all positions of an example are units.</param>
    public static UnitStatistics Of(Tensor x) => Of(x.Values, x.Shape);

    /// <summary>Of a gradient; a tensor that no gradient reached has 0 everywhere.</summary>
    /// <param name="x"><inheritdoc cref="Of(Tensor)" path="/param"/></param>
    public static UnitStatistics OfGradient(Tensor x) => x.HasGradient ? Of(x.Gradient, x.Shape) : Of(new float[x.Shape.Size], x.Shape);

    static UnitStatistics Of(ReadOnlySpan<float> values, Shape shape)
    {
        if (shape.Rank == 0 || shape[0] == 0)
            ShapeException.Throw("UnitStatistics", "a batch", "[batch, …] with at least one example", shape, "Its first axis holds the examples.");
        int examples = shape[0], units = shape.Product(1..);
        double[] means = new double[units], deviations = new double[units], zeros = new double[units];
        for (int i = 0; i < values.Length; i++)
        {
            means[i % units] += values[i] / (double)examples;
            zeros[i % units] += values[i] == 0 ? 1.0 / examples : 0;
        }
        for (int i = 0; i < values.Length; i++)
            deviations[i % units] += Math.Pow(values[i] - means[i % units], 2) / examples;
        return new(means, [.. deviations.Select(Math.Sqrt)], zeros);
    }
}
