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

    [Theory, MemberData(nameof(Names)), AnyWidth]
    public void Training_twice_gives_the_same_bits(string name) =>
        Assert.Equal(Train(Of(name), "one").Model, Train(Of(name), "two").Model);

    [Theory, MemberData(nameof(Names)), AnyWidth]
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

    [Theory, MemberData(nameof(Names)), AnyWidth]
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
        string raw = task.Known ?? _directory[task.Asked ?? task.File];
        string csv = Predictions.Of(new(model, raw) { ImageReader = TinyBoxes.Reader }).ToCsv();
        Assert.True(csv.AsSpan().Count('\n') > task.FewestLines);
    }

    [Theory, MemberData(nameof(Names)), AnyWidth]
    public void A_smaller_model_reads_the_same_raw_file_and_is_judged_by_the_same_rows(string name)
    {
        TaskCase task = Of(name);
        (RunResult trained, _) = Train(task, "run");
        string model = _directory["run/model.safetensors"], small = _directory["small.safetensors"];
        List<SmallerSettings> asked = [new(Removal.Weights, 0.5)];
        if (trained.File.Body is null && NetworkKind.Find(task.Recipe.Model).HasRemovableUnits)
            asked.Add(new(Removal.Units, 0.5));
        if ((trained.File with { IsInt8 = true }).InUse(trained.Network) != trained.Network)
            asked.Add(new(Removal.Nothing, 0) { IsInt8 = true });
        foreach (SmallerSettings settings in asked)
        {
            SmallerResult result = new SmallerRun(model, settings, Read(task)).Run(null, TestContext.Current.CancellationToken);
            Assert.Equal(trained.Test, result.Whole.Test);
            Assert.Equal(settings.Removal == Removal.Units, result.Chosen.MultiplyAdds < result.Whole.MultiplyAdds);
            result.File.Save(result.Network, small);
            if (task.Draws)
                Assert.NotEmpty(DrawnExamples.Of(TrainedModel.Load(small), 5, seed: 1).ToCsv());
            else
                Assert.NotEmpty(
                    Predictions.Of(new(small, task.Known ?? _directory[task.Asked ?? task.File]) { ImageReader = TinyBoxes.Reader }).ToCsv());
        }
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

    [Theory, MemberData(nameof(Names)), AnyWidth]
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

    [Theory, MemberData(nameof(Names)), AnyWidth]
    public void Nothing_stands_on_two_sides_of_a_split(string name)
    {
        DataSplit split = Read(Of(name)).Split(seed: 1, withValidation: true);
        HashSet<string>[] sides = [.. new[] { split.Train, split.Validation!, split.Test }.Select(part => Of(name).Groups(part).ToHashSet())];
        Assert.Empty(sides[0].Intersect(sides[1]));
        Assert.Empty(sides[0].Intersect(sides[2]));
        Assert.Empty(sides[1].Intersect(sides[2]));
    }

    // Where nothing is measured on training rows, as of images, or another model's measures are taken, there is nothing to refit.
    [Theory, MemberData(nameof(Names)), AnyWidth]
    public void Every_fold_is_prepared_by_its_own_training_rows(string name)
    {
        StudyData data = Read(Of(name));
        if (!data.Profile.HasFolds || data.IsByTime || data.Body is not null)
            return;
        DataFolds folds = data.Folds(seed: 1, count: 3);
        StudyData.PreparedSplit[] prepared = [.. Enumerable.Range(0, folds.Count).Select(folds.Prepare)];
        if (prepared[0].Encoder is not null)
            Assert.Equal(folds.Count, prepared.Select(fold => fold.Encoder).Distinct().Count());
        foreach (StudyData.PreparedSplit fold in prepared)
            if (fold.Scales is not null)
                Assert.All(Standardizer.Fit(fold.Parts.Train).Features.Means.ToArray(), mean => Assert.Equal(0, mean, 1e-4));
    }

    [Theory, MemberData(nameof(Names)), AnyWidth]
    public void A_perfect_score_is_warned_about(string name)
    {
        StudyData data = Read(Of(name));
        DataSplit split = data.Split(seed: 1, withValidation: false);
        if (PerfectOf(split) is not { } perfect)
            return;
        Judged trivial = new(data.Profile.TrivialName, data.Profile.Trivial(split));
        Assert.Contains(data.Profile.TooGood, BaselineWords.Describe(data.Profile, [new("the network", perfect)], trivial, trivial));
    }

    // Null where there is no best answer: an agent may earn all that there is.
    static Evaluation? PerfectOf(DataSplit split)
    {
        Dataset test = split.Test;
        float[] Sure(IEnumerable<int> classes) => [.. classes.SelectMany(label =>
            Enumerable.Range(0, test.OutputCount).Select(c => c == label ? 50f : 0))];
        return test.Task switch
        {
            LearningTask.Classification => Evaluation.FromOutputs(Sure(test.Labels.ToArray()), test),
            LearningTask.Text => Evaluation.FromOutputs(Sure(test.Targets.ToArray().Select(token => (int)token)), test),
            LearningTask.Regression or LearningTask.Forecast => Evaluation.FromOutputs(test.Targets, test),
            LearningTask.Reconstruct => Evaluation.FromOutputs(test.Features, test),
            LearningTask.Generate => Evaluation.FromOutputs(split.Train.Features[..test.Features.Length], test),
            LearningTask.Detect => Evaluation.FromDetections(
                [.. test.Boxes.Select(boxes => (IReadOnlyList<Detection>)[.. boxes.Select(box => new Detection(box, 1))])], test),
            _ => null,
        };
    }
}
