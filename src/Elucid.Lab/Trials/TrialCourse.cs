namespace Elucid.Lab;

/// <summary>A trial of a network as tables and pictures read it: its measured series, epoch by epoch.</summary>
public sealed class TrialCourse
{
    const string Test = "test ", Validation = "validation ", TrainingLoss = "training loss", Steps = "training steps", End = "final epoch";
    const string Units = "units of layer ", Dead = "dead share of layer ", Mean = "mean of layer ", Spread = "spread of layer ";
    const string Gradient = "gradient norm of ";

    // Scores that one task alone has.
    static readonly Metric[] OfTasks =
    [
        .. TaskProfile.Metrics.Where(metric => !new Evaluation(0).Scores.Any(score => score.Name == metric.Value))
            .DistinctBy(metric => metric.Value),
    ];

    static readonly (string Name, Func<Evaluation, double?> Of)[] Scores =
    [
        ("loss", e => e.Loss), ("accuracy", e => e.Accuracy), ("balanced accuracy", e => e.BalancedAccuracy), ("F1", e => e.F1),
        ("macro F1", e => e.MacroF1), ("AUC", e => e.Auc), ("RMSE", e => e.Rmse), ("R²", e => e.R2), ("MAE", e => e.Mae),
        .. OfTasks.Select(metric => (metric.ShortName, (Func<Evaluation, double?>)metric.Of)),
    ];

    readonly TrialRecord _record;

    /// <param name="arm">The arm's name.</param>
    /// <param name="record">Its trial.</param>
    public TrialCourse(string arm, TrialRecord record)
    {
        (Arm, _record) = (arm, record);
        Measured measured = record.Measured;
        Epochs = measured.Series.Count == 0 ? [] : [.. Enumerable.Range(0, measured.Series.Values.Min(s => s.Length)).Select(e => Read(measured, e))];
        FinalEpoch = (int)Math.Clamp(measured.Numbers.GetValueOrDefault(End), 0, Math.Max(0, Epochs.Count - 1));
    }

    /// <summary>The arm's name.</summary>
    public string Arm { get; }

    /// <summary>The seed.</summary>
    public int Seed => _record.Key.Seed;

    /// <summary>What decided the trial.</summary>
    public Settings Settings => _record.Key.Settings;

    /// <summary>Why it failed; null if it did not. A failed trial is counted and never dropped.</summary>
    public Failure? Failure => _record.Measured.Failure;

    /// <summary>From epoch 0 on; empty if it threw an exception.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>The epoch whose network is the result: the last, or the best with early stopping.</summary>
    public int FinalEpoch { get; }

    /// <summary>That epoch; null if it has none.</summary>
    public EpochResult? Final => Epochs.Count > 0 ? Epochs[FinalEpoch] : null;

    /// <summary>Which scores the test rows do not have at the end, and why; empty if they have all.</summary>
    public string Undefined => _record.Measured.Remark;

    /// <summary>Of the whole trial, evaluation and probe included.</summary>
    public double Seconds => _record.Seconds;

    /// <summary>Mean time of the training steps of an epoch; NaN if no epoch finished.</summary>
    public double SecondsPerEpoch => Epochs.Count > 1 ? Epochs.Skip(1).Average(e => e.Seconds) : double.NaN;

    /// <summary>What a trial measured: every score at the end, and the course of everything.</summary>
    /// <param name="epochs">From epoch 0 on.</param>
    /// <param name="final">The epoch that is the result.</param>
    /// <param name="failure">Why it failed; null if it did not.</param>
    /// <param name="chance">What a network that learned nothing gets on the same test rows; null if unknown.</param>
    public static Measured Measure(IReadOnlyList<EpochResult> epochs, int final, Failure? failure, Evaluation? chance)
    {
        Measured measured = new() { Failure = failure, Remark = epochs[final].Test.Undefined };
        measured.Add(End, final);
        measured.Add(TrainingLoss, epochs[final].TrainingLoss);
        foreach ((string name, Func<Evaluation, double?> of) in Scores)
        {
            if (of(epochs[final].Test) is { } score && chance is not null && of(chance) is { } guessed)
                measured.Add(Test + name, score, guessed);
            else if (of(epochs[final].Test) is { } alone)
                measured.Add(Test + name, alone);
            if (epochs[final].Validation is { } held && of(held) is { } validated)
                measured.Add(Validation + name, validated);
        }
        // Scores of each of several targets are called by them.
        string[] own = [.. epochs.SelectMany(e => e.Test.Metrics.Keys).Distinct().Where(name => !OfTasks.Any(metric => metric.Value == name))];
        foreach (string name in own)
            if (epochs[final].Test.Metrics.TryGetValue(name, out double score))
            {
                if (chance is not null && chance.Metrics.TryGetValue(name, out double guessed))
                    measured.Add(Test + name, score, guessed);
                else
                    measured.Add(Test + name, score);
            }
        measured.Add(TrainingLoss, epochs.Select(e => e.TrainingLoss));
        measured.AddTimes(Steps, epochs.Select(e => e.Seconds));
        foreach ((string name, Func<Evaluation, double?> of) in Scores)
        {
            AddSeries(Test + name, e => of(e.Test));
            AddSeries(Validation + name, e => e.Validation is { } held ? of(held) : null);
        }
        foreach (string name in own)
        {
            AddSeries(Test + name, e => ValueOf(e.Test, name));
            AddSeries(Validation + name, e => e.Validation is { } held ? ValueOf(held, name) : null);
        }
        ProbeReading probe = epochs[0].Probe;
        for (int i = 0; i < probe.Layers.Count; i++)
        {
            int layer = i;
            measured.Add(Units + probe.Layers[i].Layer, probe.Layers[i].Units);
            AddSeries(Dead + probe.Layers[i].Layer, e => e.Probe.Layers[layer].DeadShare);
            AddSeries(Mean + probe.Layers[i].Layer, e => e.Probe.Layers[layer].Mean);
            AddSeries(Spread + probe.Layers[i].Layer, e => e.Probe.Layers[layer].Spread);
        }
        for (int i = 0; i < probe.Gradients.Count; i++)
        {
            int weights = i;
            AddSeries(Gradient + probe.Gradients[i].Parameter, e => e.Probe.Gradients[weights].Norm);
        }
        return measured;

        void AddSeries(string name, Func<EpochResult, double?> value)
        {
            double?[] values = [.. epochs.Select(value)];
            if (values.Any(v => v is not null))
                measured.Add(name, values.Select(v => v ?? double.NaN));
        }
    }

    static double? ValueOf(Evaluation evaluation, string name) => evaluation.Metrics.TryGetValue(name, out double value) ? value : null;

    static EpochResult Read(Measured measured, int epoch)
    {
        double? At(string name) => measured.Series.TryGetValue(name, out double[]? values) ? values[epoch] : null;
        double Known(string name) => At(name) ?? double.NaN;
        IEnumerable<string> Named(string prefix) =>
            measured.Series.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);
        return new(
            epoch, Known(TrainingLoss), ReadEvaluation(Test, At, Named(Test)),
            At(Validation + "loss") is null ? null : ReadEvaluation(Validation, At, Named(Validation)),
            measured.Times.TryGetValue(Steps, out double[]? times) && epoch < times.Length ? times[epoch] : double.NaN,
            new ProbeReading(
                [.. Named(Dead).Select(layer => new LayerReading(
                    layer, (int)measured.Numbers.GetValueOrDefault(Units + layer), Known(Dead + layer), Known(Mean + layer), Known(Spread + layer)))],
                [.. Named(Gradient).Select(parameter => new GradientReading(parameter, Known(Gradient + parameter)))]));
    }

    // A score that an epoch does not have is NaN in its series.
    static Evaluation ReadEvaluation(string part, Func<string, double?> at, IEnumerable<string> named)
    {
        double? Score(string name) => at(part + name) is { } value && !double.IsNaN(value) ? value : null;
        return new(at(part + "loss") ?? double.NaN, Score("accuracy"), Score("RMSE"), Score("R²"))
        {
            BalancedAccuracy = Score("balanced accuracy"),
            F1 = Score("F1"),
            MacroF1 = Score("macro F1"),
            Auc = Score("AUC"),
            Mae = Score("MAE"),
            Metrics = MetricValues.Of(
                OfTasks.Select(metric => (metric.Value, Score(metric.ShortName) ?? double.NaN))
                    .Concat(named.Where(name => !Scores.Any(score => score.Name == name)).Select(name => (name, Score(name) ?? double.NaN)))
                    .Where(m => !double.IsNaN(m.Item2))),
        };
    }
}
