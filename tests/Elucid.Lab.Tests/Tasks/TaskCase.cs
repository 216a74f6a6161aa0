using System.Runtime.InteropServices;
using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Tasks;

/// <summary>A task as the contract of all tasks tries it. A task more is a case more.</summary>
/// <param name="Name">What the test is called.</param>
/// <param name="File">The name of the raw file.</param>
/// <param name="Content">What stands in it.</param>
/// <param name="OtherTest">The same with other test data, where these are the same rows for all seeds; null where they are drawn.</param>
/// <param name="Recipe">What is trained.</param>
/// <param name="Read">Reads the file.</param>
public sealed record TaskCase(string Name, string File, string Content, string? OtherTest, Recipe Recipe, Func<string, StudyData> Read)
{
    /// <summary>The name of the data where they are in no file.</summary>
    public string? Known { get; init; }

    public static IReadOnlyList<TaskCase> All { get; } =
    [
        OfTable("classification", Tiny.ClassesCsv, "kind"),
        OfTable("regression", Tiny.PlaneCsv, "y"),
        OfRows("reconstruct", Tiny.ClassesCsv, new CsvOptions { Target = "kind", Task = LearningTask.Reconstruct }),
        OfRows("reconstruct all columns", Tiny.PlaneCsv, new CsvOptions { Task = LearningTask.Reconstruct }),
        OfRows(
            "reconstruct by time", Tiny.PlaneCsv, new CsvOptions { Task = LearningTask.Reconstruct, Ignore = ["colour"] }, TableSplit.Time,
            string.Join('\n', Tiny.PlaneCsv.TrimEnd('\n').Split('\n').SkipLast(3)) + "\n0.5,red,3\n0.25,blue,70\n-2,red,9\n"),
        OfTable("committee of classes", Tiny.ClassesCsv, "kind", Tiny.Recipe with { Members = 3 }),
        OfTable("bagging of quantities", Tiny.PlaneCsv, "y", Tiny.Recipe with { Members = 3, Bagging = true }),
        OfTable("boosting", Tiny.ClassesCsv, "kind", Tiny.Recipe with { Members = 3, Boosting = true, Epochs = 10 }, hasStudies: false),
        OfSeveral("several", Tiny.Recipe),
        OfSeveral("committee of several", Tiny.Recipe with { Members = 3, Bagging = true }),
        OfSeveral("several, balanced", Tiny.Recipe with { Balance = "uncertainty" }),
        OfSeveral("several with a gru", Tiny.Recipe with { Model = "gru", Hidden = [6] }),
        OfSeveral(
            "several by time", Tiny.Recipe, TableSplit.Time,
            string.Join('\n', Tiny.MixedCsv.TrimEnd('\n').Split('\n').SkipLast(3)) + "\n0.5,1,cat,40\n0.25,2,cow,\n-2,1,,3\n"),
        OfRows("rows drawn by a vae", Tiny.ClassesCsv, Drawn, recipe: Drawing("vae")),
        OfRows("rows drawn by a gan", Tiny.ClassesCsv, Drawn, recipe: Drawing("gan")),
        OfText("text with a gru", TinyText.Recipe),
        OfText("text with a transformer", TinyText.Recipe with { Model = "transformer", Hidden = [16], Blocks = 1, Dropout = 0.1 }),
        OfProse("mean", new[] { 8, 8 }),
        OfProse("gru", new[] { 8 }),
        OfProse("transformer", new[] { 16 }),
        OfProse("mean", new[] { 8, 8 }, "pairs:280"),
        FromTable("classification"),
        FromTable("regression"),
        FromText("gru"),
        FromText("transformer"),
        OfBoxes(),
        OfImages("images in a directory for each class", "photos", 60, Tiny.Recipe),
        OfImages(
            "images with a test of their own", Path.Combine("photos", "train"), 60,
            Tiny.Recipe with { Model = "cnn", Hidden = [4, 4], Augment = "shift:1,flip" }, Path.Combine("photos", "test")),
        .. new[] { "mlp", "cnn", "lstm", "transformer" }.Select(model => OfSeries(model)),
        OfSeries("mlp", Tiny.Recipe with { Members = 2, Bagging = true }, "a committee of mlps"),
        new("control", "none", "", null, Tiny.Recipe with { Hidden = [8], Batch = 20, Epochs = 2 }, _ =>
            DataSource.Load(new("cartpole"), out IReadOnlyList<string> _))
        {
            Known = "cartpole",
        },
    ];

    /// <summary>What predictions are asked of, in the directory of the test, where it is not the file.</summary>
    public string? Asked { get; init; }

    /// <summary>How many lines of predictions there are at least.</summary>
    public int FewestLines { get; init; } = 50;

    /// <summary>Writes what belongs to the file into its directory; nothing by default.</summary>
    public Action<string> Prepare { get; init; } = _ => { };

    /// <summary>What of a part may stand in no other: its examples, or of windows of series the steps that they foretell.</summary>
    public Func<Dataset, IEnumerable<string>> Groups { get; init; } = examples => Enumerable.Range(0, examples.Count).Select(row =>
        Convert.ToHexString(MemoryMarshal.AsBytes(examples.Features.Slice(row * examples.FeatureCount, examples.FeatureCount))));

    /// <summary>What a model says of an example.</summary>
    public Func<TrainedModel, float[], string> Answer { get; init; } =
        (model, example) => model.Predict(example) is var answer
            ? $"{string.Join(' ', answer.Probabilities.Concat(answer.Values))} {answer.AnomalyScore}" : "";

    static CsvOptions Drawn => new() { Task = LearningTask.Generate, Ignore = ["kind"] };

    static Recipe Drawing(string model) => RecipeDefaults.For(model, "adam", 50, LearningTask.Generate) with { Hidden = [8], Epochs = 3, Latent = 2 };

    public override string ToString() => Name;

    /// <summary>Whether it draws new rows, and says nothing of given ones.</summary>
    public bool Draws => Recipe.Model is "vae" or "gan";

    /// <summary>Whether networks of this kind can be compared epoch by epoch.</summary>
    public bool HasStudies { get; init; } = true;

    static TaskCase OfBoxes()
    {
        using TemporaryDirectory directory = new();
        return new("detect", "boxes.csv", TinyBoxes.Write(directory["images"]), null, TinyBoxes.Recipe, TinyBoxes.Read)
        {
            Asked = "",
            Prepare = path => TinyBoxes.Write(path),
            Answer = (model, example) => string.Join(' ', model.Detect(example, leastScore: 0)),
        };
    }

    // A text can be an image, too: that of one file in the directory of the training or of the test.
    static TaskCase OfImages(string name, string directory, int count, Recipe recipe, string? test = null)
    {
        string of = Path.Combine(test ?? directory, TinyBoxes.Kinds[0]);
        return new(
            name, Path.Combine(of, "text.png"), TinyImages.Text(7), test is null ? null : TinyImages.Text(11), recipe,
            path => TinyImages.Read(Path.Combine(path[..^Path.Combine(of, "text.png").Length], "photos")))
        {
            Asked = "photos",
            Prepare = path =>
            {
                TinyImages.Write(Path.Combine(path, directory), count, seed: 1);
                if (test is not null)
                    TinyImages.Write(Path.Combine(path, test), count, seed: 2);
            },
        };
    }

    static TaskCase OfSeries(string model) => OfSeries(
        model, Tiny.Recipe with
        {
            Hidden = model switch { "transformer" => [16], "cnn" => [8, 8], _ => [8] },
            Blocks = model == "transformer" ? 1 : 0,
        }, model);

    static TaskCase OfSeries(string model, Recipe recipe, string name) => new(
        $"forecast with {name}", "shops.csv", TinySeries.Csv(), TinySeries.OtherTest(), recipe with { Model = model }, TinySeries.Read)
    {
        // Three steps of two series.
        FewestLines = 6,
        Groups = windows => ForecastWindows.OriginsOf(windows).SelectMany(origin =>
            Enumerable.Range(0, windows.OutputCount).Select(step => $"{origin.Cutoff + step}")),
    };

    static TaskCase OfTable(string name, string csv, string target, Recipe? recipe = null, bool hasStudies = true) => new(
        name, "table.csv", csv, null, recipe ?? Tiny.Recipe,
        path => DataSource.Load(new DataRequest(path) { Csv = new CsvOptions { Target = target } }, out _))
    { HasStudies = hasStudies };

    static TaskCase OfRows(
        string name, string csv, CsvOptions options, TableSplit split = default, string? otherTest = null, Recipe? recipe = null) => new(
        name, "table.csv", csv, otherTest, recipe ?? Tiny.Recipe,
        path => DataSource.Load(new DataRequest(path) { Csv = options, Split = split, WithoutAnswers = options.Task }, out _));

    static TaskCase OfSeveral(string name, Recipe recipe, TableSplit split = default, string? otherTest = null) => new(
        name, "table.csv", Tiny.MixedCsv, otherTest, recipe,
        path => DataSource.Load(new DataRequest(path) { Csv = new CsvOptions { Targets = ["size", "kind"] }, Split = split }, out _))
    {
        Answer = (model, example) => string.Join(' ', model.Predict(example).Targets.Values.Select(
            target => $"{target.Class} {target.Value} {string.Join(' ', target.Probabilities.Values)}")),
    };

    static TaskCase OfProse(string model, int[] hidden, string tokens = "words") => new(
        $"prose with {model} of {tokens}", "prose.csv", TinyText.ProseCsv, null,
        Tiny.Recipe with { Model = model, Hidden = hidden, Blocks = model == "transformer" ? 1 : 0 },
        path => ProseData.Read(path, new ProseOptions { Column = "said", Target = "by", Tokens = tokens }, out _));

    // A new head on a model of the other target of the same columns.
    static TaskCase FromTable(string task)
    {
        bool isOfClasses = task == "classification";
        PretrainedBody body = Pretrained.Table;
        return new(
            $"fine-tuned {task}", "table.csv", isOfClasses ? Pretrained.OtherClassesCsv : Pretrained.OtherNumbersCsv, null,
            Tiny.Recipe with { From = body.Id, Freeze = "body.0", BodyRate = 0.5 }, path => DataSource.Load(
                new DataRequest(path) { Csv = new CsvOptions { Target = isOfClasses ? "size" : "weight" }, Body = body }, out _));
    }

    static TaskCase FromText(string model)
    {
        PretrainedBody body = Pretrained.Text(model);
        return new(
            $"prose fine-tuned from a text with {model}", "prose.csv", TinyText.ProseCsv, null,
            Tiny.Recipe with { From = body.Id, BodyRate = 0.5 }, path => DataSource.Load(
                new DataRequest(path) { Prose = new ProseOptions { Column = "said", Target = "by" }, Body = body }, out _));
    }

    static TaskCase OfText(string name, Recipe recipe)
    {
        string text = TinyText.Sentences(60);
        return new(
            name, "text.txt", text, text[..^60] + TinyText.Sentences(10, seed: 2)[..60], recipe,
            path => TextData.Read(path, new TextOptions { Window = 16 }, out _))
        {
            // Such small texts repeat themselves: their parts are places, not sentences.
            Groups = _ => [],
        };
    }
}
