using System.Globalization;
using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Short runs of the 8 × 128 network at rates up to where it breaks: which functions stand them. SELU and tanh start from LeCun's weights,
/// as their sources ask; the others from He's but where the arm says another gain.</summary>
internal static class RateTolerance
{
    public const string Id = "T14", SmoothId = "N12-gain";

    const int Tested = 2000;

    static readonly double[] Rates = [0.03, 0.1, 0.2, 0.3, 0.5];

    static readonly (string Name, string Activation, string Gain)[] Kinds =
    [
        ("relu", "relu", "he"), ("elu", "elu", "he"), ("leaky-relu", "leaky-relu", "he"), ("swish", "swish", "he"), ("mish", "mish", "he"),
        ("gelu", "gelu", "he"), ("selu", "selu", "lecun"), ("tanh", "tanh", "lecun"), ("elu, unit", "elu", "unit"), ("elu, LeCun", "elu", "lecun"),
        ("relu, LeCun", "relu", "lecun"),
    ];

    static readonly (string Name, string Activation, string Gain)[] SmoothKinds =
        [("swish, LeCun", "swish", "lecun"), ("mish, LeCun", "mish", "lecun")];

    public static Experiment Of(ClaimData data) => Of(data, Id, Kinds);

    /// <summary>Swish and Mish from LeCun's weights.</summary>
    public static Experiment OfSmooth(ClaimData data) => Of(data, SmoothId, SmoothKinds);

    static Experiment Of(ClaimData data, string id, (string Name, string Activation, string Gain)[] kinds)
    {
        Lazy<PreparedImages> images = new(() => data.Fashion.With(test: data.Fashion.Test.Take(Math.Min(Tested, data.Fashion.Test.Count))));
        return new()
        {
            Id = id,
            Data = data.Fashion.Id,
            Arms =
            [
                .. kinds.SelectMany(kind => Rates.Select(rate => new Arm(
                    Name(kind.Name, rate), Settings.Of(("activation", kind.Activation), ("gain", kind.Gain), ("rate", rate))))),
            ],
            Seeds = 20,
            Settings = Settings.Of(("steps", 300), ("batch", 64), ("depth", 8), ("width", 128)),
            Measures = [ImageClassifier.TrainingLoss],
            // What ends as training loss is the mean of the last 40 steps.
            RunTrial = trial =>
            {
                Sequential model = ImageClassifier.Network(trial, images.Value);
                return ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images.Value, tail: 40);
            },
        };
    }

    /// <summary>The arms of one kind by ascending rate.</summary>
    public static IReadOnlyList<string> Arms(string kind) => [.. Rates.Select(rate => Name(kind, rate))];

    /// <summary>That one kind stands as large rates as another, and fails no more often at any of them.</summary>
    public static IReadOnlyList<Condition> AsStable(string kind, string than) =>
        [new ToleratesAsMuch(Arms(kind), Arms(than)), .. Arms(kind).Zip(Arms(than), (arm, other) => new FewerFailures(arm, other, OrAsMany: true))];

    /// <summary>The largest rate at which no seed failed, as text; "none" where even the smallest fails.</summary>
    public static string StableRate(ExperimentResult result, string kind) => ToleratesAsMuch.StableCount(result, Arms(kind)) is > 0 and var count
        ? Rates[count - 1].ToString(CultureInfo.InvariantCulture) : "none";

    /// <summary>How many seeds failed, by kind and rate.</summary>
    public static Reports.ReportTable Failures(ExperimentResult result) => Failures(result, Kinds);

    /// <summary>The same of <see cref="OfSmooth"/>.</summary>
    public static Reports.ReportTable SmoothFailures(ExperimentResult result) => Failures(result, SmoothKinds);

    static Reports.ReportTable Failures(ExperimentResult result, (string Name, string Activation, string Gain)[] kinds) => new(
        $"Failed of {result.Seeds.Count} seeds, by learning rate",
        [new("arm"), .. Rates.Select(rate => new Reports.ReportColumn(
            rate.ToString(CultureInfo.InvariantCulture), Alignment: Reports.ColumnAlignment.End))],
        [.. kinds.Select(kind => new Reports.ReportRow([
            kind.Name, .. Arms(kind.Name).Select(arm => (Reports.ReportCell)$"{result.Of(arm).Count(trial => trial.Measured.Failure is not null)}"),
        ]))]);

    /// <summary>Whether ELU stands more than others at LeCun's gain as it does, or does not, at He's; else the verdict depends on the gain.</summary>
    /// <param name="finding">What was found with He's gain.</param>
    /// <param name="result">The result of <see cref="Of(ClaimData)"/>.</param>
    /// <param name="others">What ELU is compared with, and the result that has it from LeCun's weights.</param>
    public static Finding AtOtherGains(Finding finding, ExperimentResult result, params IEnumerable<(string Kind, ExperimentResult LeCun)> others)
    {
        int he = ToleratesAsMuch.StableCount(result, Arms("elu")), leCun = ToleratesAsMuch.StableCount(result, Arms("elu, LeCun"));
        bool isRobust = others.All(other =>
            Math.Sign(he - ToleratesAsMuch.StableCount(result, Arms(other.Kind)))
            == Math.Sign(leCun - ToleratesAsMuch.StableCount(other.LeCun, Arms($"{other.Kind}, LeCun"))));
        return isRobust || finding.Verdict is not (ClaimVerdict.Supported or ClaimVerdict.Refuted) ? finding : GainRobustness.Depending(finding);
    }

    static string Name(string kind, double rate) => string.Create(CultureInfo.InvariantCulture, $"{kind} at {rate}");
}
