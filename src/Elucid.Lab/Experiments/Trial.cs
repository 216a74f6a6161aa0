namespace Elucid.Lab;

/// <summary>One arm on one seed, while it runs: what it is told, and how it reports.</summary>
public sealed class Trial
{
    readonly Action<TrialProgress>? _report;

    /// <param name="arm">The arm.</param>
    /// <param name="key">What decides it.</param>
    /// <param name="report">Told of progress; null for nobody.</param>
    /// <param name="cancellation">Asked between steps.</param>
    public Trial(Arm arm, TrialKey key, Action<TrialProgress>? report = null, CancellationToken cancellation = default) =>
        (Arm, Key, _report, Cancellation) = (arm, key, report, cancellation);

    /// <summary>The arm.</summary>
    public Arm Arm { get; }

    /// <summary>What decides the trial.</summary>
    public TrialKey Key { get; }

    /// <summary>The experiment's settings and those of the arm, tuned ones included.</summary>
    public Settings Settings => Key.Settings;

    /// <summary>The seed, which all arms share.</summary>
    public int Seed => Key.Seed;

    /// <summary>Whether this trial tunes a setting: it then judges by validation data, never by test data.</summary>
    public bool IsTuning => Settings.IsSet(Tuning.Mark);

    /// <summary>A stream that depends on the seed alone, anew at each call: arms that derive the same purposes draw the same numbers.</summary>
    public RandomStream Random => new((ulong)Seed);

    /// <summary>Ends the trial when it is asked for: on Ctrl+C and at the time limit.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Says how far the trial is, and lets it be cancelled.</summary>
    /// <param name="done">The share done, 0 to 1.</param>
    /// <param name="doing">What it does, in a few words.</param>
    /// <exception cref="OperationCanceledException">The trial is to end.</exception>
    public void Report(double done, string doing = "")
    {
        Cancellation.ThrowIfCancellationRequested();
        _report?.Invoke(new TrialProgress(done, doing));
    }
}

/// <summary>How far a trial is.</summary>
/// <param name="Done">The share done, 0 to 1.</param>
/// <param name="Doing">What it does, in a few words.</param>
public readonly record struct TrialProgress(double Done, string Doing);
