using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>Sets each number to 0 with probability p and scales the others by 1 / (1 − p).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">p, at least 0 and below 1.</param>
    /// <param name="random">Draws one number per element, in order.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1).</exception>
    public static Tensor Dropout(Tensor x, double probability, RandomStream random)
    {
        CheckProbability(probability);
        Tensor y = Tape.Result(x.Shape, x), mask = Tape.Scratch(x.Shape);
        float scale = (float)(1 / (1 - probability)), threshold = (float)probability;
        random.FillUniform(mask.ValuesToWrite);
        foreach (ref float draw in mask.ValuesToWrite)
            draw = draw < threshold ? 0 : scale;
        Elementwise.Multiply(x.Values, mask.Values, y.ValuesToWrite);
        return Tape.Record(y, () => Elementwise.Multiply(y.Gradient, mask.Values, x.GradientToWrite(out bool accumulate).Span, accumulate));
    }

    internal static void CheckProbability(double probability)
    {
        if (probability is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), $"Dropout probability must be at least 0 and below 1, but got {probability}.");
    }
}
