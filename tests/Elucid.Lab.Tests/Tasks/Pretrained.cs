using System.Globalization;
using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Tasks;

/// <summary>Small models that were trained before, whose bodies others go on from.</summary>
static class Pretrained
{
    /// <summary>Of animals: their columns are x, y and fur.</summary>
    public static string AnimalsCsv { get; } = Animals("kind", row => new[] { "cat", "dog", "cow" }[row % 3]);

    /// <summary>The columns in another order, with other answers and a column more.</summary>
    public static string OtherClassesCsv { get; } = Animals("size", row => row % 3 == 2 ? "large" : "small", isTurned: true);

    /// <summary>The same with numbers as answers.</summary>
    public static string OtherNumbersCsv { get; } =
        Animals("weight", row => (10 + (row % 3) + (row % 7 * 0.1)).ToString(CultureInfo.InvariantCulture), isTurned: true);

    /// <summary>A model of <see cref="AnimalsCsv"/>.</summary>
    public static PretrainedBody Table { get; } = Train(
        Tiny.Recipe with { Hidden = [8, 8] }, path => DataSource.Load(new DataRequest(path) { Csv = new CsvOptions { Target = "kind" } }, out _),
        AnimalsCsv);

    /// <summary>A model of sentences.</summary>
    public static PretrainedBody Text(string model, string tokens = "characters") => Train(
        TinyText.Recipe with { Model = model, Hidden = [16], Blocks = model == "transformer" ? 1 : 0 },
        path => TextData.Read(path, new TextOptions { Window = 32, Tokens = tokens }, out _), TinyText.Sentences(60));

    /// <summary>Trains a model and reads it from its file.</summary>
    public static PretrainedBody Train(Recipe recipe, Func<string, StudyData> read, string content)
    {
        using TemporaryDirectory directory = new();
        return PretrainedBody.Load(TrainIn(directory, "body", recipe, read(directory.Write("data", content))));
    }

    /// <summary>Trains a model in a directory; its file.</summary>
    public static string TrainIn(TemporaryDirectory directory, string name, Recipe recipe, StudyData data)
    {
        using OutputDirectory output = OutputDirectory.Open(directory[name]);
        TrainingRun run = new(new RunSettings(data.Id, recipe, "elu", 1), data, output);
        run.Run(null, TestContext.Current.CancellationToken);
        return run.ModelPath;
    }

    static string Animals(string target, Func<int, string> answer, bool isTurned = false)
    {
        RandomStream random = new(3);
        System.Text.StringBuilder csv = new(isTurned ? $"fur,{target},y,tail,x\n" : $"x,y,fur,{target}\n");
        for (int row = 0; row < 90; row++)
        {
            string x = (3 * (row % 3 == 1 ? 1 : 0) + random.NextGaussian()).ToString(CultureInfo.InvariantCulture),
                y = (3 * (row % 3 == 2 ? 1 : 0) + random.NextGaussian()).ToString(CultureInfo.InvariantCulture),
                fur = row % 2 == 0 ? "long" : "short";
            csv.Append(isTurned ? $"{fur},{answer(row)},{y},{row},{x}\n" : $"{x},{y},{fur},{answer(row)}\n");
        }
        return csv.ToString();
    }
}
