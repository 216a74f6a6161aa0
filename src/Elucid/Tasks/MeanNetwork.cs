namespace Elucid;

/// <summary>The mean of the vectors of a text's tokens, and fully connected layers behind it.</summary>
/// <remarks>A. Joulin, E. Grave, P. Bojanowski, T. Mikolov 2017, Bag of tricks for efficient text classification, with hidden layers.</remarks>
internal sealed class MeanNetwork : NetworkKind
{
    public override string Name => "mean";

    public override string Description =>
        $"the mean of a vector for each token of a column of prose, and fully connected layers; {Spelling.Of(nameof(NetworkRecipe.Hidden))}: the "
            + "length of the vectors, then units of each layer";

    public override IReadOnlyList<int> DefaultHidden => [64, 64];

    public override double DefaultDropout => 0.3;

    public override string NormMeaning => "a norm stands before each activation, over the units of a layer";

    public override bool ReadsTokens => true;

    public override bool ReadsNumbers => false;

    internal override Module Build(NetworkPlan plan)
    {
        IReadOnlyList<int> hidden = plan.Recipe.Hidden;
        return TokenNetwork.Of(plan, hidden[0], [], hidden[^1], HiddenLayers.Of(plan, hidden[0], hidden.Skip(1)));
    }

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs)
    {
        int[] widths = [.. recipe.Hidden, outputs];
        return widths.Zip(widths.Skip(1), (inputs, units) => (long)inputs * units).Sum();
    }
}
