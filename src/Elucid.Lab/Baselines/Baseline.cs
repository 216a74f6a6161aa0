namespace Elucid.Lab;

/// <summary>What networks must beat to be worth their while, on the same test rows.</summary>
/// <param name="Name">For people: "most frequent class", "logistic regression".</param>
/// <param name="Test">Its scores; RMSE and MAE in the target's own units.</param>
public sealed record Baseline(string Name, Evaluation Test)
{
    /// <summary>The trivial baseline and the linear one, in this order.</summary>
    /// <param name="split">Learns from its training rows and is judged on its test rows.</param>
    /// <param name="scales">What the targets were standardised with; null if they were not.</param>
    /// <param name="recipe">How the networks are built.</param>
    internal static IReadOnlyList<Baseline> Both(DataSplit split, Standardizer? scales, NetworkRecipe recipe) =>
        [.. TaskProfile.Of(split.Train.Task).Baselines(split, scales, recipe).Take(2)];
}
