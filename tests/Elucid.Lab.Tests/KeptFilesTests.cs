using System.Text.Json;
using Elucid.Lab.Tests.Runs;
using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests;

/// <summary>
/// Files as earlier versions wrote them load for ever. A version that writes something new adds a directory beside those that are there; none is ever
/// changed.
/// </summary>
[AnyWidth]
public sealed class KeptFilesTests : IDisposable
{
    const string Key = "elucid.model";

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    static string Kept(string file) => Path.Combine(Repository.Root, "tests/Elucid.Lab.Tests/Kept", file);

    public static TheoryData<string> Versions => [.. Directory.GetDirectories(Kept("")).Select(path => Path.GetFileName(path))];

    public static TheoryData<string> Models =>
        [.. Directory.EnumerateFiles(Kept(""), "*.safetensors", SearchOption.AllDirectories).Where(path => !path.Contains("checkpoint"))
            .Select(path => Path.GetRelativePath(Kept(""), path))];

    [Theory, MemberData(nameof(Models))]
    public void Models_load(string model) => Assert.True(ModelFile.Load(Kept(model)).Network.NamedParameters().Any());

    [Theory]
    [InlineData("0.1.0", "classes")]
    [InlineData("0.1.0", "plane")]
    public void Models_of_tables_predict_what_they_predicted(string version, string name)
    {
        string[] before = File.ReadAllLines(Kept($"{version}/{name}/prediction.csv"));
        string[] now = PredictionsTests.Csv(Kept($"{version}/{name}/model.safetensors"), Kept($"{version}/{name}.csv")).TrimEnd('\n').Split('\n');
        Assert.Equal(before.Length, now.Length);
        Assert.Equal(before[0], now[0]);
        foreach ((string expected, string actual) in before.Zip(now).Skip(1))
            foreach ((string a, string b) in expected.Split(',').Zip(actual.Split(',')))
                if (double.TryParse(a, out double number))
                    Assert.Equal(number, double.Parse(b), Math.Abs(number) * 1e-4 + 1e-6);
                else
                    Assert.Equal(a, b);
    }

    [Theory, MemberData(nameof(Versions))]
    public void Finished_runs_resume(string version)
    {
        foreach (string file in new[] { "run.json", "checkpoint.safetensors" })
        {
            Directory.CreateDirectory(_directory["run"]);
            File.Copy(Kept($"{version}/classes/{file}"), _directory[$"run/{file}"]);
        }
        RunSettings settings = JsonSerializer.Deserialize(File.ReadAllText(_directory["run/run.json"]), LabJson.Compact.RunSettings)!;
        StudyData data = DataSource.Load(new(Kept($"{version}/classes.csv")) { Csv = new() { Target = "kind" } }, out _);
        using OutputDirectory directory = OutputDirectory.Open(_directory["run"]);
        TrainingRun run =
            new(settings with { Data = data.Id }, data, directory, settings.Data == data.Id ? RunStart.Resume
                : throw new InvalidOperationException($"{data.Id} was {settings.Data}"));
        Assert.True(run.Trainer.IsFinished);
        Assert.NotNull(run.Run(null, TestContext.Current.CancellationToken));
        (byte[] before, byte[] now) = (File.ReadAllBytes(Kept($"{version}/classes/model.safetensors")), File.ReadAllBytes(run.ModelPath));
        Assert.Equal(
            SafetensorsFile.Read(new MemoryStream(before)).Entries["0.weight"].Values.ToArray(),
            SafetensorsFile.Read(new MemoryStream(now)).Entries["0.weight"].Values.ToArray());
    }

    [Theory, MemberData(nameof(Versions))]
    public void Trials_are_found_and_used(string version)
    {
        File.Copy(Kept($"{version}/study/trials.jsonl"), _directory["trials.jsonl"]);
        StudyData data = DataSource.Load(new(Kept($"{version}/classes.csv")) { Csv = new() { Target = "kind" } }, out _);
        StudySettings settings = new()
        {
            Recipe = new() { Hidden = [4], Epochs = 1 },
            Activations = ["elu", "relu"],
            Seeds = 2,
        };
        using OutputDirectory directory = OutputDirectory.Open(_directory.Path);
        Study study = new(settings, data);
        Assert.Null(study.RefusalOf(directory));
        using TrialLogFile log = new(directory[Study.TrialsFile]);
        TrialIndex index = Study.IndexOf(log);
        Assert.Equal((0, 4, 0), (index.Unreadable, index.OfOtherBuilds, index.Contradictions));
        Recorder recorder = new();
        StudySummary summary = StudySummary.Of(study.Run(1, index, recorder, TestContext.Current.CancellationToken))!;
        Assert.Equal((4, 0), (recorder.Stored, recorder.Started.Count));

        using JsonDocument before = JsonDocument.Parse(File.ReadAllText(Kept($"{version}/study/results.json")));
        Assert.Equal(before.RootElement.GetProperty("resultHash").GetString(), StudyDocument.Of(summary).ResultHash);
        Assert.Contains("\"undefined\": \"\"", StudyFiles.ToJson(summary));
        Assert.Equal(
            before.RootElement.GetProperty("activations").EnumerateArray().Select(a => a.GetProperty("name").GetString()),
            summary.Activations.Select(a => a.Name));
    }

    [Theory]
    [InlineData("0.1.0/classes/model.safetensors")]
    [InlineData("0.1.0/plane/model.safetensors")]
    [InlineData("0.1.0/digits-cnn.safetensors")]
    [InlineData("0.1.0/digits-lstm.safetensors")]
    public void Description_of_a_model_that_lacks_something_or_holds_nonsense_loads_or_is_refused_in_a_sentence(string model)
    {
        SafetensorsFile file = SafetensorsFile.Read(Kept(model));
        Exception? Load(string description)
        {
            string path = _directory["damaged"];
            SafetensorsFile.Write(path, file.Entries.Values, new Dictionary<string, string> { [Key] = description });
            return Record.Exception(() => ModelFile.Load(path));
        }
        Assert.Null(Load(JsonDamage.WithMore(file.Metadata[Key])));
        foreach ((string what, string text) in JsonDamage.Of(file.Metadata[Key]))
            if (Load(text) is { } exception)
                Assert.True(exception is ModelFormatException, $"{what}: {exception}");
        foreach (string later in new[] { "blocks", "augment", "init", "schedule", "warmup", "clipNorm", "weightDecay", "patience" })
            Assert.Null(Load(JsonDamage.Of(file.Metadata[Key]).Single(damage => damage.What == $"/recipe/{later} missing").Text));
    }

    [Fact]
    public void Schema_of_a_table_that_lacks_something_or_holds_nonsense_loads_or_is_refused_in_a_sentence()
    {
        foreach (string model in new[] { "classes", "plane" })
        {
            string schema = ModelFile.Load(Kept($"0.1.0/{model}/model.safetensors")).File.Table!.ToJson();
            Assert.Null(Record.Exception(() => Elucid.CsvSchema.FromJson(JsonDamage.WithMore(schema))));
            foreach ((string what, string text) in JsonDamage.Of(schema))
                if (Record.Exception(() => Elucid.CsvSchema.FromJson(text)) is { } exception)
                    Assert.True(exception is DataFormatException, $"{what}: {exception}");
        }
    }

    [Fact]
    public void Trial_that_lacks_something_or_holds_nonsense_is_used_or_counted()
    {
        string line = File.ReadLines(Kept("0.1.0/study/trials.jsonl")).First(line => line.Length > 0);
        foreach ((string what, string text) in JsonDamage.Of(line).Append(("more", JsonDamage.WithMore(line))))
        {
            _directory.Write("trials.jsonl", text + "\n");
            using OutputDirectory directory = OutputDirectory.Open(_directory.Path);
            TrialIndex index = IndexOf(directory);
            Assert.True(index.Records.Count + index.Unreadable == (text.Length > 0 ? 1 : 0), what);
            if (what is "more" or "/settings/build missing" or "/settings/recipe/init missing" or "/settings/recipe/augment missing"
                or "/settings/recipe/blocks missing")
                Assert.True(index.Records.Count == 1, what);
            foreach (TrialRecord record in index.Records)
                _ = new TrialCourse("elu", record);
            new Study(Tiny.Settings, Tiny.Classes).RefusalOf(directory);
        }
    }

    [Fact]
    public void Trial_without_its_build_is_of_another_build()
    {
        string line = File.ReadLines(Kept("0.1.0/study/trials.jsonl")).First(line => line.Length > 0);
        _directory.Write("trials.jsonl", JsonDamage.Of(line).Single(damage => damage.What == "/settings/build missing").Text + "\n");
        using OutputDirectory directory = OutputDirectory.Open(_directory.Path);
        TrialIndex index = IndexOf(directory);
        Assert.Equal(("unknown", 1), (index.Records.Single().Build, index.OfOtherBuilds));
    }

    static TrialIndex IndexOf(OutputDirectory directory)
    {
        using TrialLogFile log = new(directory[Study.TrialsFile]);
        return Study.IndexOf(log);
    }

    [Fact]
    public void Checkpoint_whose_words_lack_something_or_hold_nonsense_is_resumed_or_refused_in_a_sentence()
    {
        StudyData data = DataSource.Load(new(Kept("0.1.0/classes.csv")) { Csv = new() { Target = "kind" } }, out _);
        RunSettings settings = JsonSerializer.Deserialize(File.ReadAllText(Kept("0.1.0/classes/run.json")), LabJson.Compact.RunSettings)!;
        using OutputDirectory directory = OutputDirectory.Open(_directory["run"]);
        foreach (double dropout in new[] { 0, 0.5 })
        {
            settings = settings with { Recipe = settings.Recipe with { Dropout = dropout } };
            new TrainingRun(settings, data, directory, RunStart.Overwrite).Run(null, TestContext.Current.CancellationToken);
            Try(SafetensorsFile.Read(directory["checkpoint.safetensors"]), settings);
        }
        settings = settings with { Recipe = settings.Recipe with { Dropout = 0 } };
        new TrainingRun(settings, data, directory, RunStart.Overwrite).Run(null, TestContext.Current.CancellationToken);
        Try(SafetensorsFile.Read(Kept("0.1.0/classes/checkpoint.safetensors")), settings);

        void Try(SafetensorsFile file, RunSettings settings)
        {
            Assert.Null(Resume(file.Metadata));
            foreach ((string key, string text) in file.Metadata)
                foreach ((string what, string damaged) in text.StartsWith('{') ? JsonDamage.Of(text)
                    : new[] { "", "null", "-1", "{}", "1e999" }.Select(word => (word, word)))
                    if (Resume(new Dictionary<string, string>(file.Metadata) { [key] = damaged }) is { } exception)
                        Assert.True(exception is ModelFormatException, $"{key}, {what}: {exception}");

            Exception? Resume(IReadOnlyDictionary<string, string> metadata)
            {
                SafetensorsFile.Write(directory["checkpoint.safetensors"], file.Entries.Values, metadata);
                return Record.Exception(
                    () => new TrainingRun(settings, data, directory, RunStart.Resume).Run(null, TestContext.Current.CancellationToken));
            }
        }
    }
}
