using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Elucid;

/// <summary>
/// Rows of float32 features, each with a class label, with real-valued targets, or without an answer. Immutable: safe to share between threads and
/// trials.
/// </summary>
public sealed partial class Dataset
{
    readonly float[] _features;
    readonly int[] _featureShape;

    /// <summary>A dataset for classification.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="features">[rows, ..featureShape], row by row. Kept, not copied: do not change it afterwards.</param>
    /// <param name="featureShape">The shape of one row, such as [64] or [1, 28, 28] (channels, height, width).</param>
    /// <param name="labels">One per row: an index into <paramref name="classNames"/>. Kept, not copied.</param>
    /// <param name="classNames">The name of every class.</param>
    /// <exception cref="ArgumentException">Lengths disagree, a label is out of range, or a feature is not finite.</exception>
    public Dataset(string name, float[] features, int[] featureShape, int[] labels, IReadOnlyList<string> classNames)
        : this(name, features, featureShape, new ClassLabels(labels, classNames))
    {
    }

    /// <summary>A dataset for regression.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="features">[rows, ..featureShape], row by row. Kept, not copied: do not change it afterwards.</param>
    /// <param name="featureShape">The shape of one row.</param>
    /// <param name="targets">[rows, targets], row by row. Kept, not copied.</param>
    /// <param name="targetNames">The name of every target.</param>
    /// <exception cref="ArgumentException">Lengths disagree, or a feature or target is not finite.</exception>
    public Dataset(string name, float[] features, int[] featureShape, float[] targets, IReadOnlyList<string> targetNames)
        : this(name, features, featureShape, new Quantities(targets, targetNames))
    {
    }

    /// <summary>A dataset without answers, for a network that learns to put out its rows again (<see cref="LearningTask.Reconstruct"/>).</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="features">[rows, ..featureShape], row by row. Kept, not copied: do not change it afterwards.</param>
    /// <param name="featureShape">The shape of one row.</param>
    /// <exception cref="ArgumentException">There is no whole number of rows, or a feature is not finite.</exception>
    public Dataset(string name, float[] features, int[] featureShape)
        : this(name, features, featureShape, NoAnswers(name, features.Length, featureShape))
    {
    }

    /// <summary>A dataset for detection: images, and the objects in each.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="features">[images, ..featureShape], image by image. Kept, not copied.</param>
    /// <param name="featureShape">[channels, height, width].</param>
    /// <param name="boxes">The objects of each image, in its pixels; an image may have none.</param>
    /// <param name="classNames">The name of every class that an object may have.</param>
    /// <exception cref="ArgumentException">Lengths disagree, a box is empty, or its class is none.</exception>
    public Dataset(
        string name, float[] features, int[] featureShape, IReadOnlyList<IReadOnlyList<LabeledBox>> boxes, IReadOnlyList<string> classNames)
        : this(name, features, featureShape, new ObjectBoxes(boxes, classNames))
    {
    }

    /// <summary>A dataset of rows of which several things are learned at once (<see cref="LearningTask.Several"/>).</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="features">[rows, ..featureShape], row by row. Kept, not copied: do not change it afterwards.</param>
    /// <param name="featureShape">The shape of one row.</param>
    /// <param name="answers">[rows, targets], row by row: the label of a class, an index into its <see cref="TargetInfo.ClassNames"/>, or a quantity;
    /// NaN where it is unknown, which counts for nothing. Kept, not copied.</param>
    /// <param name="targets">What they are.</param>
    /// <exception cref="ArgumentException">Lengths disagree, a label is out of range, a feature or quantity is not finite, or two targets have one
    /// name.</exception>
    [OverloadResolutionPriority(1)]       // [new("a")] is a target, and no new string
    public Dataset(string name, float[] features, int[] featureShape, float[] answers, IReadOnlyList<TargetInfo> targets)
        : this(name, features, featureShape, new SeveralAnswers(answers, targets))
    {
    }

    internal Dataset(string name, float[] features, int[] featureShape, Answers answers)
    {
        (Name, Count, Answers, _features, _featureShape) = (name, answers.Count, answers, features, [.. featureShape]);
        if (Count == 0)
            throw new ArgumentException($"Dataset '{name}': expected at least one row with a label or target, but there is none.");
        long width = WidthOf(name, featureShape);
        if (features.Length != width * Count)
            throw new ArgumentException($"Dataset '{name}': expected {Count} rows of shape [{string.Join(", ", featureShape)}], that is "
                + $"{width * Count} features, but got {features.Length}. Features and labels must have the same number of rows.");
        FeatureCount = (int)width;
        RequireFinite(name, features, FeatureCount, "feature");
        answers.Check(name);
    }

    Dataset(Dataset like, float[] features, Answers answers, bool[]? missing, double[]? times, ReadOnlySpan<int> featureShape)
    {
        bool isAlike = featureShape.SequenceEqual(like._featureShape);
        (Name, Count, Source) = (like.Name, answers.Count, like.Source);
        (_features, FeatureCount, _featureShape) = (features, features.Length / Count, [.. featureShape]);
        Answers = answers.ForFeatures(FeatureCount);
        FeatureNames = isAlike ? like.FeatureNames : [];
        VocabularySize = isAlike ? like.VocabularySize : 0;
        (MissingFeatures, Times) = (missing, times);
    }

    static Unlabeled NoAnswers(string name, int numbers, ReadOnlySpan<int> featureShape)
    {
        int width = WidthOf(name, featureShape);
        return new Unlabeled(LearningTask.Reconstruct, numbers / width, Unlabeled.NamesOf(width));
    }

    static int WidthOf(string name, ReadOnlySpan<int> featureShape)
    {
        int width = 1;
        foreach (int size in featureShape)
            width = size < 1
                ? throw new ArgumentException(
                    $"Dataset '{name}': expected feature sizes of at least 1, but the shape of a row is "
                        + $"[{string.Join(", ", featureShape.ToArray())}].")
                : checked(width * size);
        return width;
    }

    /// <summary>What reports call the dataset.</summary>
    public string Name { get; }

    /// <summary>What is to be learned of each row.</summary>
    public LearningTask Task => Answers.Task;

    /// <summary>What is to be learned for each row.</summary>
    internal Answers Answers { get; }

    /// <summary>The number of rows, at least 1.</summary>
    public int Count { get; }

    /// <summary>The number of features of a row: the product of <see cref="FeatureShape"/>.</summary>
    public int FeatureCount { get; }

    /// <summary>The shape of one row: [features], or [channels, height, width] for images.</summary>
    public ReadOnlySpan<int> FeatureShape => _featureShape;

    /// <summary>What a network for this dataset puts out: one value per class, one per target, or one per feature.</summary>
    public int OutputCount => OutputNames.Count;

    /// <summary>The name of every output: those of the classes, of the targets, or of the features.</summary>
    public IReadOnlyList<string> OutputNames => Answers.OutputNames;

    /// <summary>The name of every class; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames => Answers.ClassNames;

    /// <summary>The name of every target; empty for classification.</summary>
    public IReadOnlyList<string> TargetNames => Answers.TargetNames;

    /// <summary>What the targets of a row are where there are several, of classes and quantities (<see cref="LearningTask.Several"/>); empty for
    /// other tasks.</summary>
    public IReadOnlyList<TargetInfo> SeveralTargets => Answers.SeveralTargets;

    /// <summary>
    /// The class of every row as far as it is known, −1 for one that training did not see, −2 where nothing is said: the labels of classification,
    /// and what stood beside rows that are learned without answers (<see cref="WithoutAnswers"/>). Empty where nothing is known.
    /// </summary>
    public ReadOnlySpan<int> KnownLabels => Answers.KnownLabels;

    /// <summary>The names of those classes; empty where nothing is known.</summary>
    public IReadOnlyList<string> KnownClassNames => Answers.KnownClassNames;

    /// <summary>The name of every feature, where known; otherwise empty.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>How many kinds of tokens the features are, 0 being what fills short rows up; 0 where features are numbers.</summary>
    public int VocabularySize { get; init; }

    /// <summary>Where the data come from and under which licence; empty if unknown.</summary>
    public string Source { get; init; } = "";

    /// <summary>
    /// Which features stand for missing values, [rows, features]: those count for nothing in means and become them. Null if none does.
    /// </summary>
    internal bool[]? MissingFeatures { get; init; }

    /// <summary>When each row was: [rows]; null if unknown.</summary>
    internal double[]? Times { get; init; }

    /// <summary>Adds all that a network learns from to a hash: features, labels or targets, which values were missing, and times. Names are not part
    /// of it.</summary>
    /// <param name="hash">What is added to.</param>
    public void AppendTo(IncrementalHash hash)
    {
        hash.AppendData(MemoryMarshal.AsBytes(Features));
        hash.AppendData(Answers.Bytes);
        hash.AppendData(MemoryMarshal.AsBytes(MissingFeatures.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(Times.AsSpan()));
    }

    /// <summary>All features: [rows, features], row by row.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>The class of every row: [rows]; empty for regression.</summary>
    public ReadOnlySpan<int> Labels => Answers.Labels;

    /// <summary>The targets: [rows, targets], row by row; empty for classification. Of several targets labels and quantities, NaN where one is
    /// unknown.</summary>
    public ReadOnlySpan<float> Targets => Answers.Targets;

    /// <summary>The objects of every image: [rows]; empty for other tasks than detection.</summary>
    public IReadOnlyList<IReadOnlyList<LabeledBox>> Boxes => Answers.Boxes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void RequireFinite(string name, float[] values, int width, string what)
    {
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw new ArgumentException($"Dataset '{name}': expected finite numbers, but {what} {i % width} of row {i / width} is {values[i]}. "
                    + "Remove the row or fill in a value.");
    }
}
