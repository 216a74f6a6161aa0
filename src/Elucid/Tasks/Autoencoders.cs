namespace Elucid;

/// <summary>What networks that put out their input have in common.</summary>
internal static class Autoencoders
{
    /// <summary>Numbers of the code: those that are asked for, or <see cref="NetworkRecipe.DefaultLatent"/>.</summary>
    public static int LatentFor(this NetworkRecipe recipe, Shape featureShape) =>
        recipe.Latent > 0 ? recipe.Latent : NetworkRecipe.DefaultLatent(featureShape.Size);

    /// <summary>What follows the last layer: pixels lie from 0 to 1, the numbers of tables anywhere.</summary>
    public static Module[] Output(NetworkPlan plan) => plan.FeatureShape.Rank == 3 ? [new ActivationLayer(Activations.Sigmoid())] : [];
}
