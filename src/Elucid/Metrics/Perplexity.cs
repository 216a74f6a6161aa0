using Elucid.Numerics;

namespace Elucid;

/// <summary>Among how many equally likely tokens a model hesitates on average: e to the mean cross-entropy.</summary>
/// <remarks>
/// F. Jelinek, R. L. Mercer, L. R. Bahl, J. K. Baker 1977. 1 is perfect; equal probabilities for all tokens give their number. Only models with the
/// same tokens can be compared.
/// </remarks>
public static class Perplexity
{
    /// <summary>exp(−(1/n) Σ ln p(token)); undefined where <see cref="LogLoss.Of"/> is.</summary>
    /// <inheritdoc cref="LogLoss.Of"/>
    public static Score Of(ReadOnlySpan<int> labels, ReadOnlySpan<double> logProbabilities, int classes)
    {
        Score loss = LogLoss.Of(labels, logProbabilities, classes);
        return loss.Value is { } nats ? FromLoss(nats) : loss;
    }

    /// <summary>e to a mean cross-entropy that was measured elsewhere, as <c>Evaluation.Loss</c>.</summary>
    /// <param name="meanCrossEntropy">In nats.</param>
    public static Score FromLoss(double meanCrossEntropy) => Score.Of(DoubleLane1.Exp(new(meanCrossEntropy)).Value);
}
