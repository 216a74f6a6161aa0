using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Tasks;

/// <summary>What holds for every task.</summary>
public sealed class TaskContract : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Names => [.. TaskCase.All.Select(task => task.Name)];

    public void Dispose() => _directory.Dispose();

    static TaskCase Of(string name) => TaskCase.All.Single(task => task.Name == name);

    StudyData Read(TaskCase task, string? content = null)
    {
        task.Prepare(_directory.Path);
        return task.Read(_directory.Write(task.File, content ?? task.Content));
    }

    (RunResult Result, byte[] Model) Train(TaskCase task, string directory, string? content = null)
    {
        StudyData data = Read(task, content);
        using OutputDirectory output = OutputDirectory.Open(_directory[directory]);
        TrainingRun run = new(new RunSettings(data.Id, task.Recipe, "elu", 1), data, output);
        RunResult result = run.Run(null, TestContext.Current.CancellationToken)!;
        RunFiles.Write(result, output, "elucid train");
        return (result, File.ReadAllBytes(run.ModelPath));
    }

    [Theory, MemberData(nameof(Names))]
    public void Training_twice_gives_the_same_bits(string name) =>
        Assert.Equal(Train(Of(name), "one").Model, Train(Of(name), "two").Model);

    [Theory, MemberData(nameof(Names))]
    public void Test_data_leave_no_trace_in_the_model(string name)
    {
        TaskCase task = Of(name);
        if (task.OtherTest is not { } other)
            return;
        (RunResult one, byte[] model) = Train(task, "one");
        (RunResult two, byte[] otherModel) = Train(task, "two", other);
        Assert.NotEqual(one.Test, two.Test);
        Assert.Equal(model, otherModel);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_raw_file_of_training_can_be_predicted(string name)
    {
        TaskCase task = Of(name);
        Train(task, "run");
        string model = _directory["run/model.safetensors"];
        if (task.Draws)
        {
            // What it draws is such a file, from which it could learn.
            string drawn = DrawnExamples.Of(TrainedModel.Load(model), 80, seed: 1).ToCsv();
            Assert.Equal(task.Content.Split('\n')[0].Split(',')[..2], drawn.Split('\n')[0].Split(','));
            Assert.Equal(
                $"'{model}' learned to draw rows like those of table and says nothing of given ones: use TrainedModel.Sample.",
                Assert.Throws<ArgumentException>(() => Predictions.Of(new(model, _directory[task.File]))).Message);
            return;
        }
        string raw = task.Known ?? (task.AsksDirectory ? _directory.Path : _directory[task.File]);
        string csv = Predictions.Of(new(model, raw) { ImageReader = TinyBoxes.Reader }).ToCsv();
        Assert.True(csv.AsSpan().Count('\n') > 50);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_model_file_answers_as_the_network_that_was_trained(string name)
    {
        (RunResult result, byte[] model) = Train(Of(name), "run");
        Dataset test = result.Split.Test;
        TrainedModel own = new(result.File, result.Network), loaded = TrainedModel.Load(model);
        if (Of(name).Draws)
        {
            Assert.Equal(own.Sample(9, seed: 3).Values.ToArray(), loaded.Sample(9, seed: 3).Values.ToArray());
            return;
        }
        float[] first = test.Features[..test.FeatureCount].ToArray();
        Assert.Equal(Of(name).Answer(own, first), Of(name).Answer(loaded, first));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_study_has_the_deciding_score_of_every_trial(string name)
    {
        TaskCase task = Of(name);
        if (!task.HasStudies)
            return;
        StudyData data = Read(task);
        StudySettings settings = new() { Recipe = task.Recipe with { Epochs = 2 }, Activations = ["elu", "tanh"], Baseline = "elu", Seeds = 2 };
        StudyResult study = new Study(settings, data).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(4, study.Trials.Count);
        Assert.All(study.Trials, trial => Assert.NotNull(data.Profile.Deciding.Of(trial.Final!.Test)));
    }
}
