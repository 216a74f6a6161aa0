namespace Elucid;

/// <summary>A kind of network that recipes know by name: <c>cnn</c>.</summary>
public abstract class NetworkKind
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<NetworkKind> All { get; } =
        [
            new MlpNetwork(), new CnnNetwork(), new ResNetNetwork(), new RnnNetwork(), new GruNetwork(), new LstmNetwork(), new TransformerNetwork(),
            new MeanNetwork(), new GridNetwork(), new VaeNetwork(), new GanNetwork(),
        ];

    private protected NetworkKind() { }

    /// <summary>The kind with this name.</summary>
    /// <exception cref="ArgumentException">There is none; lists those that there are, and the nearest.</exception>
    public static NetworkKind Find(string name)
    {
        Suggestion.RequireOneOf(Spelling.Of(nameof(NetworkRecipe.Model)), name, [.. All.Select(kind => kind.Name)]);
        return All.First(kind => kind.Name == name);
    }

    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>The kind in a few words, and what <see cref="NetworkRecipe.Hidden"/> means to it, in the current spelling.</summary>
    public abstract string Description { get; }

    /// <summary><see cref="NetworkRecipe.Hidden"/> unless the user says otherwise.</summary>
    public abstract IReadOnlyList<int> DefaultHidden { get; }

    /// <summary><see cref="NetworkRecipe.Blocks"/> unless the user says otherwise; 0 where there are none.</summary>
    public virtual int DefaultBlocks => 0;

    /// <summary><see cref="NetworkRecipe.Latent"/> unless the user says otherwise; 0 where there is no code.</summary>
    public virtual int DefaultLatent => 0;

    /// <summary>Whether the numbers of <see cref="NetworkRecipe.Hidden"/> are layers of one kind in a row, so that there can be as many as one
    /// likes.</summary>
    public virtual bool IsStack => false;

    /// <summary><see cref="NetworkRecipe.Dropout"/> unless the user says otherwise.</summary>
    public virtual double DefaultDropout => 0;

    /// <summary>Whether it has anywhere to drop.</summary>
    public virtual bool HasDropout => true;

    /// <summary>Those of <see cref="NetworkRecipe.Norms"/> that it takes; the first one unless the user says otherwise.</summary>
    public virtual IReadOnlyList<string> Norms => NetworkRecipe.Norms;

    /// <summary>Whether each layer's units can leave alone: <see cref="ModelFile.RemoveUnits"/>.</summary>
    public virtual bool HasRemovableUnits => false;

    /// <summary>The tasks that such networks are built for.</summary>
    public virtual IReadOnlyList<LearningTask> Tasks { get; } = [LearningTask.Classification, LearningTask.Regression];

    /// <summary>The tasks of networks that read a sequence of any sort.</summary>
    private protected static IReadOnlyList<LearningTask> OfSequences { get; } =
        [LearningTask.Classification, LearningTask.Regression, LearningTask.Text, LearningTask.Forecast, LearningTask.Several];

    /// <summary>The task of networks that draw.</summary>
    private protected static IReadOnlyList<LearningTask> OfGenerators { get; } = [LearningTask.Generate];

    /// <summary>Whether such networks read tokens, with a vector for each; a text.</summary>
    public virtual bool ReadsTokens => false;

    /// <summary>Whether they read numbers.</summary>
    public virtual bool ReadsNumbers => true;

    /// <summary>What steadies such networks beside rates and norms of gradients, after those; empty where nothing is known.</summary>
    public virtual string Steadier => "";

    /// <summary>Where a norm stands in it, and over what it is taken, as the end of a sentence.</summary>
    public abstract string NormMeaning { get; }

    /// <summary>Throws unless the recipe's sizes make such a network for such examples.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public virtual void Check(NetworkRecipe recipe, Shape featureShape) { }

    /// <summary>Throws if such a network cannot have this activation.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public virtual void Check(Activation activation) { }

    /// <summary>Throws unless such networks, with the parts that the recipe asks for, are built for a task.</summary>
    /// <exception cref="ArgumentException">They are not; lists those that are.</exception>
    public void Check(NetworkRecipe recipe, LearningTask task)
    {
        if (!Tasks.Contains(task))
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Model), Name)} is for {string.Join(" and ", Tasks.Select(task => task.Word()))}, not for "
                    + $"{task.Word()}: choose {string.Join(" or ", All.Where(kind => kind.Tasks.Contains(task)).Select(kind => kind.Name))}.");
        // A policy would not be the one that played, whose probabilities the steps of learning are measured by.
        if (task == LearningTask.Control && recipe.Dropout > 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Dropout))} makes a policy another one in training than in play: omit it for {task.Word()}.");
        if (task == LearningTask.Control && recipe.Norm == "batch")
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Norm), recipe.Norm)} makes a policy another one in training than in play: choose none or layer "
                    + $"for {task.Word()}.");
    }

    /// <summary>Throws unless such networks read examples of tokens, or of numbers where the vocabulary is 0.</summary>
    /// <exception cref="ArgumentException">They do not; lists those that do.</exception>
    public void CheckTokens(int vocabulary)
    {
        string reads = vocabulary > 0 ? "numbers, not a column of prose" : "a column of prose, not numbers";
        bool Reads(NetworkKind kind) => vocabulary > 0 ? kind.ReadsTokens : kind.ReadsNumbers;
        if (!Reads(this))
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Model), Name)} reads {reads}: choose "
                    + $"{string.Join(" or ", All.Where(kind => Reads(kind) && kind.Tasks.Intersect(Tasks).Any()).Select(kind => kind.Name))}.");
    }

    internal abstract Module Build(NetworkPlan plan);

    /// <summary>The recipe of such a network without a share of its units.</summary>
    internal virtual NetworkRecipe Narrow(NetworkRecipe recipe, double share) => recipe with { Hidden = Narrow(recipe.Hidden, share) };

    private protected static int[] Narrow(IReadOnlyList<int> units, double share) =>
        [.. units.Select(count => UnitRemoval.Remaining(count, share))];

    /// <summary>At least how many weights the network has, found without building it: a file that describes a network must hold as many.</summary>
    internal abstract long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs);

    /// <summary>The same of the network for a task.</summary>
    internal virtual long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs, LearningTask task) =>
        CountWeights(recipe, featureShape, outputs);

    /// <summary>Throws unless examples are images.</summary>
    private protected void RequireImages(Shape featureShape)
    {
        if (featureShape.Rank != 3)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Model), Name)} learns from images of shape [channels, height, width], but the examples have "
                    + $"shape {featureShape}. Choose mlp, rnn, gru, lstm or transformer.");
    }

    /// <summary>Throws unless <see cref="NetworkRecipe.Hidden"/> has this many numbers.</summary>
    private protected void RequireHidden(NetworkRecipe recipe, int least, int most, string meaning)
    {
        if (recipe.Hidden.Count < least || recipe.Hidden.Count > most)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Hidden))} of {Spelling.Of(nameof(NetworkRecipe.Model), Name)} must be {meaning}, such as "
                    + $"{string.Join(',', DefaultHidden)}, but got {string.Join(',', recipe.Hidden)}.");
    }

    /// <summary>9 weights for each pair of channels of each convolution in a row.</summary>
    private protected static long Convolutions(int inChannels, IEnumerable<int> channels)
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
