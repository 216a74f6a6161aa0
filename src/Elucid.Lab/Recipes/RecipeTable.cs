using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>A recipe as the rows of a report's table of settings.</summary>
internal static class RecipeTable
{
    /// <summary>Name and value of each setting.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="network">What the network is called where it is not the recipe's.</param>
    /// <param name="rate">What stands for the learning rate where it is not the recipe's.</param>
    public static IEnumerable<(string Name, string Value)> Rows(Recipe recipe, string? network = null, string? rate = null) =>
    [
        .. FineTuning.Rows(recipe),
        (recipe.From is null ? "model" : "head", network
            ?? $"{recipe.Model}, hidden {string.Join(',', recipe.Hidden)}{BlocksOf(recipe)}{LatentOf(recipe)}"),
        ("augmentation", recipe.Augment.Length > 0 ? recipe.Augment : "none"),
        ("epochs", Format.Count(recipe.Epochs)), ("batch", Format.Count(recipe.Batch)), ("optimizer", recipe.Optimizer),
        ("learning rate", rate ?? RateText(recipe.LearningRate)), ("schedule", recipe.Schedule), ("warmup steps", Format.Count(recipe.Warmup)),
        ("initial weights", recipe.Init), ("norm", recipe.Norm ?? NetworkKind.Find(recipe.Model).Norms[0]),
        ("dropout", Format.Number(recipe.Dropout)), ("weight decay", Format.Number(recipe.WeightDecay)),
        ("clip norm", Format.Number(recipe.ClipNorm)), ("patience", Format.Count(recipe.Patience)),
        .. recipe.Members is { } members ? [("members", $"{Format.Count(members)}{DrawnAs(recipe)}")] : Array.Empty<(string, string)>(),
        .. recipe.Balance is { } balance ? [("balance of the losses", balance)] : Array.Empty<(string, string)>(),
        .. recipe.ClassWeights is { } weights ? [("class weights", weights)] : Array.Empty<(string, string)>(),
    ];

    static string DrawnAs(Recipe recipe) => recipe.Bagging ? ", bagging" : recipe.Boosting ? ", boosting" : "";

    /// <summary>The blocks of a network that has them, as the end of its description.</summary>
    public static string BlocksOf(Recipe recipe) => recipe.Blocks > 0 ? $", blocks {recipe.Blocks}" : "";

    /// <summary>The code of an autoencoder, as the end of its description.</summary>
    public static string LatentOf(Recipe recipe) => recipe.Latent > 0 ? $", latent {recipe.Latent}" : "";

    /// <summary>A learning rate without trailing zeros.</summary>
    public static string RateText(double rate) => rate.ToString("G3", System.Globalization.CultureInfo.InvariantCulture);
}
