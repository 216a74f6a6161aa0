using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Where the inputs of activations lie, before and after an epoch, in networks of 8 layers of 128 units and of 100 layers of 64.</summary>
internal static class PreActivations
{
    public const string Id = "E-N2";

    /// <summary>Arms.</summary>
    public const string Elu = "elu, 8 layers", Relu = "relu, 8 layers", DeepElu = "elu, 100 layers";

    static readonly (string Name, double Below)[] Bounds = [("share below −4.6", -4.6), ("share below −17.33", -17.33), ("share below −87.3", -87.3)];

    /// <summary>The largest share, over the layers, of inputs at which a derivative that was taken from the output is 0.</summary>
    public static Measure Lost { get; } =
        new(new Metric("largest share below −17.33", HigherIsBetter: false, MetricScale.Share), Chance: 1);

    /// <summary>The share of outputs that are exactly 0.</summary>
    public static Measure Zeros { get; } = new(new Metric("outputs that are exactly 0", HigherIsBetter: true, MetricScale.Share), Chance: 0);

    /// <summary>Five seeds: shares are of millions of numbers. The deep network trains at a rate that it stands.</summary>
    public static Experiment Of(ClaimData data) => new()
    {
        Id = Id,
        Data = data.Fashion.Id,
        Arms = [Of(Elu, "elu", 8, 128, 0.03), Of(Relu, "relu", 8, 128, 0.03), Of(DeepElu, "elu", 100, 64, 0.001)],
        Baseline = Relu,
        Seeds = 5,
        Settings = Settings.Of(("steps", data.Fashion.Train.Count / 64), ("batch", 64), ("gain", "he")),
        Measures = [Lost, Zeros],
        RunTrial = trial => Run(trial, data.Fashion),
    };

    /// <summary>The shares, as a table.</summary>
    public static Reports.ReportTable Shares(ExperimentResult result) => Tables.Extras(
        result, "Of all layers together",
        [
            .. Bounds.SelectMany(bound => new[] { $"{bound.Name} at the start", bound.Name }), "outputs below 0.001 in size",
            "deviation in the last layer",
        ]);

    static Arm Of(string name, string activation, int depth, int width, double rate) => new(
        name, Settings.Of(("activation", activation), ("depth", depth), ("width", width), ("rate", rate)));

    static Measured Run(Trial trial, PreparedImages images)
    {
        Sequential model = ImageClassifier.Network(trial, images);
        Census start = Census.Of(model, images.Looked);
        History history = ImageClassifier.Fit(
            trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images.Train, trial.Settings.Integer("steps"),
            trial.Settings.Integer("batch"));
        if (history.Divergence is { } divergence)
            return Measured.Failed(FailureKind.Diverged, divergence.ToString());
        Census end = Census.Of(model, images.Looked);
        Measured measured = new()
        {
            { Lost.Name, end.Worst },
            { Zeros.Name, end.Zeros },
            { $"{Lost.Name} at the start", start.Worst },
            { "outputs below 0.001 in size", end.Small },
            { "deviation in the last layer", end.Deviation },
        };
        for (int i = 0; i < Bounds.Length; i++)
        {
            measured.Add(Bounds[i].Name, end.Below[i]);
            measured.Add($"{Bounds[i].Name} at the start", start.Below[i]);
        }
        return measured;
    }

    readonly record struct Census(double[] Below, double Worst, double Zeros, double Small, double Deviation)
    {
        public static Census Of(Module model, Dataset images)
        {
            double[] below = new double[Bounds.Length];
            List<(double Lost, double Count, double Sum, double Squares)> layers = [];
            double zeros = 0, small = 0;
            LayerReadings.Of(model, images, (layer, inputs, outputs) =>
            {
                if (layer == layers.Count)
                    layers.Add(default);
                (double lost, double count, double sum, double squares) = layers[layer];
                foreach (float z in inputs.Values)
                {
                    sum += z;
                    squares += (double)z * z;
                    if (z >= Bounds[0].Below)
                        continue;
                    for (int i = 0; i < below.Length; i++)
                        below[i] += z < Bounds[i].Below ? 1 : 0;
                    lost += z < Bounds[1].Below ? 1 : 0;
                }
                foreach (float y in outputs.Values)
                {
                    zeros += y == 0 ? 1 : 0;
                    small += Math.Abs(y) < 0.001f ? 1 : 0;
                }
                layers[layer] = (lost, count + inputs.Values.Length, sum, squares);
            });
            double all = layers.Sum(layer => layer.Count);
            var last = layers[^1];
            double mean = last.Sum / last.Count;
            return new(
                [.. below.Select(count => count / all)], layers.Max(layer => layer.Lost / layer.Count), zeros / all, small / all,
                Math.Sqrt(Math.Max(0, last.Squares / last.Count - mean * mean)));
        }
    }
}
