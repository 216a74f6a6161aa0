namespace Elucid;

/// <summary>A transformer encoder over the steps of an example, and an output from their mean.</summary>
internal sealed class TransformerNetwork : NetworkKind
{
    const int HeadWidth = 16;

    public override string Name => "transformer";

    public override string Description =>
        $"transformer blocks with the activation in their hidden layer, over the rows of images or the numbers of tables; "
            + $"{Spelling.Of(nameof(NetworkRecipe.Hidden))}: their width, {Spelling.Of(nameof(NetworkRecipe.Blocks))}: how many (2)";

    public override IReadOnlyList<int> DefaultHidden => [64];

    public override IReadOnlyList<string> Norms { get; } = ["layer"];

    public override string NormMeaning => "its layer norms stand before attention and hidden layer of each block, and after the last one";

    public override int DefaultBlocks => 2;

    public override IReadOnlyList<LearningTask> Tasks => OfSequences;

    public override bool ReadsTokens => true;

    public override void Check(NetworkRecipe recipe, Shape featureShape)
    {
        RequireHidden(recipe, 1, 1, "the width of the blocks");
        if (recipe.Hidden[0] % HeadWidth != 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Hidden))} of {Spelling.Of(nameof(NetworkRecipe.Model), Name)} must be a multiple of "
                    + $"{HeadWidth}, the width of a head, but got {recipe.Hidden[0]}.");
    }

    internal override Module Build(NetworkPlan plan)
    {
        int width = plan.Recipe.Hidden[0];
        if (plan.Task == LearningTask.Text)
            return new Gpt(
                new GptOptions
                {
                    VocabularySize = plan.Outputs,
                    MaxLength = plan.FeatureShape[0],
                    Features = width,
                    Heads = width / HeadWidth,
                    Layers = plan.Recipe.Blocks,
                    Activation = plan.Activation,
                    Dropout = plan.Recipe.Dropout,
                }, plan.Weights);
        if (plan.Vocabulary > 0)
            return TokenNetwork.Of(
                plan, width,
                [
                    new LearnedPositionalEncoding(width, plan.FeatureShape[0], plan.Weights),
                    new TransformerEncoder(
                        plan.Recipe.Blocks,
                        _ => new TransformerEncoderLayer(
                            width, width / HeadWidth, 4 * width, plan.Activation, plan.Weights, plan.Recipe.Dropout, normFirst: true),
                        new LayerNorm(width)),
                ], width);
        Shape sequence = new ToSequence().OutputShape([1, .. plan.FeatureShape]);
        return new Sequential(
            new ToSequence(),
            new Linear(sequence[2], width, plan.Weights, initializer: plan.Initializer),
            new LearnedPositionalEncoding(width, sequence[1], plan.Weights),
            new TransformerEncoder(
                plan.Recipe.Blocks, _ =>
                    new TransformerEncoderLayer(
                        width, width / HeadWidth, 4 * width, plan.Activation, plan.Weights, plan.Recipe.Dropout, normFirst: true),
                            new LayerNorm(width)),
            new MeanOverSteps(),
            new Linear(width, plan.Outputs, plan.Weights, initializer: plan.OutputInitializer));
    }

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs)
    {
        Shape sequence = new ToSequence().OutputShape([1, .. featureShape]);
        long width = recipe.Hidden[0];
        return (sequence[2] + sequence[1] + outputs) * width + recipe.Blocks * 12L * width * width;
    }
}
