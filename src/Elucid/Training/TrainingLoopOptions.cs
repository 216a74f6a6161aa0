namespace Elucid;

/// <summary>How a <see cref="TrainingLoop"/> with steps of your own runs.</summary>
public sealed record TrainingLoopOptions : TrainingOptions
{
    /// <summary>Steps of an epoch, after which the networks are judged, the history grows and a checkpoint can be saved; 100 by default.</summary>
    public int StepsPerEpoch { get; init; } = 100;

    /// <summary>
    /// What the networks are judged by after each epoch, in use and with their averaged weights if there are any: named numbers, such as
    /// <c>() => [("Accuracy", Evaluation.Of(model, test).Accuracy!.Value)]</c>. They stand in <see cref="EpochRecord.Metrics"/> with what the steps
    /// recorded.
    /// </summary>
    public Func<IEnumerable<(string Name, double Value)>>? Evaluate { get; init; }

    internal override void Check()
    {
        base.Check();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(StepsPerEpoch);
        if (Patience > 0 && Goal is null)
            throw new ArgumentException(
                "Early stopping needs a number to watch: set Goal, such as Goal.Highest(\"Accuracy\"), or set Patience to 0.", nameof(Goal));
    }
}
