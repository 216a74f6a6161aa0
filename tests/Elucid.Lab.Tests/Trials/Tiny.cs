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

    /// <summary>The classes with a quantity beside: 10 + 2x. Every seventh row has no kind, every fifth no size, and every 35th neither.</summary>
    public static string MixedCsv { get; } = string.Join('\n', ClassesCsv.TrimEnd('\n').Split('\n').Select((line, row) =>
    {
        string[] fields = line.Split(',');
        string size = row == 0 ? "size" : row % 5 == 0 ? "" : Line(10 + 2 * float.Parse(fields[0], CultureInfo.InvariantCulture));
        return $"{fields[0]},{fields[1]},{(row > 0 && row % 7 == 0 ? "" : fields[2])},{size}";
    })) + "\n";

    public static StudyData Classes { get; } = Read(ClassesCsv, "kind");

    public static StudyData Plane { get; } = Read(PlaneCsv, "y");

    public static StudyData Mixed { get; } = Read(MixedCsv, "kind,size");

    public static StudyData Read(string csv, string target)
    {
        using TemporaryDirectory directory = new();
        return DataSource.Load(new(directory.Write("tiny.csv", csv)) { Csv = new() { Target = target, Targets = target.Split(',') } }, out _);
    }

    /// <summary>What decides a trial of a study.</summary>
    public static TrialKey Key(string arm = "elu", int seed = 0, StudyData? data = null, Recipe? recipe = null, bool tuning = false)
    {
        Settings settings = RecipeSettings.Of(recipe ?? Recipe).With(ArmName.SettingsOf(arm));
        return new("compare", 1, (data ?? Classes).Id, tuning ? settings.With("tuning", true) : settings, seed);
    }

    /// <summary>Runs a trial.</summary>
    public static TrialCourse Run(
        string arm = "elu", int seed = 0, StudyData? data = null, Recipe? recipe = null, bool tuning = false,
        CancellationToken cancellation = default)
    {
        TrialKey key = Key(arm, seed, data, recipe, tuning);
        Trial trial = new(new Arm(arm, ArmName.SettingsOf(arm)), key, cancellation: cancellation);
        return new(arm, new TrialRecord(key, NetworkTrial.Run(trial, data ?? Classes), 1, "this build"));
    }

    /// <summary>All numbers of a trial that do not depend on the clock.</summary>
    public static double[] Bits(TrialCourse trial) =>
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

/// <summary>Counts what a runner tells.</summary>
sealed class Recorder(Action<Recorder>? onFinish = null) : IExperimentObserver
{
    readonly Lock _lock = new();

    public List<PlannedTrial> Queued { get; } = [];

    public List<PlannedTrial> Started { get; } = [];

    public List<TrialRecord> Finished { get; } = [];

    public int Stored { get; private set; }

    public void OnQueue(IReadOnlyList<PlannedTrial> trials)
    {
        lock (_lock)
            Queued.AddRange(trials);
    }

    public void OnStart(PlannedTrial trial)
    {
        lock (_lock)
            Started.Add(trial);
    }

    public void OnFinish(PlannedTrial trial, TrialRecord record, bool wasStored)
    {
        lock (_lock)
        {
            Finished.Add(record);
            Stored += wasStored ? 1 : 0;
            onFinish?.Invoke(this);
        }
    }
}
