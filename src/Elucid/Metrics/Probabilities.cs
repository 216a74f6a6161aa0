using Elucid.Numerics;

namespace Elucid;

/// <summary>Logits of classes as probabilities, in double precision.</summary>
public static class Probabilities
{
    /// <summary>pᵢ = e^zᵢ / Σⱼ e^zⱼ, row by row: [rows, classes]; the exponentials of <see cref="LogProbabilities.FromLogits"/>.</summary>
    /// <inheritdoc cref="LogProbabilities.FromLogits"/>
    public static double[] FromLogits(ReadOnlySpan<float> logits, int classes) =>
        Array.ConvertAll(LogProbabilities.FromLogits(logits, classes), log => DoubleLane1.Exp(new(log)).Value);
}
