using System.Globalization;
using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T13LowerRates : ImageCard
{
    const string ExperimentId = "T13", GainId = "T13-gain";
    const int Window = 20;

    static readonly string[] Activations = ["elu", "relu"];

    static readonly double[] Rates = [0.003, 0.01, 0.03, 0.1, 0.2];

    // A run that failed has overshot by any factor; ten counts.
    static readonly Measure Overshoot = new(new Metric("overshoot", HigherIsBetter: false, MetricScale.Ratio), Chance: 10);

    // Ten per cent more overshoot for ten times the rate.
    static readonly Condition
        Rises = new RisingTrend(
            [.. Rates.Select(rate => (Name("elu", rate), Math.Log(rate)))], Overshoot.Name, "ln rate", Math.Log(1.1) / Math.Log(10)),
        ReluStandsMore = new ToleratesAsMuch(
            [.. Rates.Select(rate => Name("relu", rate))], [.. Rates.Select(rate => Name("elu", rate))], OrMore: false);

    public override string Sentence => "With ELU a lower learning rate avoids overshooting, and it needs one lower than ReLU does.";

    public override string Expected => "supported";

    // T01's tuning runs have three seeds a rate; six seeds over one epoch cost less than a third of T01 and have an interval.
    public override string Limits =>
        "Overshoot is the largest ratio of the loss, a mean over 20 steps, to its minimum before, within the first epoch.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Of(data), Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId], atLeCun = evidence[GainId];
        ConditionResult[] conditions = [Rises.Evaluate(result), ReluStandsMore.Evaluate(result)];
        int Stable(string kind) => ToleratesAsMuch.StableCount(result, Rates.Select(rate => Name(kind, rate)));
        string Rate(string kind) => Stable(kind) is > 0 and var count ? Rates[count - 1].ToString(CultureInfo.InvariantCulture) : "none";
        string At(double rate) => Findings.Mean(result, Name("elu", rate), Overshoot.Name);
        Finding finding = Findings.Of(conditions, "ReLU",
            $"ELU's loss rises above its minimum by a factor of {At(Rates[0])} at a rate of 0.003 and of {At(Rates[3])} at 0.1; the largest rate "
                + $"without a failed seed is {Rate("elu")} for ELU and {Rate("relu")} for ReLU.") with
        {
            Charts = [Pictures.Curves(result, "loss", "training loss", stepsEach: 50)],
            Tables = [Findings.Means(result), Findings.Means(atLeCun, "From LeCun's weights, 3 seeds", Overshoot.Name)],
        };
        return Gains(evidence.Data).Qualify(finding, evidence);
    }

    static OtherGain Gains(ClaimData data) => new(Of(data), GainId, Rises, ReluStandsMore) { Seeds = 3 };

    static Experiment Of(ClaimData data) => new()
    {
        Id = ExperimentId,
        Data = data.Fashion.Id,
        Arms =
        [
            .. Activations.SelectMany(activation => Rates.Select(
                rate => new Arm(Name(activation, rate), Settings.Of(("activation", activation), ("rate", rate))))),
        ],
        Seeds = 6,
        Settings = Settings.Of(
            ("steps", data.Fashion.Train.Count / 64), ("batch", 64), ("depth", 8), ("width", 128), ("gain", "he")),
        Measures = [Overshoot],
        Conditions = [Rises, ReluStandsMore],
        RunTrial = trial => Run(trial, data.Fashion),
    };

    static Measured Run(Trial trial, PreparedImages images)
    {
        Sequential model = ImageClassifier.Network(trial, images);
        Queue<double> window = new();
        double sum = 0, least = double.PositiveInfinity, overshoot = 1;
        Measured measured = ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images, step =>
        {
            window.Enqueue(step.Loss);
            sum += step.Loss;
            if (window.Count > Window)
                sum -= window.Dequeue();
            double running = sum / window.Count;
            if (window.Count < Window)
                return;
            least = Math.Min(least, running);
            overshoot = Math.Max(overshoot, running / least);
        });
        measured.Add(Overshoot.Name, overshoot);
        return measured;
    }

    static string Name(string activation, double rate) => string.Create(CultureInfo.InvariantCulture, $"{activation} at {rate}");
}
