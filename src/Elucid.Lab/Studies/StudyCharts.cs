using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The pictures of a study, each under the name of its file.</summary>
public sealed class StudyCharts
{
    readonly StudySummary _summary;
    readonly IReadOnlyDictionary<string, SeriesStyle> _functions;

    /// <summary>Prepares the pictures; each is made when it is asked for.</summary>
    public StudyCharts(StudySummary summary)
    {
        _summary = summary;
        _functions = SeriesStyle.Assign(summary.Result.Settings.Activations);
        Styles = SeriesStyle.Assign(summary.Result.Settings.Arms.Select(arm => arm.Name));
    }

    /// <summary>The style of each arm in every picture.</summary>
    public IReadOnlyDictionary<string, SeriesStyle> Styles { get; }

    /// <summary>All pictures with the names of their files.</summary>
    public IEnumerable<(string File, Chart Chart)> All =>
    [
        ("score", Score), ("difference", Difference), ("training-loss", TrainingLoss), ("test-score", TestScore),
        ("functions", Functions), ("derivatives", Derivatives),
        .. MeanActivation.Select((chart, i) => ($"mean-activation-{i + 1}", chart)),
        .. DeadUnits.Select((chart, i) => ($"dead-units-{i + 1}", chart)),
        ("gradients", Gradients),
        .. ByLevel.Select((chart, i) => ($"levels-{i + 1}", chart)),
    ];

    /// <summary>Final scores: a dot per seed, the mean and its interval.</summary>
    public Chart Score => ComparisonCharts.Scores(Metric, _summary.Activations.Select(a => a.Ranked.Scores), Styles) with
    {
        Title = $"{Metric.Title} at the end",
        Caption = "A dot per seed; the bar is the mean with its own 95 % confidence interval. Which is better is decided by the differences within "
            + "seeds, not by these bars.",
    };

    /// <summary>Differences from the baseline, paired by seed.</summary>
    public Chart Difference => ComparisonCharts.Differences(_summary.Comparison, Styles);

    /// <summary>Training loss by epoch.</summary>
    public LineChart TrainingLoss => _summary.Result.Data.Profile.LossIsScore ? ByEpoch(
        "Return in training", new Axis("mean return"), epoch => -epoch.TrainingLoss,
        "Of the episodes that were played to learn from, in which actions are drawn: mean over the trials that got so far, with its 95 % confidence "
            + "interval. Epoch 0 is the untrained network, whose likeliest actions are taken.") : ByEpoch(
        "Training loss", new Axis(_summary.Result.Data.Profile.LossName) { IsLogarithmic = true },
        epoch => epoch.TrainingLoss,
        "Mean over the trials that got so far, with its 95 % confidence interval; lower is better. Epoch 0 is the untrained network.");

    /// <summary>The score by epoch.</summary>
    public LineChart TestScore => ByEpoch(
        Metric.Title, ScoreAxis, epoch => Metric.Of(epoch.Test) ?? double.NaN,
        "Mean over the trials that got so far, with its 95 % confidence interval.", from: 1);

    /// <summary>The functions themselves.</summary>
    public Chart Functions => OfFunctions("The functions", "f(x)", (f, x) => f.Evaluate(x), _functions);

    /// <summary>Their derivatives.</summary>
    public Chart Derivatives => OfFunctions("Their derivatives", "f′(x)", (f, x) => f.EvaluateDerivative(x), _functions);

    /// <summary>Mean activation by epoch, one picture per hidden layer.</summary>
    public IReadOnlyList<Chart> MeanActivation => PerLayer("Mean activation", new Axis("mean output"), layer => layer.Mean);

    /// <summary>Dead units by epoch, one picture per hidden layer.</summary>
    public IReadOnlyList<Chart> DeadUnits =>
        PerLayer("Dead units", new Axis("share of units") { IsPercent = true, Min = 0 }, layer => layer.DeadShare);

    /// <summary>Gradient norm by weight matrix at the end.</summary>
    public Chart Gradients
    {
        get
        {
            IReadOnlyList<GradientReading> longest = InOrder.SelectMany(a => a.Trials).Select(t => t.Final?.Probe.Gradients ?? [])
                .MaxBy(gradients => gradients.Count)!;
            double[] positions = [.. Enumerable.Range(0, longest.Count).Select(i => (double)i)];
            return new LineChart
            {
                Title = "Gradient norm by layer",
                Caption = "At the end of training, geometric mean over the seeds. A line that falls towards the input is a vanishing gradient.",
                X = new Axis("weight matrix, from input to output") { Categories = [.. longest.Select(g => g.Parameter)] },
                Y = new Axis("norm") { IsLogarithmic = true },
                Series = [.. InOrder.Select(a => new Series(a.Name, positions, [.. positions.Select(i => GradientNorm(a, (int)i))])
                {
                    Style = Styles[a.Name],
                })],
            };
        }
    }

    /// <summary>The score by the levels of the first factor, a line for each activation; with two factors a picture for each level of the
    /// second.</summary>
    public IReadOnlyList<Chart> ByLevel
    {
        get
        {
            if (_summary.Result.Settings.Variation is not { } variation)
                return [];
            IReadOnlyList<string> levels = variation.LevelsOf(0);
            double[] positions = [.. Enumerable.Range(0, levels.Count).Select(i => (double)i)];
            return [.. variation.Variants.GroupBy(variant => string.Join(", ", variant.Levels.Skip(1))).Select(group => new LineChart
            {
                Title = $"{Metric.Title} by {variation.Factors[0]}"
                    + string.Concat(variation.Factors.Zip(group.First().Levels, (factor, level) => $", {factor} {level}").Skip(1)),
                Caption = "Mean over the seeds with its 95 % confidence interval. Lines that are not parallel hint at a lead that depends on the "
                    + "setting; the table tests it.",
                X = new Axis(variation.Factors[0]) { Categories = levels },
                Y = ScoreAxis,
                Series = [.. _summary.Result.Settings.Activations.Select(activation => OfLevels(activation, [.. group], positions))],
            })];
        }
    }

    Series OfLevels(string activation, Variant[] variants, double[] positions) => ComparisonCharts.Line(
        activation, _functions[activation], positions, [.. variants.Select(variant => _summary.Activations
            .Single(a => _summary.ArmOf(a) is var arm && arm.Activation == activation && arm.Variant == variant).Score)]);

    /// <summary>A small picture for each curve of <paramref name="chart"/>: the one curve with its band, before the others in grey, on the same
    /// axes.</summary>
    public static IReadOnlyList<Chart> OneByOne(LineChart chart)
    {
        double[] values =
            [.. chart.Series.SelectMany(s => s.Y.Concat(s.Lower ?? []).Concat(s.Upper ?? []))
                .Where(v => double.IsFinite(v) && (v > 0 || !chart.Y.IsLogarithmic))];
        Axis y = chart.Y with { Min = chart.Y.Min ?? values.Cast<double?>().Min(), Max = chart.Y.Max ?? values.Cast<double?>().Max() };
        return [.. chart.Series.Select(own => new LineChart
        {
            Title = own.Name,
            X = chart.X,
            Y = y,
            Series = [.. chart.Series.Where(s => s != own).Select(s => new Series("", s.X, s.Y) { Style = SeriesStyle.Background }),
                new Series("", own.X, own.Y, own.Lower, own.Upper) { Style = own.Style }],
        })];
    }

    /// <summary>Functions or derivatives over [−5, 5].</summary>
    public static LineChart OfFunctions(
        string title, string axis, Func<Activation, double, double> value, IReadOnlyDictionary<string, SeriesStyle> styles)
    {
        double[] x = [.. Enumerable.Range(-200, 401).Select(i => i / 40.0)];
        return new LineChart
        {
            Title = title,
            X = new Axis("x"),
            Y = new Axis(axis),
            Series = [.. styles.Select(s =>
            {
                Activation f = ArmName.FunctionOf(s.Key);
                return new Series(s.Key, x, [.. x.Select(v => value(f, v))]) { Style = s.Value };
            })],
        };
    }

    Metric Metric => _summary.Comparison.Metric;

    Axis ScoreAxis => new(Metric.Name) { IsPercent = Metric.IsPercent };

    IEnumerable<ActivationSummary> InOrder =>
        _summary.Result.Outcome.Experiment.Arms.Select(arm => _summary.Activations.Single(a => a.Name == arm.Name));

    LineChart ByEpoch(string title, Axis y, Func<EpochResult, double> value, string caption, int from = 0) => new()
    {
        Title = title,
        Caption = caption,
        X = new Axis("epoch"),
        Y = y,
        Series = [.. InOrder.Select(a => ComparisonCharts.Curve(
            a.Name, Styles[a.Name], [.. a.Trials.Select(trial => (double[])[.. trial.Epochs.Select(value)])], from: from))],
    };

    IReadOnlyList<Chart> PerLayer(string title, Axis y, Func<LayerReading, double> value)
    {
        return [.. Enumerable.Range(0, _summary.Layers).Select(layer => ByEpoch(
            $"{title}, hidden layer {layer + 1}", y,
            epoch => layer < epoch.Probe.Layers.Count ? value(epoch.Probe.Layers[layer]) : double.NaN, ""))];
    }

    // NaN where the networks of an arm have fewer weight matrices than others.
    static double GradientNorm(ActivationSummary arm, int index) => Math.Exp(arm.Trials
        .Where(t => t.Final?.Probe.Gradients.Count > index)
        .Select(t => Math.Log(t.Final!.Probe.Gradients[index].Norm)).DefaultIfEmpty(double.NaN).Average());
}
