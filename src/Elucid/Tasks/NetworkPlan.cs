namespace Elucid;

/// <summary>What a network is built from.</summary>
/// <param name="Recipe">Its sizes.</param>
/// <param name="Task">What its outputs mean.</param>
/// <param name="FeatureShape">The shape of one example.</param>
/// <param name="Outputs">Numbers that it puts out.</param>
/// <param name="Activation">The activation of its hidden layers.</param>
/// <param name="Norm">What normalises their sums.</param>
/// <param name="Initializer">How weights are drawn.</param>
/// <param name="Weights">Where they are drawn from.</param>
/// <param name="Noise">Where dropout draws from.</param>
internal sealed record NetworkPlan(
    NetworkRecipe Recipe, LearningTask Task, Shape FeatureShape, int Outputs, Activation Activation, Norm Norm, Initializer Initializer,
    RandomStream Weights, RandomStream Noise)
{
    /// <summary>How many kinds of tokens examples consist of; 0 where they are numbers.</summary>
    public int Vocabulary { get; init; }

    /// <summary>How the weights of the last layer are drawn: small where an output of 0 is a good answer to begin with. A policy is then undecided
    /// and tries everything; a forecast repeats the last season.</summary>
    public Initializer OutputInitializer => Task is LearningTask.Control or LearningTask.Forecast ? new VarianceScaling(0.01) : Initializer;

    /// <summary>Numbers of a code.</summary>
    public int Latent => Recipe.Latent > 0 ? Recipe.Latent : NetworkKind.Find(Recipe.Model).DefaultLatent;
}
