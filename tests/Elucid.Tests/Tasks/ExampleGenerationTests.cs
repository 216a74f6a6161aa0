namespace Elucid.Tests.Tasks;

public sealed class ExampleGenerationTests
{
    static TrainedModel Model(string kind, int[] shape, Standardizer? scales = null)
    {
        int features = new Shape(shape).Size;
        NetworkRecipe recipe = new() { Model = kind, Hidden = [8], Latent = 3 };
        ModelFile file = new()
        {
            Recipe = recipe,
            Activation = "elu",
            FeatureShape = shape,
            OutputNames = [.. Enumerable.Range(1, features).Select(i => $"{i}")],
            Task = LearningTask.Generate,
            Data = "tiny",
            Scales = scales,
        };
        Module network = recipe.BuildNetwork(shape, features, ActivationCatalog.Parse("elu"), new RandomStream(1), LearningTask.Generate);
        network.Eval();
        using MemoryStream stream = new();
        file.Save(network, stream);
        return TrainedModel.Load(stream.ToArray());
    }

    [Theory]
    [InlineData("vae", new[] { 1, 8, 8 })]
    [InlineData("gan", new[] { 3, 12, 9 })]
    [InlineData("vae", new[] { 4 })]
    [InlineData("gan", new[] { 4 })]
    public void The_same_seed_draws_the_same_and_its_first_examples_whatever_their_number(string kind, int[] shape)
    {
        TrainedModel model = Model(kind, shape);
        float[] few = model.Sample(3, seed: 7).Values.ToArray(), many = model.Sample(600, seed: 7).Values.ToArray();
        Assert.Equal(few, many[..few.Length]);
        Assert.Equal(new Shape([600, .. shape]), model.Sample(600, 7).Shape);
        Assert.NotEqual(few, model.Sample(3, seed: 8).Values.ToArray());
        Assert.NotEqual(many[..few.Length], many[(512 * few.Length / 3)..(515 * few.Length / 3)]);
        Assert.Equal(many, Model(kind, shape).Sample(600, 7).Values.ToArray());
    }

    [Fact]
    public void More_than_an_array_holds_is_refused() => Refused.With<ArgumentException>(
        "Expected at most 536870897 examples of 4 numbers at once, but got 2000000000. Draw them in parts, each with a seed of its own.",
        () => Model("vae", [4]).Sample(2_000_000_000));

    [Fact]
    public void Rows_are_drawn_in_their_own_units()
    {
        Standardizer scales = new(new ColumnScales([100, -5], [10, 0.5f]));
        float[] own = Model("vae", [2], scales).Sample(50).Values.ToArray(), plain = Model("vae", [2]).Sample(50).Values.ToArray();
        for (int i = 0; i < own.Length; i++)
            Assert.Equal(i % 2 == 0 ? 100 + 10 * plain[i] : -5 + 0.5f * plain[i], own[i], 1e-3f);
    }

    [Fact]
    public void A_way_leads_from_one_drawing_to_another_in_equal_steps_of_its_code()
    {
        TrainedModel model = Model("vae", [1, 8, 8]);
        Tensor way = model.Interpolate(5, seed: 2);
        Assert.Equal(new Shape(5, 1, 8, 8), way.Shape);
        Assert.Equal(way.Values.ToArray(), model.Interpolate(5, seed: 2).Values.ToArray());
        Assert.Equal(way.Values[..64].ToArray(), model.Interpolate(9, seed: 2).Values[..64].ToArray());
        Assert.Equal(way.Values[(2 * 64)..(3 * 64)].ToArray(), model.Interpolate(9, seed: 2).Values[(4 * 64)..(5 * 64)].ToArray());
        Assert.Equal(way.Values[..64].ToArray(), model.Decode(CodeOf(2)).Values.ToArray());
    }

    static float[] CodeOf(ulong seed)
    {
        float[] code = new float[3];
        new RandomStream(seed).Derive("interpolation").FillGaussian(code);
        return code;
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        TrainedModel model = Model("vae", [4]);
        Assert.Equal(
            "Expected whole codes of 3 numbers, at least one, but got 4 numbers.",
            Assert.Throws<ArgumentException>(() => model.Decode([1, 2, 3, 4])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Sample(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Interpolate(1));
        Assert.Equal(
            "The model draws new examples and answers nothing about given ones: use TrainedModel.Sample.",
            Assert.Throws<NotSupportedException>(() => model.Predict([1f, 2, 3, 4])).Message);
    }

    [Fact]
    public void Images_that_are_too_small_for_adversaries_are_refused() => Refused.With<ArgumentException>(
        "NetworkRecipe.Model = \"gan\" doubles images from about 4 × 4, but those of 6 × 8 are too small for that: it takes 8 × 8 or more. Choose "
            + "vae.", () => Model("gan", [1, 6, 8]));
}
