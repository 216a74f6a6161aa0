namespace Elucid;

/// <summary>A variational autoencoder, fully connected.</summary>
internal sealed class VaeNetwork : NetworkKind
{
    public override string Name => "vae";

    public override string Description =>
        $"a variational autoencoder, which draws new rows or images; {Spelling.Of(nameof(NetworkRecipe.Hidden))}: units of the encoder's layers, "
            + $"which the decoder mirrors, {Spelling.Of(nameof(NetworkRecipe.Latent))}: numbers of the code ({DefaultLatent})";

    public override IReadOnlyList<int> DefaultHidden => [256, 128];

    public override int DefaultLatent => 8;

    public override bool HasDropout => false;

    public override IReadOnlyList<string> Norms { get; } = ["none"];

    public override string NormMeaning => "it has no norms";

    public override IReadOnlyList<LearningTask> Tasks => OfGenerators;

    // Deviations that are learned weigh the reconstruction against the code, of pixels, too (O. Rybkin, K. Daniilidis, S. Levine 2021,
    // arXiv:2006.13202).
    internal override Module Build(NetworkPlan plan) => new VariationalAutoencoder(
        plan.FeatureShape.Size, plan.Latent, plan.Activation, plan.Weights, [.. plan.Recipe.Hidden], plan.Initializer,
        Likelihood.Gaussian, arePixels: plan.FeatureShape.Rank == 3);

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs)
    {
        int[] widths = [featureShape.Size, .. recipe.Hidden];
        int latent = recipe.Latent > 0 ? recipe.Latent : DefaultLatent;
        return 2 * widths.Zip(widths.Skip(1), (inputs, units) => (long)inputs * units).Sum() + 3L * recipe.Hidden[^1] * latent;
    }
}
