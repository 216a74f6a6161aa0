namespace Elucid.Lab;

/// <summary>What a recipe holds where its user says nothing. Whoever asks a user for one, the command line or a page, takes it from here, for its
/// fields and for its help.</summary>
public static class RecipeDefaults
{
    /// <summary>With more training examples than these, fewer passes in larger batches do.</summary>
    public const int ManyExamples = 10_000;

    static readonly Recipe Plain = new();

    /// <summary>Passes over the training data.</summary>
    /// <param name="examples">How many there are.</param>
    public static int Epochs(int examples) => examples > ManyExamples ? 10 : Plain.Epochs;

    /// <summary>Examples per step.</summary>
    /// <param name="examples">How many training examples there are.</param>
    public static int Batch(int examples) => examples > ManyExamples ? 128 : Plain.Batch;

    /// <summary>The recipe of a kind of network with an optimizer; <c>new Recipe()</c> is that of the first ones for few examples.</summary>
    /// <param name="model">The name of one of <see cref="NetworkKind.All"/>.</param>
    /// <param name="optimizer">One of <see cref="Choices.Optimizers"/>.</param>
    /// <param name="examples">How many training examples there are.</param>
    /// <exception cref="ArgumentException">There is no such network or optimizer; lists those that there are.</exception>
    public static Recipe For(string model, string optimizer, int examples)
    {
        Choices.Optimizers.Check(optimizer);
        NetworkKind kind = NetworkKind.Find(model);
        return new Recipe
        {
            Model = model,
            Hidden = kind.DefaultHidden,
            Blocks = kind.DefaultBlocks,
            Epochs = Epochs(examples),
            Batch = Batch(examples),
            Optimizer = optimizer,
            LearningRate = OptimizerCatalog.Find(optimizer).LearningRate,
            Dropout = kind.DefaultDropout,
            WeightDecay = OptimizerCatalog.Find(optimizer).WeightDecay,
        };
    }
}
