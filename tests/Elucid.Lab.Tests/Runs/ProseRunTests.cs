using Elucid.Lab.Tests.Trials;
using Elucid.Reports;

namespace Elucid.Lab.Tests.Runs;

[AnyWidth]
public sealed class ProseRunTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    StudyData Read(string csv, ProseOptions? options = null) =>
        ProseData.Read(_directory.Write("prose.csv", csv), options ?? new ProseOptions { Column = "said", Target = "by" }, out _);

    RunResult Train(StudyData data, Recipe recipe)
    {
        using OutputDirectory output = OutputDirectory.Open(_directory["run"]);
        TrainingRun run = new(new RunSettings(data.Id, recipe, "elu", 1), data, output);
        RunResult result = run.Run(null, TestContext.Current.CancellationToken)!;
        RunFiles.Write(result, output, "elucid train");
        return result;
    }

    [Fact]
    public void Words_are_learned_from_the_training_rows_of_each_split()
    {
        StudyData data = Read(TinyText.ProseCsv);
        DataSplit split = data.Split(seed: 1, withValidation: true);
        Assert.Equal(split.Train.VocabularySize, split.Test.VocabularySize);
        Assert.NotEqual(data.Fingerprint, Read(TinyText.ProseCsv.Replace("bonnet", "gloves", StringComparison.Ordinal)).Fingerprint);
        Assert.NotEqual(
            data.Fingerprint, Read(TinyText.ProseCsv, new ProseOptions { Column = "said", Target = "by", Tokens = "pairs:300" }).Fingerprint);
    }

    [Fact]
    public void It_is_judged_beside_TF_IDF_and_shows_what_it_makes_of_words()
    {
        Recipe recipe = Tiny.Recipe with { Model = "transformer", Hidden = [16], Blocks = 1, Epochs = 15 };
        RunResult run = Train(Read(TinyText.ProseCsv), recipe);
        Assert.Equal(["most frequent class", "logistic regression on TF-IDF"], run.Baselines.Select(baseline => baseline.Name));
        Assert.InRange(run.Test.Accuracy!.Value, 0.9, 1);
        string[] headings = [.. RunReport.Of(run, "elucid train").Sections.Select(section => section.Heading)];
        Assert.Contains("Where does it look?", headings);
        TrainedModel model = TrainedModel.Load(_directory["run/model.safetensors"]);
        Assert.Equal("captain", model.Predict("Sail with the wind: a ship!").Class);
        Assert.Equal("lady", model.Predict("The house, the walk, the bonnet").Class);
        Assert.Contains("cannot hold", Assert.Throws<NotSupportedException>(
            () => OnnxModel.Export(_directory["run/model.safetensors"], _directory["x.onnx"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_predicted_in_their_own_units()
    {
        string csv = "y,text\n" + string.Concat(Enumerable.Range(0, 60).Select(row =>
            $"{1000 + 10 * row},{(row < 30 ? "small sea" : "large sea")} {row % 7}\n"));
        StudyData data = Read(csv, new ProseOptions { Column = "text", Target = "y" });
        Assert.Equal(LearningTask.Regression, data.Task);
        RunResult run = Train(data, Tiny.Recipe with { Model = "mean", Hidden = [8, 8], Epochs = 40 });
        Assert.InRange(run.Test.Rmse!.Value, 10, 170);
        Assert.InRange(TrainedModel.Load(_directory["run/model.safetensors"]).Predict("large sea").Value!.Value, 1300, 1600);
    }

    [Fact]
    public void What_cannot_be_read_is_refused_in_words()
    {
        string Refusal<T>(string csv, ProseOptions? options = null) where T : Exception =>
            Assert.Throws<T>(() => Read(csv, options)).Message.Split('/', '\\')[^1];
        ProseOptions named = new() { Column = "said", Target = "by" };
        Assert.Equal(
            "'said' is both the column of prose and the one to predict: name two.", Refusal<ArgumentException>("", named with { Target = "said" }));
        Assert.Equal("prose.csv': expected 10 to 16,777,216 rows, but got 1.", Refusal<DataFormatException>("by,said\na,b\n"));
        string rows = string.Concat(Enumerable.Repeat("a,the sea\n", 10));
        Assert.Equal(
            "prose.csv', column 'by': expected at least two classes, but all rows are of 'a'.", Refusal<DataFormatException>($"by,said\n{rows}"));
        Assert.Equal(
            "prose.csv', line 12, column 'by': expected a value to predict, but it is missing. Fill it in, or leave the row out.",
            Refusal<DataFormatException>($"by,said\n{rows},the ship\n"));
        Assert.Equal(
            "TextOptions.Tokens must be words, or pairs:N with N from 257 to 65536 kinds of tokens such as pairs:2000, but got 'letters'.",
            Refusal<ArgumentException>($"by,said\n{rows}", named with { Tokens = "letters" }));
    }
}
