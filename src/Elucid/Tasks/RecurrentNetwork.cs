namespace Elucid;

/// <summary>Recurrent layers that read an example step by step, and an output from what they know at the end.</summary>
internal abstract class RecurrentNetwork : NetworkKind
{
    public override bool IsStack => true;

    public override IReadOnlyList<int> DefaultHidden => [128];

    // A batch norm would have to be one for each step, as sums of the first steps are smaller than those of later ones.
    public override IReadOnlyList<string> Norms { get; } = ["none", "layer"];

    public override string NormMeaning => "a norm stands behind each recurrent layer, over the units of each step";

    public override IReadOnlyList<LearningTask> Tasks => OfSequences;

    public override bool ReadsTokens => true;

    /// <summary>Products that a layer forms of its inputs, and of its state.</summary>
    protected abstract int Gates { get; }

    public override void Check(Activation activation)
    {
        if (activation.IsLearned)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Model), Name)} takes activations with fixed parameters, but {activation} learns its own, which "
                    + $"recurrent cells do not train. Leave it out, or choose another model.");
    }

    internal override Module Build(NetworkPlan plan)
    {
        bool isText = plan.Task == LearningTask.Text;
        if (plan.Vocabulary > 0)
            return TokenNetwork.Of(plan, plan.Recipe.Hidden[0], Layers(plan, plan.Recipe.Hidden[0]), plan.Recipe.Hidden[^1]);
        List<Module> modules =
        [
            isText ? new Embedding(plan.Outputs, plan.Recipe.Hidden[0], plan.Weights, initializer: Initializer.LeCun) : new ToSequence(),
        ];
        int width = modules[0].OutputShape([1, .. plan.FeatureShape])[2];
        modules.AddRange(Layers(plan, width));
        if (!isText)
            modules.Add(new LastStep());
        modules.Add(new Linear(plan.Recipe.Hidden[^1], plan.Outputs, plan.Weights, initializer: plan.OutputInitializer));
        return new Sequential([.. modules]);
    }

    List<Module> Layers(NetworkPlan plan, int width)
    {
        bool isLong = plan.Task == LearningTask.Text || plan.Vocabulary > 0;
        List<Module> modules = [];
        foreach (int units in plan.Recipe.Hidden)
        {
            modules.Add(Layer(width, units, plan.Weights, new RecurrentOptions
            {
                Activation = plan.Activation,
                Initializer = plan.Initializer,
                // Over the many steps of a text, a gain above 1 would grow without bound.
                RecurrentInitializer = isLong ? Initializer.Orthogonal() : null,
            }));
            modules.AddRange(plan.Norm.OfUnits(units));
            if (plan.Recipe.Dropout > 0)
                modules.Add(new Dropout(plan.Recipe.Dropout, plan.Noise));
            width = units;
        }
        return modules;
    }

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs)
    {
        long sum = 0, width = new ToSequence().OutputShape([1, .. featureShape])[2];
        foreach (int units in recipe.Hidden)
        {
            sum += Gates * (width + units) * units;
            width = units;
        }
        return sum + width * outputs;
    }

    /// <summary>One layer.</summary>
    private protected abstract Recurrent Layer(int inputs, int units, RandomStream random, RecurrentOptions options);

    /// <summary>The kind in words.</summary>
    private protected static string Layers(string what, string where) =>
        $"{what} layers that read images row by row and tables number by number, with the activation {where}; "
            + $"{Spelling.Of(nameof(NetworkRecipe.Hidden))}: units of each";
}
