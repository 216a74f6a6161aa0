namespace Elucid.Lab.Tests.Recipes;

[AnyWidth]
public sealed class RecipeDefaultsTests
{
    [Fact]
    public void A_recipe_of_nothing_is_that_of_the_first_choices_for_few_examples()
    {
        Recipe plain = new(), defaults = RecipeDefaults.For(NetworkKind.All[0].Name, Choices.Optimizers.Names[0], RecipeDefaults.ManyExamples);
        Assert.Equal(plain.Hidden, defaults.Hidden);
        Assert.Equal(plain, defaults with { Hidden = plain.Hidden });
    }

    [Fact]
    public void Many_examples_take_fewer_passes_in_larger_batches() =>
        Assert.Equal(
            (40, 32, 10, 128),
            (RecipeDefaults.Epochs(10_000), RecipeDefaults.Batch(10_000), RecipeDefaults.Epochs(10_001), RecipeDefaults.Batch(10_001)));

    public static TheoryData<string, string> All =>
        [.. from model in NetworkKind.All.Select(kind => kind.Name) from optimizer in Choices.Optimizers.Names select (model, optimizer)];

    [Theory, MemberData(nameof(All))]
    public void The_defaults_of_every_network_and_optimizer_are_in_range(string model, string optimizer) =>
        RecipeDefaults.For(model, optimizer, examples: 100).Check();

    [Fact]
    public void The_defaults_of_optimizers_are_what_their_users_start_from()
    {
        Assert.Equal([0.001, 0.001, 0.05, 0.01, 0.01, 0.001], OptimizerCatalog.All.Select(optimizer => optimizer.LearningRate));
        Assert.Equal([0, 0.01, 0, 0, 0, 0], OptimizerCatalog.All.Select(optimizer => optimizer.WeightDecay));
    }

    [Fact]
    public void Relu_is_the_baseline_where_it_is_compared_and_else_the_first() =>
        Assert.Equal(
            ("relu", "elu", ""),
            (StudySettings.BaselineOf(["elu", "relu"]), StudySettings.BaselineOf(["elu", "gelu"]), StudySettings.BaselineOf([])));
}
