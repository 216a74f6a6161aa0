namespace Elucid.Lab;

/// <summary>What a network is built from.</summary>
/// <param name="Recipe">Its sizes.</param>
/// <param name="FeatureShape">The shape of one example.</param>
/// <param name="Outputs">Numbers that it puts out.</param>
/// <param name="Activation">The activation of its hidden layers.</param>
/// <param name="Initializer">How weights are drawn.</param>
/// <param name="Weights">Where they are drawn from.</param>
/// <param name="Noise">Where dropout draws from.</param>
public sealed record NetworkPlan(
    Recipe Recipe, Shape FeatureShape, int Outputs, Activation Activation, Initializer Initializer, RandomStream Weights, RandomStream Noise);

/// <summary>A kind of network that recipes know by name: <c>cnn</c>.</summary>
public abstract class NetworkKind
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<NetworkKind> All { get; } = [new MlpNetwork(), new CnnNetwork(), new ResNetNetwork(), new LstmNetwork(), new TransformerNetwork()];

    /// <summary>The kind with this name, which <see cref="Choices.Models"/> has checked.</summary>
    public static NetworkKind Of(string name) => All.First(kind => kind.Name == name);

    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>The kind in a few words, and what <see cref="Recipe.Hidden"/> means to it, in the current spelling.</summary>
    public abstract string Description { get; }

    /// <summary><see cref="Recipe.Hidden"/> unless the user says otherwise.</summary>
    public abstract IReadOnlyList<int> DefaultHidden { get; }

    /// <summary><see cref="Recipe.Blocks"/> unless the user says otherwise; 0 where there are none.</summary>
    public virtual int DefaultBlocks => 0;

    /// <summary><see cref="Recipe.Dropout"/> unless the user says otherwise.</summary>
    public virtual double DefaultDropout => 0;

    /// <summary>Whether it has anywhere to drop.</summary>
    public virtual bool HasDropout => true;

    /// <summary>Throws unless the recipe's sizes make such a network for such examples.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public virtual void Check(Recipe recipe, Shape featureShape) { }

    /// <summary>Throws if such a network cannot have this activation.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public virtual void Check(Activation activation) { }

    /// <summary>Builds the network.</summary>
    public abstract Sequential Build(NetworkPlan plan);

    /// <summary>At least how many weights the network has, found without building it: a file that describes a network must hold as many.</summary>
    public abstract long CountWeights(Recipe recipe, Shape featureShape, int outputs);

    /// <summary>Throws unless examples are images.</summary>
    protected void RequireImages(Shape featureShape)
    {
        if (featureShape.Rank != 3)
            throw new ArgumentException($"{Spelling.Of(nameof(Recipe.Model), Name)} learns from images of shape [channels, height, width], but the examples have shape {featureShape}. Choose mlp, lstm or transformer.");
    }

    /// <summary>Throws unless <see cref="Recipe.Hidden"/> has this many numbers.</summary>
    protected void RequireHidden(Recipe recipe, int least, int most, string meaning)
    {
        if (recipe.Hidden.Count < least || recipe.Hidden.Count > most)
            throw new ArgumentException($"{Spelling.Of(nameof(Recipe.Hidden))} of {Spelling.Of(nameof(Recipe.Model), Name)} must be {meaning}, such as {string.Join(',', DefaultHidden)}, but got {string.Join(',', recipe.Hidden)}.");
    }

    /// <summary>9 weights for each pair of channels of each convolution in a row.</summary>
    protected static long Convolutions(int inChannels, IEnumerable<int> channels)
    {
        long sum = 0, before = inChannels;
        foreach (int after in channels)
        {
            sum += 9 * before * after;
            before = after;
        }
        return sum;
    }
}
