namespace Elucid;

/// <summary>LSTM layers that read an example step by step, and an output from what they know at the end.</summary>
internal sealed class LstmNetwork : NetworkKind
{
    public override string Name => "lstm";

    public override string Description =>
        $"LSTM layers that read images row by row and tables number by number, with the activation in place of tanh; "
            + $"{Spelling.Of(nameof(NetworkRecipe.Hidden))}: units of each";

    public override IReadOnlyList<int> DefaultHidden => [128];

    public override void Check(Activation activation)
    {
        if (activation.IsLearned)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Model), Name)} takes activations with fixed parameters, but {activation} learns its own, which "
                    + $"recurrent cells do not train. Leave it out, or choose another model.");
    }

    internal override Sequential Build(NetworkPlan plan)
    {
        List<Module> modules = [new ToSequence()];
        int width = modules[0].OutputShape([1, .. plan.FeatureShape])[2];
        foreach (int units in plan.Recipe.Hidden)
        {
            modules.Add(new Lstm(
                width, units, plan.Weights, new RecurrentOptions { Activation = plan.Activation, Initializer = plan.Initializer }, forgetBias: 1));
            if (plan.Recipe.Dropout > 0)
                modules.Add(new Dropout(plan.Recipe.Dropout, plan.Noise));
            width = units;
        }
        modules.Add(new LastStep());
        modules.Add(new Linear(width, plan.Outputs, plan.Weights, initializer: plan.Initializer));
        return new Sequential([.. modules]);
    }

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs)
    {
        long sum = 0, width = new ToSequence().OutputShape([1, .. featureShape])[2];
        foreach (int units in recipe.Hidden)
        {
            sum += 4 * (width + units) * units;
            width = units;
        }
        return sum + width * outputs;
    }
}
