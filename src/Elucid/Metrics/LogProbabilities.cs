using Elucid.Numerics;

namespace Elucid;

/// <summary>Logits of classes as logarithms of probabilities, in double precision.</summary>
public static class LogProbabilities
{
    /// <summary>ln pᵢ = zᵢ − ln Σⱼ e^zⱼ, row by row: [rows, classes].</summary>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="classes">How many classes there are, at least 1.</param>
    /// <remarks>
    /// Around the largest logit, so that nothing overflows, and with its own e⁰ = 1 left out of the sum: a probability near 1 keeps its distance from
    /// 1.
    /// </remarks>
    /// <exception cref="ArgumentException">The logits are not whole rows.</exception>
    public static double[] FromLogits(ReadOnlySpan<float> logits, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (logits.Length % classes != 0)
            throw new ArgumentException($"LogProbabilities: expected {classes} logits in each row, but got {logits.Length} in all.");
        double[] result = new double[logits.Length];
        double[] terms = new double[classes];
        for (int first = 0; first < logits.Length; first += classes)
            OfRow(logits.Slice(first, classes), terms, result.AsSpan(first, classes));
        return result;
    }

    static void OfRow(ReadOnlySpan<float> logits, Span<double> terms, Span<double> result)
    {
        int top = 0;
        for (int c = 1; c < logits.Length; c++)
            if (!(logits[c] <= logits[top]))                // a NaN, once met, stays the largest and makes the row NaN
                top = c;
        double largest = logits[top], others = 0;
        for (int c = 0; c < logits.Length; c++)
            terms[c] = c == top ? 0 : DoubleLane1.Exp(new(logits[c] - largest)).Value;
        // Rows of the same logits in another order have the same sum: equal probabilities stay equal, as ranks want them.
        terms.Sort();
        foreach (double term in terms)
            others += term;
        double normalizer = DoubleLane1.Log1P(new(others)).Value;
        for (int c = 0; c < logits.Length; c++)
            result[c] = logits[c] - largest - normalizer;
    }
}
