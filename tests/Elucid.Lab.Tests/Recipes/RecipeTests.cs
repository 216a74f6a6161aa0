namespace Elucid.Lab.Tests.Recipes;

[AnyWidth]
public sealed class RecipeTests
{
    [Fact]
    public void A_setting_out_of_range_is_refused_by_its_name_in_code()
    {
        Refused.With<ArgumentException>("Recipe.Epochs must be a positive number, but got 0.", () => new Recipe { Epochs = 0 }.Check());
        Refused.With<ArgumentException>(
            "Recipe.LearningRate must be a positive number such as 0.001, but got -1.", () => new Recipe { LearningRate = -1 }.Check());
        Refused.With<ArgumentException>(
            "Recipe.Optimizer must be one of adam, adamw, sgd, momentum, nesterov, rmsprop, but got 'adm'. Did you mean 'adam'?",
            () => new Recipe { Optimizer = "adm" }.Check());
    }

    [Fact]
    public void Batch_norm_needs_more_than_one_example() => Refused.With<ArgumentException>(
        "Recipe.Batch must be at least 2 with Recipe.Norm = \"batch\", as one example has no variance, but got 1.",
        new Recipe { Norm = "batch", Batch = 1 }.Check);

    [Fact]
    public void A_recipe_that_names_no_norm_is_written_as_before_there_were_norms()
    {
        Assert.False(RecipeSettings.Of(new Recipe()).Has("norm"));
        Settings settings = RecipeSettings.Of(new Recipe { Norm = "layer" });
        Assert.Equal("layer", settings.Text("norm"));
        Assert.Equal("layer", RecipeSettings.Read(settings).Norm);
    }
}
