namespace Elucid.Tests.Tasks;

public class AutoencoderNetworkTests
{
    static readonly Activation Elu = Elucid.Activations.Elu();

    static Autoencoder Build(NetworkRecipe recipe, params int[] shape) => Assert.IsType<Autoencoder>(
        recipe.BuildNetwork(shape, new Shape(shape).Size, Elu, new RandomStream(0), LearningTask.Reconstruct));

    [Theory]
    [InlineData("mlp", new[] { 16, 8 }, new[] { 10 }, 2)]
    [InlineData("mlp", new[] { 16 }, new[] { 1, 8, 8 }, 16)]
    [InlineData("cnn", new[] { 4, 6, 16 }, new[] { 3, 8, 12 }, 32)]
    [InlineData("cnn", new[] { 4, 6, 16 }, new[] { 1, 7, 10 }, 17)]
    public void A_row_goes_through_a_code_of_a_quarter_of_its_features_and_comes_back_flat(string model, int[] hidden, int[] shape, int latent)
    {
        NetworkRecipe recipe = new() { Model = model, Hidden = hidden };
        Autoencoder network = Build(recipe, shape);
        int size = new Shape(shape).Size;

        Assert.Equal([5, latent], network.Encoder.OutputShape([5, .. shape]));
        Assert.Equal([5, size], network.OutputShape([5, .. shape]));
        long counted = NetworkKind.Find(model).CountWeights(recipe, new Shape(shape), size, LearningTask.Reconstruct);
        Assert.InRange(counted, network.ParameterCount / 2, network.ParameterCount);
    }

    [Theory]
    [InlineData(LearningTask.Reconstruct)]
    [InlineData(LearningTask.Classification)]
    public void A_file_that_describes_a_cnn_of_no_images_is_refused_in_words(LearningTask task) => Assert.StartsWith(
        "NetworkRecipe.Model = \"cnn\" learns from images of shape [channels, height, width], but the examples have shape [4, 2].",
        Assert.Throws<ArgumentException>(() => NetworkKind.Find("cnn").CountWeights(
            new NetworkRecipe { Model = "cnn", Hidden = [4, 8] }, new Shape(4, 2), 8, task)).Message);

    [Fact]
    public void Norms_dropout_and_the_length_of_the_code_are_those_of_the_recipe()
    {
        Autoencoder network = Build(new() { Hidden = [12], Latent = 3, Norm = "batch", Dropout = 0.2 }, 10);

        Assert.Equal([1, 3], network.Encoder.OutputShape([1, 10]));
        Assert.Equal(2, network.NamedModules().Count(m => m.Module is BatchNorm1d));
        Assert.Equal(2, network.NamedModules().Count(m => m.Module is Dropout));
    }

    [Fact]
    public void Pixels_come_back_between_0_and_1_and_numbers_of_tables_anywhere()
    {
        Assert.Equal("sigmoid", Build(new() { Hidden = [4] }, 1, 4, 4).NamedModules().Select(m => m.Module).OfType<ActivationLayer>().Last()
            .Activation.Name);
        Assert.Equal("elu", Build(new() { Hidden = [4] }, 4).NamedModules().Select(m => m.Module).OfType<ActivationLayer>().Last().Activation.Name);
    }
}
