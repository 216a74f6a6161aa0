using System.Globalization;
using System.Runtime.CompilerServices;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>ELU with four values of α on images as they are, and on images of which a tenth of the pixels is left.</summary>
internal static class AlphaGrid
{
    public const string Id = "T16";

    const double Kept = 0.1;

    /// <summary>The values.</summary>
    public static IReadOnlyList<double> Alphas { get; } = [0.25, 0.5, 1, 2];

    static readonly string[] Kinds = ["sparse", "dense"];

    static readonly ConditionalWeakTable<PreparedImages, PreparedImages> SparseImages = [];

    public static Experiment Of(ClaimData data) => new()
    {
        Id = Id,
        Data = data.Fashion.Id,
        Arms =
        [
            .. from kind in Kinds
               from alpha in Alphas
               select new Arm(Name(alpha, kind), Settings.Of(
                   ("activation", string.Create(CultureInfo.InvariantCulture, $"elu:alpha={alpha}")), ("images", kind))),
        ],
        Baseline = Name(1, "sparse"),
        Seeds = 12,
        Settings = Settings.Of(
            ("steps", 1200), ("batch", 64), ("depth", 3), ("width", 128), ("gain", "he"), ("optimizer", "adam"), ("rate", 0.001)),
        Measures = [ImageClassifier.TestAccuracy, ImageClassifier.TrainingLoss],
        RunTrial = trial => ImageClassifier.Run(trial, trial.Settings.Text("images") == "sparse" ? Sparse(data.Fashion) : data.Fashion),
    };

    /// <summary>By how much each α is better than 1 on images of each kind, as colours.</summary>
    public static Chart Picture(ExperimentResult result)
    {
        double Mean(double alpha, string kind) => result.Scores(Name(alpha, kind), Metric.TestAccuracy.Name).Values.ToArray().Average();
        return new HeatMapChart(
            [.. Alphas.Select(alpha => string.Create(CultureInfo.InvariantCulture, $"α = {alpha}"))],
            [.. Kinds.Select(kind => new HeatMapRow(
                $"{kind} images", [.. Alphas.Select(alpha => 100 * (Mean(alpha, kind) - Mean(1, kind)))]))])
        {
            Title = "Which α for which images?",
            Caption = $"Test accuracy above that with α = 1, in percentage points, means over {result.Seeds.Count} seeds.",
            Value = new Axis("percentage points"),
            Middle = 0,
        };
    }

    /// <summary>The name of an arm.</summary>
    public static string Name(double alpha, string kind) => string.Create(CultureInfo.InvariantCulture, $"α = {alpha}, {kind}");

    // Which pixels an image keeps is a property of the image, the same for all seeds. A dropped one has its mean, which is 0 as prepared.
    static PreparedImages Sparse(PreparedImages images)
    {
        lock (SparseImages)
            return SparseImages.GetValue(images, static images =>
            {
                RandomStream random = new RandomStream(16).Derive("kept pixels");
                void Drop(ReadOnlySpan<float> x, Span<float> y)
                {
                    for (int i = 0; i < x.Length; i++)
                        y[i] = random.NextDouble() < Kept ? x[i] : 0;
                }
                return images.With(images.Train.Map(Drop), images.Test.Map(Drop));
            });
    }
}
