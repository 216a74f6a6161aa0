using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T05Revival : ImageCard
{
    const string ExperimentId = "T05", OtherBatches = "relu, other batches", AtOnce = "fires at once";
    const int Attempts = 5;

    static readonly string[] Strata = ["died at −1 or above", "died between −5 and −1", "died below −5"];

    static readonly Measure Revived = new(new Metric("revived units", HigherIsBetter: true, MetricScale.Share), Chance: 0);

    static readonly Condition
        LightsUp = new Superiority("elu", "relu", Revived.Name, 0.2),
        IsHealthier = new Superiority("elu", "relu", Metric.TestAccuracy.Name, 0.005);

    public override string Topic => "revives dead units";

    public override string Sentence => "A ReLU network that is stuck with dead units revives when its activations are swapped to ELU.";

    public override string Expected => "the units: supported, and as much by Leaky ReLU; a healthier network: refuted";

    public override string Limits =>
        "Units were killed by a rate of 0.02, and all arms go on at 0.001; dead are those that fire for none of 5,000 images. That a unit fires "
            + "again does not say that it is of use.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Swap(data), Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        ConditionResult units = LightsUp.Evaluate(result), network = IsHealthier.Evaluate(result);
        string Share(string arm) => Findings.Mean(result, arm, Revived.Name);
        Finding finding = Findings.In([("units that fire", [units]), ("a healthier network", [network])], "ReLU trained on",
            $"After the swap to ELU {Share("elu")} of the dead units fire again, {Share("leaky-relu")} with Leaky ReLU and {Share("relu")} with ReLU "
                + $"trained on; the test accuracy is then {Findings.Difference(network, "higher", "lower", 2)} than with ReLU.") with
        {
            Charts =
            [
                Pictures.PairedDifferences(result, Revived.Name), Pictures.PairedDifferences(result, Metric.TestAccuracy.Name),
            ],
            Tables =
            [
                Findings.Means(result),
                Tables.Extras(result, "Revived by the depth of death, and at once", [.. Strata, AtOnce, "dead before", "redrawn"]),
            ],
        };
        return Gains(evidence.Data).Qualify(finding, evidence, Revived.Name);
    }

    static GainRobustness Gains(ClaimData data) => new(Swap(data), "elu", "relu");

    static Experiment Swap(ClaimData data) => new()
    {
        Id = ExperimentId,
        Data = data.Fashion.Id,
        Arms =
        [
            Arm.Of("relu"), new(OtherBatches, Settings.Of(("activation", "relu"), ("order", 1))), Arm.Of("leaky-relu"), Arm.Of("elu"), Arm.Of("gelu"),
            Arm.Of("swish"), Arm.Of("softplus"),
        ],
        Seeds = 20,
        Settings = Settings.Of(
            ("steps", 600), ("batch", 64), ("depth", 4), ("width", 128), ("gain", "he"), ("optimizer", "adam"), ("rate", 0.001), ("order", 0)),
        Measures = [Revived, ImageClassifier.TestAccuracy],
        Conditions = [LightsUp, IsHealthier],
        RunTrial = trial => Run(trial, data.Fashion),
    };

    static Measured Run(Trial trial, PreparedImages images)
    {
        (Sequential stuck, double[] before, int redrawn) = Kill(trial, images);
        bool[] dead = [.. before.Select(largest => largest <= 0)];
        Sequential model = ImageClassifier.Network(trial, images);
        foreach (((_, Tensor to), (_, Tensor from)) in model.NamedParameters().Zip(stuck.NamedParameters()))
            from.Values.CopyTo(to.Edit());
        bool[] atOnce = Firing(model, images);
        History history = ImageClassifier.Fit(
            trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images.Train, trial.Settings.Integer("steps"),
            trial.Settings.Integer("batch"), purpose: $"order after the swap {trial.Settings.Integer("order")}");
        if (history.Divergence is { } divergence)
            return Measured.Failed(FailureKind.Diverged, divergence.ToString());
        bool[] after = Firing(model, images);
        double Share(bool[] firing, Func<double, bool> died) => Enumerable.Range(0, dead.Length).Where(i => dead[i] && died(before[i]))
            .Select(i => firing[i] ? 1.0 : 0).DefaultIfEmpty(0).Average();
        return new Measured
        {
            { Revived.Name, Share(after, _ => true) },
            { ImageClassifier.TestAccuracy.Name, Evaluation.Of(model, images.Test).Accuracy!.Value },
            { Strata[0], Share(after, at => at >= -1) },
            { Strata[1], Share(after, at => at is < -1 and >= -5) },
            { Strata[2], Share(after, at => at < -5) },
            { AtOnce, Share(atOnce, _ => true) },
            { "dead before", dead.Count(unit => unit) / (double)dead.Length },
            { "redrawn", redrawn },
        };
    }

    // A network with 30 to 80 % dead units: drawn anew up to four times, and of all that miss the one nearest to half.
    static (Sequential Model, double[] Largest, int Redrawn) Kill(Trial trial, PreparedImages images)
    {
        Settings settings = trial.Settings.With("activation", "relu").With("rate", 0.02);
        (Sequential Model, double[] Largest, int Redrawn) nearest = default;
        double distance = double.PositiveInfinity;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Sequential model = ImageClassifier.Network(settings, trial.Random.Derive("weights", (ulong)attempt), images);
            ImageClassifier.Fit(
                trial, model, ImageClassifier.OptimizerOf(settings, model), images.Train, settings.Integer("steps"), settings.Integer("batch"),
                purpose: $"killing order {attempt}");
            double[] largest = [.. LayerReadings.LargestInputs(model, images.Looked).SelectMany(layer => layer)];
            double dead = largest.Count(value => value <= 0) / (double)largest.Length;
            if (Math.Abs(dead - 0.5) < distance)
                (nearest, distance) = ((model, largest, attempt), Math.Abs(dead - 0.5));
            if (dead is >= 0.3 and <= 0.8)
                break;
        }
        return nearest;
    }

    static bool[] Firing(Module model, PreparedImages images) =>
        [.. LayerReadings.LargestInputs(model, images.Looked).SelectMany(layer => layer).Select(largest => largest > 0)];
}
