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

    [Theory, MemberData(nameof(Classifications))]
    public void Classification(string name)
    {
        JsonElement entry = File.GetProperty("classification").Named(name);
        int classes = entry.GetProperty("classes").GetInt32();
        int[] labels = entry.GetProperty("labels").Integers();
        float[] logits = [.. entry.GetProperty("logits").Doubles().Select(z => (float)z)];
        ConfusionMatrix confusion = ConfusionMatrix.OfOutputs(labels, logits, classes);
        double[] logProbabilities = LogProbabilities.OfLogits(logits, classes);

        Assert.Equal(entry.GetProperty("confusion").Integers().Select(count => (long)count),
            from actual in Enumerable.Range(0, classes) from predicted in Enumerable.Range(0, classes) select confusion[actual, predicted]);
        Close(entry, "accuracy", confusion.Accuracy);
        Close(entry, "balanced", confusion.BalancedAccuracy);
        Close(entry, "macroF1", confusion.MacroF1);
        Close(entry, "logLoss", LogLoss.Of(labels, logProbabilities, classes));
        if (classes == 2)
        {
            Close(entry, "f1", confusion.F1(1));
            Close(entry, "auc", RocAuc.Of(labels, [.. logProbabilities.Where((_, i) => i % 2 == 1)]));
        }
        if (entry.TryGetProperty("auc", out _))
            Close(entry, "auc", RocAuc.OneVersusRest(labels, logProbabilities, classes));
    }

    [Theory, MemberData(nameof(Regressions))]
    public void Regression(string name)
    {
        JsonElement entry = File.GetProperty("regression").Named(name);
        float[] targets = Floats("targets"), predictions = Floats("predictions");
        Close(entry, "mae", RegressionMetrics.Mae(targets, predictions));
        Close(entry, "rmse", RegressionMetrics.Rmse(targets, predictions));
        Close(entry, "r2", RegressionMetrics.R2(targets, predictions, entry.GetProperty("outputs").GetInt32()));

        float[] Floats(string property) => [.. entry.GetProperty(property).Doubles().Select(v => (float)v)];
    }

    static void Close(JsonElement entry, string property, Score actual)
    {
        double expected = entry.GetProperty(property).GetDouble();
        Assert.True(Math.Abs(actual.Value!.Value - expected) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{property}: expected {expected:R}, but got {actual.Value:R}.");
    }
}
