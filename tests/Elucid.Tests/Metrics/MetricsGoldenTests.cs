using System.Text.Json;
using Elucid.Tests.Golden;

namespace Elucid.Tests.Metrics;

/// <summary>The scores are scikit-learn's; <c>Golden/make_metrics.py</c> wrote them.</summary>
public sealed class MetricsGoldenTests
{
    const double Tolerance = 1e-12;

    static readonly JsonElement File = GoldenFile.Read("metrics.json");

    public static TheoryData<string> Classifications => [.. File.GetProperty("classification").Names()];

    public static TheoryData<string> Regressions => [.. File.GetProperty("regression").Names()];

    public static TheoryData<string> Features => [.. File.GetProperty("frechet").Names()];

    public static TheoryData<string> Images => [.. File.GetProperty("detection").Names()];

    [Theory, MemberData(nameof(Classifications))]
    public void Classification(string name)
    {
        JsonElement entry = File.GetProperty("classification").Named(name);
        int classes = entry.GetProperty("classes").GetInt32();
        int[] labels = entry.GetProperty("labels").Integers();
        float[] logits = [.. entry.GetProperty("logits").Doubles().Select(z => (float)z)];
        ConfusionMatrix confusion = ConfusionMatrix.FromOutputs(labels, logits, classes);
        double[] logProbabilities = LogProbabilities.FromLogits(logits, classes);

        Assert.Equal(entry.GetProperty("confusion").Integers().Select(count => (long)count),
            from actual in Enumerable.Range(0, classes) from predicted in Enumerable.Range(0, classes) select confusion[actual, predicted]);
        Close(entry, "accuracy", confusion.Accuracy);
        Close(entry, "balanced", confusion.BalancedAccuracy);
        Close(entry, "macroF1", confusion.F1(Average.Macro));
        Close(entry, "logLoss", LogLoss.Of(labels, logProbabilities, classes));
        if (classes == 2)
        {
            Close(entry, "f1", confusion.F1(1));
            Close(entry, "auc", RocAuc.Of(labels, [.. logProbabilities.Where((_, i) => i % 2 == 1)]));
        }
        if (entry.TryGetProperty("auc", out _))
            Close(entry, "auc", RocAuc.OneVersusRest(labels, logProbabilities, classes));
    }

    [Theory, MemberData(nameof(Classifications))]
    public void Classes_averaged(string name)
    {
        JsonElement entry = File.GetProperty("classification").Named(name);
        ConfusionMatrix confusion = ConfusionMatrix.FromOutputs(
            entry.GetProperty("labels").Integers(), [.. entry.GetProperty("logits").Doubles().Select(z => (float)z)],
            entry.GetProperty("classes").GetInt32());
        foreach (Average average in Enum.GetValues<Average>())
        {
            string of = average.ToString().ToLowerInvariant();
            Close(entry, $"{of} precision", confusion.Precision(average));
            Close(entry, $"{of} recall", confusion.Recall(average));
            Close(entry, $"{of} f1", confusion.F1(average));
            Close(entry, $"{of} iou", confusion.IntersectionOverUnion(average));
        }
    }

    [Theory, MemberData(nameof(Classifications))]
    public void Probabilities_of_classes(string name)
    {
        JsonElement entry = File.GetProperty("classification").Named(name);
        int classes = entry.GetProperty("classes").GetInt32();
        int[] labels = entry.GetProperty("labels").Integers();
        double[] probabilities = Probabilities.FromLogits([.. entry.GetProperty("logits").Doubles().Select(z => (float)z)], classes);
        Close(entry, "averagePrecision", AveragePrecision.OneVersusRest(labels, probabilities, classes));
        Close(entry, "brier", BrierScore.OfClasses(labels, probabilities, classes));
        Close(entry, "calibration", CalibrationError.Of(labels, probabilities, classes));
        if (classes == 2)
            Close(entry, "brierOfClass", BrierScore.Of(labels, [.. probabilities.Where((_, i) => i % 2 == 1)]));
    }

    [Theory, MemberData(nameof(Features))]
    public void Frechet_distance(string name)
    {
        JsonElement entry = File.GetProperty("frechet").Named(name);
        Close(entry, "distance", FrechetDistance.Of(Statistics("a"), Statistics("b")), 1e-7);       // scipy's square root of a singular matrix

        GaussianStatistics Statistics(string set) =>
            GaussianStatistics.Of([.. entry.GetProperty(set).Doubles().Select(v => (float)v)], entry.GetProperty("features").GetInt32());
    }

    [Theory, MemberData(nameof(Images))]
    public void Mean_average_precision(string name)
    {
        JsonElement entry = File.GetProperty("detection").Named(name);
        LabeledBox[][] truth = [.. Chunks("truth", 5).Select(image => image.Select(Box).ToArray())];
        Detection[][] found = [.. Chunks("found", 6).Select(image => image.Select(v => new Detection(Box(v), v[5])).ToArray())];
        Close(entry, "at50", MeanAveragePrecision.At(truth, found));
        Close(entry, "at50To95", MeanAveragePrecision.At50To95(truth, found));

        IEnumerable<float[][]> Chunks(string property, int size) => entry.GetProperty("images").EnumerateArray()
            .Select(image => image.GetProperty(property).Doubles().Select(v => (float)v).Chunk(size).ToArray());

        static LabeledBox Box(float[] v) => new(v[0], v[1], v[2], v[3], (int)v[4]);
    }

    [Theory, MemberData(nameof(Regressions))]
    public void Regression(string name)
    {
        JsonElement entry = File.GetProperty("regression").Named(name);
        float[] targets = Floats("targets"), predictions = Floats("predictions");
        Close(entry, "mae", RegressionMetrics.Mae(targets, predictions));
        Close(entry, "mape", RegressionMetrics.Mape(targets, predictions));
        Close(entry, "rmse", RegressionMetrics.Rmse(targets, predictions));
        Close(entry, "r2", RegressionMetrics.R2(targets, predictions, entry.GetProperty("outputs").GetInt32()));

        float[] Floats(string property) => [.. entry.GetProperty(property).Doubles().Select(v => (float)v)];
    }

    static void Close(JsonElement entry, string property, Score actual, double tolerance = Tolerance)
    {
        double expected = entry.GetProperty(property).GetDouble();
        Assert.True(Math.Abs(actual.Value!.Value - expected) <= tolerance * Math.Max(1, Math.Abs(expected)),
            $"{property}: expected {expected:R}, but got {actual.Value:R}.");
    }
}
