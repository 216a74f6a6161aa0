namespace Elucid;

/// <summary>A generative adversarial network: of images convolutional, of rows fully connected.</summary>
internal sealed class GanNetwork : NetworkKind
{
    public override string Name => "gan";

    public override string Description =>
        $"two networks that learn against each other, one of which draws new rows or images; {Spelling.Of(nameof(NetworkRecipe.Hidden))}: channels "
            + $"at the images' end, where each layer has twice as many as the one after it, or of tables units of the layers, "
            + $"{Spelling.Of(nameof(NetworkRecipe.Latent))}: numbers of a code ({DefaultLatent})";

    public override IReadOnlyList<int> DefaultHidden => [64];

    public override int DefaultLatent => 32;

    public override bool HasDropout => false;

    public override IReadOnlyList<string> Norms { get; } = ["batch"];

    public override string NormMeaning => "batch norms stand where the paper on DCGAN has them";

    public override IReadOnlyList<LearningTask> Tasks => OfGenerators;

    public override void Check(NetworkRecipe recipe, Shape featureShape)
    {
        if (featureShape.Rank != 3)
            return;
        RequireHidden(recipe, 1, 1, "the channels at the images' end");
        if (Math.Min(featureShape[1], featureShape[2]) < Dcgan.LeastSide)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Model), Name)} doubles images from about 4 × 4, but those of {featureShape[1]} × "
                    + $"{featureShape[2]} are too small for that: it takes {Dcgan.LeastSide} × {Dcgan.LeastSide} or more. Choose vae.");
    }

    internal override Module Build(NetworkPlan plan)
    {
        (int latent, Shape example, Activation activation) = (plan.Latent, plan.FeatureShape, plan.Activation);
        if (example.Rank == 3)
            return new GenerativeAdversarialNetwork(
                Dcgan.Generator(latent, example, plan.Recipe.Hidden[0], activation, plan.Weights.Derive("generator")),
                Dcgan.Discriminator(example, plan.Recipe.Hidden[0], activation, plan.Weights.Derive("discriminator")), latent, example);
        int[] hidden = [.. plan.Recipe.Hidden];
        return new GenerativeAdversarialNetwork(
            Rows([latent, .. hidden, example.Size], plan, plan.Weights.Derive("generator"), hasNorms: true),
            Rows([example.Size, .. hidden.Reverse(), 1], plan, plan.Weights.Derive("discriminator"), hasNorms: false), latent, example);
    }

    // The discriminator sees real and drawn rows in batches of their own, whose statistics would tell them apart.
    static Sequential Rows(int[] widths, NetworkPlan plan, RandomStream random, bool hasNorms)
    {
        List<Module> modules = [];
        for (int i = 1; i < widths.Length; i++)
        {
            modules.Add(new Linear(widths[i - 1], widths[i], random, initializer: plan.Initializer));
            if (i + 1 == widths.Length)
                break;
            if (hasNorms)
                modules.AddRange(plan.Norm.OfUnits(widths[i]));
            modules.Add(new ActivationLayer(plan.Activation, widths[i]));
        }
        return new Sequential([.. modules]);
    }

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs)
    {
        int latent = recipe.Latent > 0 ? recipe.Latent : DefaultLatent;
        if (featureShape.Rank == 3)
            return Dcgan.CountWeights(latent, featureShape, recipe.Hidden[0]);
        int[] drawn = [latent, .. recipe.Hidden, featureShape.Size], judged = [featureShape.Size, .. recipe.Hidden.Reverse(), 1];
        return ((IEnumerable<int[]>)[drawn, judged]).Sum(widths => widths.Zip(widths.Skip(1), (inputs, units) => (long)inputs * units).Sum());
    }
}
