namespace Elucid.Lab;

/// <summary>What a recipe holds where its user says nothing. Whoever asks a user for one, the command line or a page, takes it from here, for its
/// fields and for its help.</summary>
public static class RecipeDefaults
{
    /// <summary>With more training examples than these, fewer passes in larger batches do.</summary>
    public const int ManyExamples = 10_000;

    static readonly Recipe Plain = new();

    /// <summary>Passes over a text, and windows of it per step: each window has as many examples as tokens.</summary>
    public const int TextEpochs = 10, TextBatch = 16;

    /// <summary>Passes over a column of prose, whose words networks soon know by heart.</summary>
    public const int ProseEpochs = 12;

    /// <summary>Passes over an environment's episodes, and episodes per step.</summary>
    public const int ControlEpochs = 20, ControlBatch = 8;

    /// <summary>Passes over few examples until a network draws the like of them, and over many.</summary>
    public const int GenerationEpochs = 150, GenerationManyEpochs = 20;

    const int FastRate = 3;

    /// <summary>Units of the hidden layer of a new head.</summary>
    public const int HeadUnits = 64;

    /// <summary>Units of a policy, whose observations are few numbers.</summary>
    public static IReadOnlyList<int> ControlHidden { get; } = [64, 64];

    /// <summary>What gradients of a policy are scaled down to.</summary>
    public const double ControlClipNorm = 0.5;

    // As in the papers' order of magnitude; at the rate of other networks one adversary overruns the other.
    const double VaeRate = 2, GanRate = 0.3;

    /// <summary>The kind of network.</summary>
    /// <param name="task">What is learned.</param>
    /// <param name="isProse">Whether it is learned from a column of prose.</param>
    public static string Model(LearningTask task, bool isProse = false) => task switch
    {
        LearningTask.Text => "gru",
        LearningTask.Detect => "grid",
        LearningTask.Generate => "vae",
        _ => isProse ? "mean" : Plain.Model,
    };

    /// <summary>Passes over the training data.</summary>
    /// <param name="examples">How many there are.</param>
    /// <param name="task">What is learned.</param>
    public static int Epochs(int examples, LearningTask task = LearningTask.Classification) =>
        task switch
        {
            LearningTask.Text => TextEpochs,
            LearningTask.Control => ControlEpochs,
            LearningTask.Generate => examples > ManyExamples ? GenerationManyEpochs : GenerationEpochs,
            _ => examples > ManyExamples ? 10 : Plain.Epochs,
        };

    /// <summary>Examples per step.</summary>
    /// <param name="examples">How many training examples there are.</param>
    /// <param name="task">What is learned.</param>
    public static int Batch(int examples, LearningTask task = LearningTask.Classification) =>
        task == LearningTask.Text ? TextBatch : task == LearningTask.Control ? ControlBatch : examples > ManyExamples ? 128 : Plain.Batch;

    /// <summary>The recipe of a kind of network with an optimizer; <c>new Recipe()</c> is that of the first ones for few examples.</summary>
    /// <param name="model">The name of one of <see cref="NetworkKind.All"/>.</param>
    /// <param name="optimizer">One of <see cref="Choices.Optimizers"/>.</param>
    /// <param name="examples">How many training examples there are.</param>
    /// <param name="task">What is learned.</param>
    /// <param name="isProse">Whether it is learned from a column of prose.</param>
    /// <exception cref="ArgumentException">There is no such network or optimizer; lists those that there are.</exception>
    public static Recipe For(string model, string optimizer, int examples, LearningTask task = LearningTask.Classification, bool isProse = false)
    {
        Choices.Optimizers.Check(optimizer);
        NetworkKind kind = NetworkKind.Find(model);
        bool isText = task == LearningTask.Text, isControl = task == LearningTask.Control, hasFewPasses = isText || task == LearningTask.Detect;
        double rate = OptimizerCatalog.Find(optimizer).LearningRate;
        return new Recipe
        {
            Model = model,
            Hidden = isControl ? ControlHidden : kind.DefaultHidden,
            Blocks = kind.DefaultBlocks,
            Latent = kind.DefaultLatent,
            Epochs = isProse ? ProseEpochs : Epochs(examples, task),
            Batch = Batch(examples, task),
            Optimizer = optimizer,
            // Few passes over a text, or over large images, have to do, and recurrent networks have many steps to take gradients through.
            LearningRate = rate * (hasFewPasses ? FastRate : model == "vae" ? VaeRate : model == "gan" ? GanRate : 1),
            Schedule = hasFewPasses || isControl ? "cosine" : Plain.Schedule,
            ClipNorm = isText ? 1 : isControl ? ControlClipNorm : Plain.ClipNorm,
            // What is dropped on the way through a narrow code does not come back.
            Dropout = task == LearningTask.Reconstruct ? 0 : kind.DefaultDropout,
            WeightDecay = OptimizerCatalog.Find(optimizer).WeightDecay,
        };
    }
}
