namespace Elucid;

/// <summary>What a network learns to answer for each row of a dataset. Whatever differs between tasks in this folder is a member here.</summary>
internal abstract class Answers
{
    /// <summary>Whose answers they are.</summary>
    public abstract LearningTask Task { get; }

    /// <summary>The number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>The class of every row, or none.</summary>
    public virtual int[] Labels => [];

    /// <summary>The name of every class, or none.</summary>
    public virtual IReadOnlyList<string> ClassNames => [];

    /// <summary>The class of every row as far as it is known, −1 where it is not, whether or not it is what is learned; or none.</summary>
    public virtual int[] KnownLabels => Labels;

    /// <summary>The names of those classes.</summary>
    public virtual IReadOnlyList<string> KnownClassNames => ClassNames;

    /// <summary>The numbers of every row, row by row, or none.</summary>
    public virtual float[] Targets => [];

    /// <summary>The name of every number, or none.</summary>
    public virtual IReadOnlyList<string> TargetNames => [];

    /// <summary>What the targets of a row are where there are several, of classes and quantities; none for other tasks.</summary>
    public virtual IReadOnlyList<TargetInfo> SeveralTargets => [];

    /// <summary>The objects of every row, or none.</summary>
    public virtual IReadOnlyList<IReadOnlyList<LabeledBox>> Boxes => [];

    /// <summary>The name of every output of a network.</summary>
    public abstract IReadOnlyList<string> OutputNames { get; }

    /// <summary>A number by which rows lie beside those with an answer like theirs; null where nothing is known of them.</summary>
    public virtual float? Ordered(int row) =>
        KnownLabels.Length > 0 ? KnownLabels[row] : Targets.Length > 0 ? Targets[row * (Targets.Length / Count)] : null;

    /// <summary>What tells them from others, for a hash.</summary>
    public abstract ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Throws where an answer is none.</summary>
    /// <param name="dataset">What messages call the dataset.</param>
    public abstract void Check(string dataset);

    /// <summary>The answers of these rows.</summary>
    public abstract Answers Of(ReadOnlySpan<int> rows);

    /// <summary>The answers of the same rows when they have so many features.</summary>
    public virtual Answers ForFeatures(int features) => this;

    /// <summary>The rows that a stratified split divides in one proportion: all, where no answer is like another.</summary>
    public virtual int[][] Strata() => [[.. Enumerable.Range(0, Count)]];

    /// <summary>Mean and deviation of each number; null where there is none to scale.</summary>
    public virtual ColumnScales? FitScales() => null;

    /// <summary>The answers in a unit of these scales.</summary>
    /// <exception cref="ArgumentException">They were fitted to another number of targets.</exception>
    public virtual Answers Scaled(ColumnScales scales) => this;

    /// <summary>Scales of what a network will see, where that is more than the features of the rows; null where it is those.</summary>
    public virtual ColumnScales? FitFeatures() => null;

    /// <summary>The answers of rows whose features are scaled.</summary>
    public virtual Answers WithFeatures(ColumnScales scales) => this;
}
