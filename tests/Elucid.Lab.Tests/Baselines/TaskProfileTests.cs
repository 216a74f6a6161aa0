namespace Elucid.Lab.Tests.Baselines;

[AnyWidth]
public class TaskProfileTests
{
    public static TheoryData<LearningTask> Tasks => [.. Enum.GetValues<LearningTask>()];

    // A task that is added without its types fails here.
    [Theory, MemberData(nameof(Tasks))]
    public void Every_task_has_a_profile_whose_scores_its_own_baselines_have(LearningTask task)
    {
        CharacterTokenizer letters = new("ab");
        Dataset data = task switch
        {
            LearningTask.Classification => new("two", [0, 1, 2, 3], [1], [0, 1, 0, 1], ["no", "yes"]),
            LearningTask.Text => new TokenDataset(letters.Encode("abababab"), 3).ToDataset("letters", letters),
            LearningTask.Forecast => ForecastWindows.Of(Passengers.Load()).Data,
            LearningTask.Generate => Drawn(new("rows", [0, 1, 2, 3, 1, 2, 5, 1], [2], [0, 1, 0, 1], ["no", "yes"])),
            LearningTask.Several => new(
                "several", [0, 1, 2, 3], [1], [0f, 1, 1, 0, 5, 1, float.NaN, 0], [new TargetInfo("y"), new TargetInfo("kind", ["a", "b"])]),
            LearningTask.Reconstruct => new("rows", [0, 1, 2, 3, 1, 2, 5, 1], [2]),
            LearningTask.Detect => new("dots", new float[2 * 64], [1, 8, 8], [[new LabeledBox(1, 1, 3, 3, 0)], []], ["dot"]),
            LearningTask.Control => EpisodeData.Of(EnvironmentCatalog.Find("cartpole"), 4, seed: 1),
            _ => new("one", [0, 1, 2, 3], [1], [0f, 1, 0, 1], ["y"]),
        };
        TaskProfile profile = TaskProfile.Of(task);
        Assert.Equal((task, task), (profile.Task, data.Task));
        foreach (Baseline baseline in Baseline.Both(new DataSplit(data, data), scales: null, new Recipe()))
            Assert.All([profile.Deciding, .. profile.Beside(data.OutputNames)], metric => Assert.NotNull(metric.Of(baseline.Test)));
        Assert.Equal(data.OutputCount, profile.TrivialOutputs(data).Length);
    }

    static Dataset Drawn(Dataset rows) => GenerationData.Of(rows, ExampleJudges.Of(rows));

    [Fact]
    public void Two_classes_have_the_F1_of_the_second_and_more_have_the_mean()
    {
        TaskProfile classes = TaskProfile.Of(LearningTask.Classification);
        Assert.Equal(["balanced accuracy", "F1", "AUC"], classes.Beside(["no", "yes"]).Select(metric => metric.ShortName));
        Assert.Equal("F1 of the class yes: the harmonic mean of precision and recall.", classes.Beside(["no", "yes"])[1].Explanation);
        Assert.Equal(
            ["accuracy", "balanced accuracy", "macro F1", "AUC", "log loss"], classes.OfOne(["a", "b", "c"]).Select(metric => metric.ShortName));
        Assert.Equal(["balanced accuracy", "macro F1", "AUC"], classes.Beside(["a", "b", "c"]).Select(metric => metric.ShortName));
        Assert.Equal(["R²", "MAE"], TaskProfile.Of(LearningTask.Regression).Beside(["y"]).Select(metric => metric.ShortName));
    }
}
