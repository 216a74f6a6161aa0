using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Recipes;

public sealed class NetworkKindTests
{
    static readonly Dictionary<string, int[]> SmallSizes = new()
    {
        ["mlp"] = [8, 8],
        ["cnn"] = [4, 4, 8],
        ["resnet"] = [4, 8],
        ["rnn"] = [16, 8],
        ["gru"] = [8, 8],
        ["lstm"] = [8],
        ["transformer"] = [16],
        ["vae"] = [8],
        ["gan"] = [4],
    };

    static NetworkKind[] OfDigits => [.. NetworkKind.All.Where(kind => kind.ReadsNumbers && kind.Tasks.Contains(LearningTask.Classification))];

    public static TheoryData<string> Names => [.. OfDigits.Select(kind => kind.Name)];

    static Recipe Small(string model) => new()
    {
        Model = model,
        Hidden = SmallSizes[model],
        Blocks = NetworkKind.Find(model).DefaultBlocks > 0 ? 1 : 0,
        Epochs = 2,
        Batch = 64,
        LearningRate = 0.01,
    };

    static StudyData DigitsFor(string model) => NetworkKind.Find(model).Tasks.Contains(LearningTask.Classification) ? StudyData.Digits()
        : StudyData.Digits().WithoutAnswers(NetworkKind.Find(model).Tasks[0]);

    public static TheoryData<string, string?> Norms =>
        [.. from kind in OfDigits from norm in kind.Norms select (kind.Name, norm == kind.Norms[0] ? null : norm)];

    [Theory, MemberData(nameof(Norms))]
    public void A_trained_network_is_saved_and_predicts_the_same_when_loaded(string model, string? norm)
    {
        using TemporaryDirectory directory = new();
        StudyData data = DigitsFor(model);
        using OutputDirectory output = OutputDirectory.Open(directory["run"]);
        TrainingRun run = new(new RunSettings(data.Id, Small(model) with { Norm = norm }, "elu", 0), data, output);
        run.Run(null, TestContext.Current.CancellationToken);
        (_, Module loaded) = ModelFile.Load(run.ModelPath);

        Dataset digits = Digits.Load();
        Tensor x = new([20, 1, 8, 8], digits.Features[..(20 * 64)]);
        run.Model.Eval();
        Assert.Equal(run.Model.Forward(x).Values.ToArray(), loaded.Forward(x).Values.ToArray());
    }

    [Theory, MemberData(nameof(Names))]
    public void A_trial_learns_the_digits_repeats_and_reads_every_activation(string model)
    {
        StudyData data = DigitsFor(model);
        Recipe recipe = Small(model) with { Epochs = 3 };
        TrialCourse first = Tiny.Run(data: data, recipe: recipe), again = Tiny.Run(data: data, recipe: recipe);
        Assert.Equal(Tiny.Bits(first), Tiny.Bits(again));
        Assert.Null(first.Failure);
        if (data.Task == LearningTask.Classification)
            Assert.InRange(first.Epochs[^1].Test.Accuracy!.Value, 0.3, 1);
        else
            Assert.NotEmpty(first.Epochs[^1].Test.Metrics);
    }

    [Theory, InlineData("rnn"), InlineData("gru"), InlineData("lstm"), InlineData("transformer")]
    public void Tables_are_read_number_by_number(string model)
    {
        Recipe recipe = Small(model) with { Epochs = 2 };
        Assert.NotEqual(FailureKind.Diverged, Tiny.Run(recipe: recipe).Failure?.Kind);
    }
}
