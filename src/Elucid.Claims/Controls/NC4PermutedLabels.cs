using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class NC4PermutedLabels : Control
{
    const string ExperimentId = "NC4";
    const int Seeds = 20;                       // one seed's accuracy has a deviation of 2 points
    const double Margin = 0.015;

    // A measure of its own: that the network is no better than chance is what is asked for here, and no failure.
    static readonly Metric Accuracy = new("test accuracy from permuted labels", HigherIsBetter: true, MetricScale.Share);

    static readonly Condition Better = new Superiority("elu", "relu", Accuracy.Name, 0.003);

    public override string Sentence => "From permuted labels no network learns anything that helps on test images.";

    public override string Expected => "every accuracy within 1.5 percentage points of chance, and no lead";

    public override string? Missing(ClaimData data) => data.FashionMissing;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
    [
        new()
        {
            Id = ExperimentId,
            Data = data.Fashion.Id,
            Arms = [Arm.Of("relu"), Arm.Of("elu")],
            Seeds = Seeds,
            Settings = Settings.Of(
                ("steps", data.Fashion.Train.Count / 64), ("batch", 64), ("depth", 8), ("width", 128), ("gain", "he"), ("rate", 0.03)),
            Measures = [new(Accuracy, Chance: 0.1)],
            Conditions = [Better],
            RunTrial = trial => Run(trial, data.Fashion),
        },
    ];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        ConditionResult better = Better.Evaluate(result);
        // The mean of each arm: on one seed a network whose answers are all alike may be off by more. On few seeds, of a quick look, the margin is as
        // much wider as their mean is less sure.
        double margin = Margin * Math.Sqrt(Math.Max(1, Seeds / (double)result.Seeds.Count));
        Check[] checks = [.. result.Experiment.Arms.Select(arm => arm.Name).Select(arm =>
        {
            double mean = Enumerable.Average(result.Scores(arm, Accuracy.Name).Values.ToArray());
            return new Check(
                $"the mean accuracy of {arm} is within {Format.Fixed(100 * margin, 1)} points of chance", Math.Abs(mean - 0.1) <= margin,
                    $"{mean:0.0000}");
        })];
        bool passes = better.Verdict != Verdict.Supported && checks.All(check => check.Holds);
        return new Finding(passes ? ClaimVerdict.Supported : ClaimVerdict.Refuted,
            $"After an epoch on permuted labels ELU tells {Findings.Mean(result, "elu", Accuracy.Name)} of the test images right and ReLU "
                + $"{Findings.Mean(result, "relu", Accuracy.Name)}, where chance is 10 %.")
        {
            Against = "chance",
            Checks = checks,
            Conditions = [better],
        };
    }

    static Measured Run(Trial trial, PreparedImages images)
    {
        Dataset train = images.Train;
        int[] labels = train.Labels.ToArray();
        trial.Random.Derive("labels").Shuffle(labels);
        Dataset permuted = train.WithLabels(labels);
        Sequential model = ImageClassifier.Network(trial, images);
        ImageClassifier.Fit(
            trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), permuted, trial.Settings.Integer("steps"),
            trial.Settings.Integer("batch"));
        return new Measured { { Accuracy.Name, Evaluation.Of(model, images.Test).Accuracy!.Value } };
    }
}
