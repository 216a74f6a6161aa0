using System.Globalization;
using System.Text;

namespace Elucid.Lab.Tests.Trials;

/// <summary>Data and recipes so small that a trial takes milliseconds.</summary>
static class Tiny
{
    public static Recipe Recipe { get; } = new() { Hidden = [8], Epochs = 3, Batch = 16, LearningRate = 0.01 };

    public static StudySettings Settings { get; } = new() { Recipe = Recipe, Activations = ["elu", "relu"], Seeds = 2 };

    /// <summary>Three well separated classes in the plane.</summary>
    public static string ClassesCsv { get; } = Csv("x,y,kind", 90, (row, random) =>
        Line(3 * (row % 3 == 1 ? 1 : 0) + random.NextGaussian(), 3 * (row % 3 == 2 ? 1 : 0) + random.NextGaussian()) + ","
            + new[] { "cat", "dog", "cow" }[row % 3]);

    /// <summary>A plane in large units with a text column: y is near 100 and spreads by about 20.</summary>
    public static string PlaneCsv { get; } = Csv("x,colour,y", 80, (row, random) =>
    {
        float x = random.NextGaussian();
        bool isRed = row % 2 == 0;
        return $"{Line(x)},{(isRed ? "red" : "blue")},{Line(100.5f + 20 * x + (isRed ? 5 : -5))}";
    });

    public static StudyData Classes { get; } = Read(ClassesCsv, "kind");

    public static StudyData Plane { get; } = Read(PlaneCsv, "y");

    public static StudyData Read(string csv, string target)
    {
        using TemporaryDirectory directory = new();
        return DataSource.Load(directory.Write("tiny.csv", csv), new CsvOptions { Target = target }, out _);
    }

    public static TrialSettings Trial(
        string activation = "elu", int seed = 0, StudyData? data = null, Recipe? recipe = null, bool validation = false) =>
        new((data ?? Classes).Id, recipe ?? Recipe, activation, seed, validation);

    /// <summary>All numbers of a trial that do not depend on the clock.</summary>
    public static double[] Bits(TrialResult trial) =>
    [
        .. trial.Epochs.SelectMany(e => new[]
        {
            e.TrainingLoss, e.Test.Loss, e.Test.Accuracy ?? 0, e.Test.Rmse ?? 0, e.Validation?.Loss ?? 0,
            e.Probe.DeadShare ?? 0, e.Probe.Mean ?? 0, e.Probe.GradientRatio ?? 0,
        }),
    ];

    static string Csv(string header, int rows, Func<int, RandomStream, string> row)
    {
        RandomStream random = new(7);
        StringBuilder csv = new(header + "\n");
        for (int i = 0; i < rows; i++)
            csv.Append(row(i, random)).Append('\n');
        return csv.ToString();
    }

    static string Line(params float[] numbers) => string.Join(',', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>Counts what a pool tells.</summary>
sealed class Recorder(Action<Recorder>? onFinish = null) : ITrialObserver
{
    readonly Lock _lock = new();

    public List<TrialSettings> Queued { get; } = [];

    public List<TrialSettings> Started { get; } = [];

    public List<TrialResult> Finished { get; } = [];

    public int Stored { get; private set; }

    public void OnQueue(IReadOnlyList<TrialSettings> trials)
    {
        lock (_lock)
            Queued.AddRange(trials);
    }

    public void OnStart(TrialSettings settings)
    {
        lock (_lock)
            Started.Add(settings);
    }

    public void OnProgress(TrialSettings settings, TrainingProgress progress)
    {
    }

    public void OnFinish(TrialResult result, bool wasStored)
    {
        lock (_lock)
        {
            Finished.Add(result);
            Stored += wasStored ? 1 : 0;
            onFinish?.Invoke(this);
        }
    }
}
