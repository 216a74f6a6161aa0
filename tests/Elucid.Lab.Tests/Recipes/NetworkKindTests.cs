using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Recipes;

public sealed class NetworkKindTests
{
    static readonly Dictionary<string, int[]> SmallSizes = new()
    {
        ["mlp"] = [8, 8],
        ["cnn"] = [4, 4, 8],
        ["resnet"] = [4, 8],
        ["lstm"] = [8],
        ["transformer"] = [16],
    };

    public static TheoryData<string> Names => [.. NetworkKind.All.Select(kind => kind.Name)];

    static Recipe Small(string model) => new()
    {
        Model = model,
        Hidden = SmallSizes[model],
        Blocks = NetworkKind.Of(model).DefaultBlocks > 0 ? 1 : 0,
        Epochs = 2,
        Batch = 64,
        LearningRate = 0.01,
    };

    [Theory, MemberData(nameof(Names))]
    public void A_trained_network_is_saved_and_predicts_the_same_when_loaded(string model)
    {
        using TemporaryDirectory directory = new();
        StudyData data = StudyData.Digits();
        using OutputDirectory output = OutputDirectory.Open(directory["run"]);
        TrainingRun run = new(new RunSettings(data.Id, Small(model), "elu", 0), data, output);
        run.Run(null, TestContext.Current.CancellationToken);
        (_, Sequential loaded) = ModelFile.Load(run.ModelPath);

        Dataset digits = Digits.Load();
        Tensor x = new([20, 1, 8, 8], digits.Features[..(20 * 64)]);
        run.Model.Train(false);
        Assert.Equal(run.Model.Forward(x).Values.ToArray(), loaded.Forward(x).Values.ToArray());
    }

    [Theory, MemberData(nameof(Names))]
    public void A_trial_learns_the_digits_repeats_and_reads_every_activation(string model)
    {
        StudyData data = StudyData.Digits();
        TrialSettings settings = new(data.Id, Small(model) with { Epochs = 3 }, "elu", 0, HoldsOutValidation: false);
        TrialResult first = Trial.Run(settings, data), again = Trial.Run(settings, data);
        Assert.Equal(Tiny.Bits(first), Tiny.Bits(again));
        Assert.Equal(TrialOutcome.Trained, first.Outcome);
        Assert.InRange(first.Epochs[^1].Test.Accuracy!.Value, 0.3, 1);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_number_of_weights_found_without_building_is_no_more_than_there_are(string model)
    {
        foreach (Recipe recipe in new[] { Small(model), new Recipe { Model = model, Hidden = NetworkKind.Of(model).DefaultHidden, Blocks = NetworkKind.Of(model).DefaultBlocks } })
        {
            long counted = NetworkKind.Of(model).CountWeights(recipe, [1, 8, 8], 10);
            long real = recipe.BuildNetwork([1, 8, 8], 10, ActivationCatalog.Parse("elu"), new(0)).ParameterCount;
            Assert.InRange(counted, 0.8 * real, real);
        }
    }

    [Theory]
    [InlineData("cnn", new[] { 8 }, new[] { 1, 8, 8 }, "Recipe.Hidden of Recipe.Model = \"cnn\" must be the channels of one to five stages and the units of the hidden layer, such as 16,32,128, but got 8.")]
    [InlineData("cnn", new[] { 8, 8, 8, 8, 8 }, new[] { 1, 8, 8 }, "Recipe.Model = \"cnn\" halves images 4 times, but those of 8 × 8 are too small for that. Give fewer stages in Recipe.Hidden.")]
    [InlineData("cnn", new[] { 8, 8 }, new[] { 13 }, "Recipe.Model = \"cnn\" learns from images of shape [channels, height, width], but the examples have shape [13]. Choose mlp, lstm or transformer.")]
    [InlineData("resnet", new[] { 8 }, new[] { 13 }, "Recipe.Model = \"resnet\" learns from images of shape [channels, height, width], but the examples have shape [13]. Choose mlp, lstm or transformer.")]
    [InlineData("transformer", new[] { 20 }, new[] { 13 }, "Recipe.Hidden of Recipe.Model = \"transformer\" must be a multiple of 16, the width of a head, but got 20.")]
    public void Sizes_that_make_no_such_network_are_refused(string model, int[] hidden, int[] features, string sentence) =>
        Refused.With<ArgumentException>(sentence, () => new Recipe { Model = model, Hidden = hidden, Blocks = 1 }.BuildNetwork(features, 3, ActivationCatalog.Parse("elu"), new(0)));

    [Theory, InlineData("lstm"), InlineData("transformer")]
    public void Tables_are_read_number_by_number(string model)
    {
        Recipe recipe = Small(model) with { Epochs = 2 };
        Assert.NotEqual(TrialOutcome.Diverged, Trial.Run(Tiny.Trial(recipe: recipe), Tiny.Classes).Outcome);
    }
}
