using System.Globalization;
using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>How evenly a network trains with Adam and with RMSprop: norms of the gradient, and the roughness of the loss.</summary>
internal static class GradientNorms
{
    public const string Id = "T11";

    static readonly double[] Rates = [0.001, 0.0003];

    static readonly string[] Optimizers = ["adam", "rmsprop"], Activations = ["relu", "elu"];

    const int Settled = 200, Window = 51;

    // What a run that failed gets is far from all that trained ones showed.
    public static Measure Peaks { get; } =
        new(new Metric("99 % quantile of gradient norms by their median", HigherIsBetter: false, MetricScale.Ratio), Chance: 100);

    public static Measure Highest { get; } =
        new(new Metric("largest gradient norm by the median", HigherIsBetter: false, MetricScale.Ratio), Chance: 1000);

    public static Measure Roughness { get; } = new(new Metric("roughness of the loss", HigherIsBetter: false, MetricScale.Ratio), Chance: 1);

    /// <summary>The smallest effect that both cards ask for: 3 %.</summary>
    public static double MinimalEffect { get; } = -Math.Log(1 - 0.03);

    /// <summary>Both optimizers at 0.001, where verdicts are made, and at 0.0003, which is shown beside them.</summary>
    public static Experiment Of(ClaimData data) => new()
    {
        Id = Id,
        Data = data.Fashion.Id,
        Arms =
        [
            .. from rate in Rates
               from optimizer in Optimizers
               from activation in Activations
               select new Arm(
                   Name(activation, optimizer, rate), Settings.Of(("activation", activation), ("optimizer", optimizer), ("rate", rate))),
        ],
        Seeds = 12,
        Settings = Settings.Of(("steps", 1200), ("batch", 64), ("depth", 4), ("width", 128), ("gain", "he")),
        Measures = [Peaks, Highest, Roughness, ImageClassifier.TrainingLoss],
        RunTrial = trial => Run(trial, data.Fashion),
    };

    /// <summary>That ELU's measure is lower by the minimal effect with both optimizers at 0.001.</summary>
    public static IEnumerable<Condition> Lower(Measure measure) => Optimizers.Select(
        optimizer => new Superiority(Name("elu", optimizer), Name("relu", optimizer), measure.Name, MinimalEffect));

    /// <summary>Adam's contrast at other initial gains.</summary>
    public static GainRobustness Gains(ClaimData data) => new(Of(data), Name("elu", "adam"), Name("relu", "adam"));

    /// <summary>The name of an arm.</summary>
    public static string Name(string activation, string optimizer, double rate = 0.001) =>
        string.Create(CultureInfo.InvariantCulture, $"{activation}, {optimizer} {rate}");

    static Measured Run(Trial trial, PreparedImages images)
    {
        Sequential model = ImageClassifier.Network(trial, images);
        List<double> norms = [], losses = [];
        Measured measured = ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images, step =>
        {
            norms.Add(step.Updates[0].GradientNorm!.Value);
            losses.Add(Math.Log(Math.Max(step.Loss, Metric.SmallestPositive)));
        });
        if (norms.Count == 0)
            return measured;
        double[] settled = [.. norms.Skip(Math.Min(Settled, norms.Count / 2)).Order()];
        double[] all = [.. norms.Order()];
        measured.Add(Peaks.Name, settled[(int)(0.99 * (settled.Length - 1))] / settled[settled.Length / 2]);
        measured.Add(Highest.Name, all[^1] / all[all.Length / 2]);
        measured.Add(Roughness.Name, RoughnessOf(losses));
        measured.Add("gradient norm", ImageClassifier.Thinned(norms, 50));
        return measured;
    }

    // The deviation of ln loss from its mean over the 51 steps around, fewer near the ends.
    static double RoughnessOf(List<double> losses)
    {
        double squares = 0;
        for (int i = 0; i < losses.Count; i++)
        {
            int reach = Math.Min(Window / 2, Math.Min(i, losses.Count - 1 - i)), first = i - reach;
            double sum = 0;
            for (int j = first; j <= i + reach; j++)
                sum += losses[j];
            double rest = losses[i] - sum / (2 * reach + 1);
            squares += rest * rest;
        }
        return Math.Sqrt(squares / losses.Count);
    }
}
