using System.Text.Json;
using Elucid.Lab.Tests.Trials;
using Elucid.Onnx;

namespace Elucid.Lab.Tests.Tasks;

/// <summary>Networks that go on from others.</summary>
[AnyWidth]
public sealed class FineTuningTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    static readonly Recipe Head = Tiny.Recipe with { From = Pretrained.Table.Id, BodyRate = 0.1 };

    public void Dispose() => _directory.Dispose();

    StudyData Animals(PretrainedBody? body = null, string? csv = null, string target = "size") => DataSource.Load(
        new DataRequest(_directory.Write("animals.csv", csv ?? Pretrained.OtherClassesCsv))
        {
            Csv = new CsvOptions { Target = target },
            Body = body ?? Pretrained.Table,
        }, out _);

    (RunResult Run, TrainedModel Model) Train(Recipe recipe, StudyData? data = null, string name = "run")
    {
        data ??= Animals();
        using OutputDirectory output = OutputDirectory.Open(_directory[name]);
        TrainingRun training = new(new RunSettings(data.Id, recipe, "tanh", 1), data, output);
        RunResult run = training.Run(null, TestContext.Current.CancellationToken)!;
        RunFiles.Write(run, output, "elucid train");
        return (run, TrainedModel.Load(training.ModelPath));
    }

    static float[] WeightsOf(Module network, string name) => network.NamedParameters().Single(p => p.Name == name).Value.Values.ToArray();

    [Fact]
    public void The_body_starts_from_the_weights_of_the_file_and_the_head_from_drawn_ones()
    {
        Module network = Pretrained.Table.BuildNetwork(new NetworkRecipe { Hidden = [5] }, [4], 2, Activations.Elu(), new RandomStream(1));
        (_, Module whole) = ModelFile.Load(Kept("body"));
        Assert.Equal(WeightsOf(whole, "0.weight"), WeightsOf(network, "body.0.weight"));
        Assert.Equal(
            ["body.0.weight", "body.0.bias", "body.2.weight", "body.2.bias", "head.0.weight", "head.0.bias", "head.2.weight", "head.2.bias"],
            network.NamedParameters().Select(p => p.Name));
    }

    string Kept(string name) => Pretrained.TrainIn(
        _directory, name, Tiny.Recipe with { Hidden = [8, 8] }, DataSource.Load(
            new DataRequest(_directory.Write("data", Pretrained.AnimalsCsv)) { Csv = new CsvOptions { Target = "kind" } }, out _));

    [Fact]
    public void What_is_frozen_keeps_its_bits_and_the_rest_learns()
    {
        (RunResult run, _) = Train(Head with { Freeze = "body.0" });
        Module before = Pretrained.Table.BuildNetwork(run.Settings.Recipe, [4], 2, Activations.Tanh(), new RandomStream(0));
        Assert.Equal(WeightsOf(before, "body.0.weight"), WeightsOf(run.Network, "body.0.weight"));
        Assert.NotEqual(WeightsOf(before, "body.2.weight"), WeightsOf(run.Network, "body.2.weight"));
    }

    [Fact]
    public void A_body_with_a_smaller_rate_moves_less()
    {
        double Moved(double rate) => TunedLayerOf(Train(Head with { BodyRate = rate }, name: $"{rate}").Run);
        Assert.True(Moved(0.01) * 5 < Moved(1));
    }

    static double TunedLayerOf(RunResult run) =>
        JsonDocument.Parse(RunFiles.ToJson(run)).RootElement.GetProperty("body").GetProperty("moved").GetProperty("body.0").GetDouble();

    [Fact]
    public void A_table_is_read_as_the_body_read_its_own()
    {
        (RunResult run, TrainedModel model) = Train(Head);
        Assert.Equal(["x", "y", "fur=long", "fur=short"], run.File.Table!.FeatureNames);
        Assert.Equal(Pretrained.Table.File!.Scales!.Features.Means.ToArray(), run.File.Scales!.Features.Means.ToArray());
        Prediction answer = model.Predict(new Dictionary<string, string> { ["fur"] = "long", ["x"] = "0", ["y"] = "3" });
        Assert.Equal("large", answer.Class);
    }

    [Fact]
    public void The_model_file_stands_alone_and_can_be_gone_on_from_in_turn()
    {
        Train(Head, name: "first");
        PretrainedBody again = PretrainedBody.Load(_directory["first/model.safetensors"]);
        (RunResult run, TrainedModel model) = Train(Head with { From = again.Id }, Animals(again, Pretrained.OtherNumbersCsv, "weight"), "second");
        File.Delete(_directory["first/model.safetensors"]);
        Assert.Equal("body.body.0.weight", run.Network.NamedParameters().First().Name);
        Assert.Equal("mlp of data of animals", run.File.Body!.ToString());
        float[] row = run.Split.Test.Features[..4].ToArray();
        Assert.Equal(new TrainedModel(run.File, run.Network).Predict(row).Values, model.Predict(row).Values);
    }

    [Fact]
    public void An_onnx_file_is_a_body_too()
    {
        Dataset digits = Digits.Load();
        Sequential network = ImageNetworks.Vgg([1, 8, 8], 10, [4], 16, Activations.Elu(), new RandomStream(1));
        OnnxExport.Save(network, _directory["digits.onnx"], [1, 1, 8, 8]);
        PretrainedBody body = PretrainedBody.Load(_directory["digits.onnx"]);
        StudyData data = StudyData.Of(digits.Split(Portion.Rows(200), new RandomStream(1)).Test).For(body);
        (RunResult run, TrainedModel model) = Train(Head with { From = body.Id, Epochs = 1, Freeze = "body.0" }, data);

        Assert.Equal(WeightsOf(network, "0.weight"), WeightsOf(run.Network, "body.0.weight"));
        Assert.Equal(1, run.Network.NamedParameters().Count(p => p.Name.EndsWith("8.weight") || p.Name == "head.2.weight"));
        float[] image = run.Split.Test.Features[..64].ToArray();
        Assert.Equal(new TrainedModel(run.File, run.Network).Predict(image).Probabilities, model.Predict(image).Probabilities);
        Assert.Equal("ONNX network", $"{model.File.Body}");
    }

    [Fact]
    public void The_report_says_what_came_from_where()
    {
        (RunResult run, _) = Train(Head with { Freeze = "body.0" });
        string page = File.ReadAllText(_directory["run/report.html"]);
        Assert.Contains("What came from where?", page);
        Assert.Contains(Pretrained.Table.Description.Fingerprint, page);
        Assert.Equal(
            "From body/model.safetensors (mlp of data): 112 weights, of which 72 go on learning at 0.1 × the rate of the head; frozen: body.0. "
                + "New: 90 weights of the head.",
            FineTuning.Describe(run.Network, run.Settings.Recipe, run.File.Body!));
        JsonElement body = JsonDocument.Parse(File.ReadAllText(_directory["run/results.json"])).RootElement.GetProperty("body");
        Assert.Equal("body.0", Assert.Single(body.GetProperty("frozen").EnumerateArray()).GetString());
    }

    [Fact]
    public void Activations_of_the_head_are_compared_on_the_same_body()
    {
        StudyData data = Animals();
        StudySettings settings = new() { Recipe = Head with { Freeze = "body" }, Activations = ["elu", "relu"], Seeds = 2 };
        StudyResult study = new Study(settings, data).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(4, study.Trials.Count);
        Assert.All(study.Trials, trial => Assert.Null(trial.Failure));
        Assert.All(study.Trials, trial => Assert.Equal(Pretrained.Table.Id, RecipeSettings.Read(trial.Settings).From));
    }

    public static TheoryData<string> Bodies => ["table", "gru", "transformer", "onnx"];

    // Everything in the description of a body, in turn, is missing, null, of another type, out of range or unknown.
    [Theory, MemberData(nameof(Bodies))]
    public void A_damaged_description_of_a_body_gives_a_network_or_a_sentence(string kind)
    {
        const string key = "elucid.model";
        Sequential network = new(new Flatten(), new Linear(64, 8, new RandomStream(1)), new Linear(8, 10, new RandomStream(2)));
        OnnxExport.Save(network, _directory["digits.onnx"], [1, 1, 8, 8]);
        PretrainedBody body = kind switch
        {
            "table" => Pretrained.Table,
            "onnx" => PretrainedBody.Load(_directory["digits.onnx"]),
            _ => Pretrained.Text(kind),
        };
        int[] shape = kind switch { "table" => [4], "onnx" => [1, 8, 8], _ => [16] };
        ModelFile file = new()
        {
            Recipe = new NetworkRecipe { Hidden = [5] },
            Activation = "elu",
            FeatureShape = shape,
            OutputNames = ["a", "b"],
            Task = LearningTask.Classification,
            Data = "x",
            Body = body.Description,
        };
        using MemoryStream stored = new();
        file.Save(body.BuildNetwork(file.Recipe, shape, 2, Activations.Elu(), new RandomStream(0)), stored);
        SafetensorsFile whole = SafetensorsFile.Read(new MemoryStream(stored.ToArray()), "stored");
        string json = whole.Metadata[key];
        int read = 0;
        foreach ((string what, string text) in JsonDamage.Of(json).Where(damage => damage.What.StartsWith("/body", StringComparison.Ordinal)))
        {
            using MemoryStream damaged = new();
            SafetensorsFile.Write(damaged, whole.Entries.Values, new Dictionary<string, string> { [key] = text });
            damaged.Position = 0;
            try
            {
                ModelFile.Load(damaged);
                read++;
            }
            catch (ModelFormatException exception)
            {
                Assert.False(string.IsNullOrWhiteSpace(exception.Message), what);
            }
        }
        Assert.InRange(read, 1, 200);           // what a file is called, and the like
    }

    [Fact]
    public void A_committee_learns_from_one_body()
    {
        (RunResult run, TrainedModel model) = Train(Head with { Members = 2, Freeze = "body" });
        float[] row = run.Split.Test.Features[..4].ToArray();
        Assert.Equal(new TrainedModel(run.File, run.Network).Predict(row).Probabilities, model.Predict(row).Probabilities);
        Assert.Contains("What came from where?", File.ReadAllText(_directory["run/report.html"]));
        Assert.Contains(
            "on whose body no new head can be put",
            Assert.Throws<ModelFormatException>(() => PretrainedBody.Load(_directory["run/model.safetensors"])).Message);
    }

    [Fact]
    public void A_stopped_run_goes_on_with_the_same_bits()
    {
        (RunResult whole, _) = Train(Head with { Epochs = 4, Freeze = "body.0" }, name: "whole");
        StudyData data = Animals();
        RunSettings settings = new(data.Id, Head with { Epochs = 4, Freeze = "body.0" }, "tanh", 1);
        using OutputDirectory output = OutputDirectory.Open(_directory["parts"]);
        using CancellationTokenSource stop = new();
        TrainingRun first = new(settings, data, output);
        first.Run(new Stopper(stop), stop.Token);
        TrainingRun resumed = new(settings, data, output, RunStart.Resume);
        RunResult run = resumed.Run(null, TestContext.Current.CancellationToken)!;
        Assert.Equal(WeightsOf(whole.Network, "body.2.weight"), WeightsOf(run.Network, "body.2.weight"));
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        string Refusal<T>(Action action) where T : Exception => Assert.Throws<T>(action).Message;
        string from = $"Recipe.From = \"{Pretrained.Table.Path}\"";
        Assert.Equal(
            $"{from} (mlp of data) reads examples of shape [4], but those of digits have [1, 8, 8]: take data of that shape, or another "
                + "model.",
            Refusal<ArgumentException>(() => DataSource.Load(new DataRequest("digits") { Body = Pretrained.Table }, out _)));
        Assert.EndsWith(
            "expected a column 'fur', but the columns are x, y, kind.",
            Refusal<DataFormatException>(() => Animals(csv: "x,y,kind\n1,2,a\n2,3,b\n", target: "kind")));
        Assert.Equal(
            "Column 'fur' cannot be the target: it is one of those that CsvOptions.Like reads. Take another.",
            Refusal<ArgumentException>(() => Animals(target: "fur")));
        Assert.Equal(
            $"{from} puts a new head on for classes and quantities, and not for another task: omit one of the two.",
            Refusal<ArgumentException>(() => DataSource.Load(new DataRequest("x") { Text = new(), Body = Pretrained.Table }, out _)));
        Assert.Equal(
            $"{from} reads numbers (mlp of data), but a column of prose becomes tokens: take a model that learned from a text.",
            Refusal<ArgumentException>(() => DataSource.Load(
                new DataRequest("x") { Prose = new() { Column = "a", Target = "b" }, Body = Pretrained.Table }, out _)));
        Assert.Equal(
            "Expected the name of a layer that has weights, with * for any part of it, but 'conv*' is none of body, body.0, body.2, head, head.0, "
                + "head.2.",
            Refusal<ArgumentException>(() => BodyFit.Check(Head with { Freeze = "conv*" }, Animals())));
        Assert.Equal(
            "Recipe.Freeze = \"*\" leaves nothing to learn: name layers of the body, as body.0 or body for all of it.",
            Refusal<ArgumentException>(() => BodyFit.Check(Head with { Freeze = "*" }, Animals())));
        Assert.Equal(
            "Recipe.BodyRate must be a positive number such as 0.1, but got 0.", Refusal<ArgumentException>((Head with { BodyRate = 0 }).Check));
        Assert.Equal(
            "Recipe.Freeze must be used with Recipe.From, but got body.", Refusal<ArgumentException>((new Recipe { Freeze = "body" }).Check));
    }

    sealed class Stopper(CancellationTokenSource stop) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (value.Training?.Completed is not null)
                stop.Cancel();
        }
    }
}
