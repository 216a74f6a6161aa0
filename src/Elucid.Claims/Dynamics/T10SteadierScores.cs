using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

using Summary = Lab.Summary;             // of numbers; that of a network has the same name

internal sealed class T10SteadierScores : ImageCard
{
    const string ExperimentId = "T10";

    static readonly Condition Steadier = new SmallerSpread("elu", "relu", Metric.TestAccuracy.Name, 2);

    public override string Sentence => "With ELU the scores of different runs vary less.";

    public override string Expected => "inconclusive: 40 runs find a ratio of variances of 2 in 59 % of all studies, one of 2.5 in 81 %";

    // The runs of a seed share their weights' draws, order and images; what they then have in common makes the F interval too wide, never too narrow.
    public override string Limits => "One small network on 5,000 images; the spread over data sets or over folds is not looked at.";

    public override IReadOnlyList<string> Sources => ["Brown and Forsythe 1974, Journal of the American Statistical Association 69"];

    // 2: at another initial gain, too.
    public override int Revision => 2;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Scores(data), Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        VarianceRatio ratio = VarianceRatio.Of(Values(result, "relu"), Values(result, "elu"));
        string Deviation(string arm) => Format.Number(100 * Summary.Of(Values(result, arm)).StandardDeviation);
        Finding finding = Findings.Of(Steadier.Evaluate(result), "ReLU",
            $"Over {result.Seeds.Count} runs the test accuracy has a standard deviation of {Deviation("elu")} percentage points with ELU and "
                + $"{Deviation("relu")} with ReLU: ReLU's variance is {Format.Number(ratio.Ratio)} times ELU's (95 % CI "
                + $"{Format.Number(ratio.Interval.Lower)} to {Format.Number(ratio.Interval.Upper)}; Brown-Forsythe "
                + $"{Format.PValue(ratio.BrownForsytheP)}).") with
        {
            Charts = [Pictures.Values(result, Metric.TestAccuracy.Name)],
            Tables = [Findings.Means(result)],
        };
        return Gains(evidence.Data).Qualify(finding, evidence);
    }

    // Of a spread few seeds say nothing, not even the side.
    static OtherGain Gains(ClaimData data) => new(Scores(data), $"{ExperimentId}-gain", Steadier) { Seeds = 40 };

    static Experiment Scores(ClaimData data)
    {
        Lazy<PreparedImages> images = new(() => data.Fashion.With(train: data.Fashion.Train.Take(Math.Min(5000, data.Fashion.Train.Count))));
        return new()
        {
            Id = ExperimentId,
            Data = data.Fashion.Id,
            Arms = [Arm.Of("relu"), Arm.Of("elu")],
            Seeds = 40,
            Settings = Settings.Of(
                ("steps", 800), ("batch", 64), ("depth", 3), ("width", 128), ("gain", "he"), ("optimizer", "adam"), ("rate", 0.001)),
            Measures = [ImageClassifier.TestAccuracy],
            Conditions = [Steadier],
            RunTrial = trial => ImageClassifier.Run(trial, images.Value),
        };
    }

    static double[] Values(ExperimentResult result, string arm) => result.Scores(arm, Metric.TestAccuracy.Name).Values.ToArray();
}
