namespace Elucid;

/// <summary>What the loss of each of several targets counts, learned beside the network: ln σ² of each.</summary>
/// <remarks>
/// A. Kendall, Y. Gal, R. Cipolla 2018, arXiv:1705.07115, section 3.2: a quantity lies around its prediction with the variance σ², and logits are
/// divided by the temperature σ². Minus the logarithm of what is observed is then Σ L / 2σ² + ln σ over the quantities and about Σ L / σ² + ln σ over
/// the classes. What is learned is ln σ², from 0, so that no variance is 0 or less.
/// </remarks>
sealed class TargetUncertainty : Module
{
    readonly IReadOnlyList<TargetInfo> _targets;
    readonly Tensor _logVariances;

    /// <summary>All variances are 1.</summary>
    /// <param name="targets">The targets.</param>
    public TargetUncertainty(IReadOnlyList<TargetInfo> targets)
    {
        _targets = targets;
        _logVariances = Parameter("log_variances", [targets.Count]);
    }

    /// <summary>What a target's loss is multiplied with.</summary>
    public double WeightOf(int target) => Factor(target) * Math.Exp(-(double)_logVariances.Values[target]);

    /// <summary>The loss of a target with its weight, and what the variance itself costs.</summary>
    /// <param name="loss">The mean over the rows, with 0 for those of which it is unknown.</param>
    /// <param name="target">Its number.</param>
    /// <param name="known">The share of the rows of which it is known: only they have a variance.</param>
    public Tensor Weighed(Tensor loss, int target, double known)
    {
        Tensor logVariance = Ops.Sum(Ops.Slice(_logVariances, 0, target, 1));
        return (float)Factor(target) * (Ops.Exp(-1f * logVariance) * loss) + (float)(0.5 * known) * logVariance;
    }

    public override Tensor Forward(Tensor x) => throw new NotSupportedException("Weights of losses have no forward pass.");

    public override Shape OutputShape(Shape input) => throw new NotSupportedException("Weights of losses have no output.");

    double Factor(int target) => _targets[target].IsOfClasses ? 1 : 0.5;
}
