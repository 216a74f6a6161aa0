using Elucid.Numerics;

namespace Elucid;

/// <summary>Logits of classes as probabilities, in double precision.</summary>
public static class Probabilities
{
    /// <summary>pᵢ = e^zᵢ / Σⱼ e^zⱼ, row by row: [rows, classes]; the exponentials of <see cref="LogProbabilities.OfLogits"/>.</summary>
    /// <inheritdoc cref="LogProbabilities.OfLogits"/>
    public static double[] OfLogits(ReadOnlySpan<float> logits, int classes) =>
        Array.ConvertAll(LogProbabilities.OfLogits(logits, classes), log => DoubleLane1.Exp(new(log)).Value);
}
