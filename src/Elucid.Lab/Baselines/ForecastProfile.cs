namespace Elucid.Lab;

/// <summary>Forecasts are compared by MAE, and must beat what repeats earlier values.</summary>
sealed class ForecastProfile : TaskProfile
{
    // Errors of a thousandth of what a season changes are a leak, not a forecast.
    const double PerfectMase = 0.001;

    public override LearningTask Task => LearningTask.Forecast;

    public override Metric Deciding => Metric.TestMae;

    public override IReadOnlyList<Metric> Beside(IReadOnlyList<string> outputNames) => [Metric.TestMase, Metric.TestRmse];

    public override string LossName => "mean squared error, in deviations of the window";

    public override string OutputsName => "steps ahead";

    public override string InputMeaning(string data) => $"windows of {data} less their last value, in their own deviations";

    public override string OutputMeaning => "what is added to the last season, in deviations of the window,";

    public override string TrivialName => "better naive forecast";

    public override string LinearName => "linear autoregression";

    internal override IReadOnlyList<Baseline> Baselines(DataSplit split, Standardizer? scales, NetworkRecipe recipe)
    {
        Baseline[] naive = [.. Naive(split)];
        return [naive[0], new(LinearName, Linear(split)), .. naive[1..]];
    }

    internal override Evaluation Trivial(DataSplit split) => Naive(split).First().Test;

    internal override Evaluation Linear(DataSplit split) => Evaluation.Of(LinearForecast.Fit(split.Train), split.Test);

    // The better one first.
    IEnumerable<Baseline> Naive(DataSplit split) =>
        new[] { ForecastWindows.TableOf(split.Test).Schema.Season, 1 }.Distinct()
            .Select(season => new Baseline(
                NaiveForecast.NameOf(season), Evaluation.FromOutputs(NaiveForecast.Outputs(split.Test, season), split.Test)))
            .OrderBy(baseline => Deciding.Of(baseline.Test) ?? double.NaN);

    public override bool HasCommittees => true;

    // Absolute errors in the series' own unit; the windows of a horizon overlap.
    internal override RowScores? RowScoresOf(ReadOnlySpan<float> outputs, Dataset data, Standardizer? scales)
    {
        IReadOnlyList<WindowOrigin> origins = ForecastWindows.OriginsOf(data);
        double[] errors = new double[data.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            int row = i / data.OutputCount;
            errors[row] += origins[row].Spread * Math.Abs((double)outputs[i] - data.Targets[i]) / data.OutputCount;
        }
        return new(errors, Block: data.OutputCount);
    }

    // An output of 0 repeats the season.
    internal override float[] TrivialOutputs(Dataset training) => new float[training.OutputCount];

    internal override double LinearPenalty(int outputs) => 0;

    internal override Tensor LossOf(Tensor outputs, Dataset data, int first = 0) => Loss.MeanSquaredError(
        outputs, new Tensor(outputs.Shape, data.Targets.Slice(first * data.OutputCount, outputs.Shape.Size)));

    internal override ModelFile Describe(ModelFile file, Module network, DataSplit split) =>
        split.Validation is { } validation ? file with { Series = ForecastIntervals.Measure(file.Series!, network, validation) } : file;

    internal override bool IsTrivial(Judged network, Judged trivial) => !Deciding.IsBetter(network.By(Deciding), trivial.By(Deciding));

    internal override string Useless(Judged[] networks, Judged trivial, string? alone) =>
        $"A naive forecast wins: the {trivial.Name} has a {Deciding.Name} of {Deciding.Text(trivial.By(Deciding))}, and "
            + (alone is null ? "no network is better. Use the naive one."
                : $"{alone} one of {Deciding.Text(networks[0].By(Deciding))}. Use the naive one.");

    internal override bool IsTooGood(Judged network, Judged trivial) => network.Of(Metric.TestMase) < PerfectMase;
}
