namespace Elucid.Tests.Tasks;

public sealed class NetworkRecipeTests
{
    public static TheoryData<string> Names => [.. NetworkKind.All.Select(kind => kind.Name)];

    static NetworkRecipe Of(string model) =>
        new() { Model = model, Hidden = NetworkKind.Find(model).DefaultHidden, Blocks = NetworkKind.Find(model).DefaultBlocks };

    [Theory, MemberData(nameof(Names))]
    public void The_number_of_weights_found_without_building_is_no_more_than_there_are(string model)
    {
        NetworkRecipe recipe = Of(model);
        long counted = NetworkKind.Find(model).CountWeights(recipe, [1, 8, 8], 10);
        long real = recipe.BuildNetwork([1, 8, 8], 10, ActivationCatalog.Parse("elu"), new(0)).ParameterCount;
        Assert.InRange(counted, 0.8 * real, real);
    }

    [Theory]
    [InlineData("cnn", new[] { 8 }, new[] { 1, 8, 8 },
        "NetworkRecipe.Hidden of NetworkRecipe.Model = \"cnn\" must be the channels of one to five stages and the units of the hidden layer, such "
            + "as 16,32,128, but got 8.")]
    [InlineData("cnn", new[] { 8, 8, 8, 8, 8 }, new[] { 1, 8, 8 },
        "NetworkRecipe.Model = \"cnn\" halves images 4 times, but those of 8 × 8 are too small for that. Give fewer stages in NetworkRecipe.Hidden.")]
    [InlineData("cnn", new[] { 8, 8 }, new[] { 13 },
        "NetworkRecipe.Model = \"cnn\" learns from images of shape [channels, height, width], but the examples have shape [13]. Choose mlp, lstm or "
            + "transformer.")]
    [InlineData("resnet", new[] { 8 }, new[] { 13 },
        "NetworkRecipe.Model = \"resnet\" learns from images of shape [channels, height, width], but the examples have shape [13]. Choose mlp, lstm "
            + "or transformer.")]
    [InlineData("transformer", new[] { 20 }, new[] { 13 },
        "NetworkRecipe.Hidden of NetworkRecipe.Model = \"transformer\" must be a multiple of 16, the width of a head, but got 20.")]
    public void Sizes_that_make_no_such_network_are_refused(string model, int[] hidden, int[] features, string sentence) =>
        Refused.With<ArgumentException>(
            sentence, () =>
                new NetworkRecipe { Model = model, Hidden = hidden, Blocks = 1 }.BuildNetwork(features, 3, ActivationCatalog.Parse("elu"), new(0)));

    [Fact]
    public void A_setting_out_of_range_is_refused_by_its_name()
    {
        Refused.With<ArgumentException>(
            "NetworkRecipe.Model must be one of mlp, cnn, resnet, lstm, transformer, but got 'cn'. Did you mean 'cnn'?", () =>
                new NetworkRecipe { Model = "cn" }.Check());
        Refused.With<ArgumentException>(
            "NetworkRecipe.Init must be one of he, glorot, lecun, unit, auto, but got 'xavier'.", () =>
                new NetworkRecipe { Init = "xavier" }.Check());
        Refused.With<ArgumentException>(
            "NetworkRecipe.Hidden must be positive numbers of units such as 128,128, but got 8,0.", () =>
                new NetworkRecipe { Hidden = [8, 0] }.Check());
        Refused.With<ArgumentException>(
            "NetworkRecipe.Dropout must be at least 0 and below 1, but got 1.", () => new NetworkRecipe { Dropout = 1 }.Check());
        Refused.With<ArgumentException>(
            "NetworkRecipe.Blocks must be a positive number, but got 0.", () => new NetworkRecipe { Model = "resnet" }.Check());
    }
}
