namespace Elucid.Lab;

/// <summary>Networks of their own for each of several targets.</summary>
public sealed class ApartNetworks
{
    readonly float[] _outputs;
    readonly Dataset _test;

    internal ApartNetworks(IReadOnlyList<History> histories, float[] outputs, Dataset test)
    {
        (Histories, _outputs, _test) = (histories, outputs, test);
        Test = Evaluation.FromOutputs(outputs, test);
    }

    /// <summary>The epochs of each, in the order of the targets.</summary>
    public IReadOnlyList<History> Histories { get; }

    /// <summary>Their scores on the test data, as if they were one network.</summary>
    public Evaluation Test { get; }

    /// <summary>How much more of a target the network for all explains, and the 95 % interval of that over other test rows; null where the share is
    /// undefined.</summary>
    /// <param name="shared">What the network for all puts out for the test rows.</param>
    /// <param name="target">The number of the target.</param>
    public (double Gain, Interval Interval)? GainOf(Tensor shared, int target)
    {
        string score = _test.SeveralTargets[target].ScoreName("explained");
        if (!Test.Metrics.TryGetValue(score, out double own)
            || !Evaluation.FromOutputs(shared.Values, _test).Metrics.TryGetValue(score, out double together))
            return null;
        TargetErrors both = TargetErrors.Of(_test, target, shared.Values, _outputs);
        return (together - own, RowBootstrap.Of(both.Count, block: 1, scores: 4, both.GainOf));
    }
}
