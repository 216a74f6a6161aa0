using System.Text.Json;

namespace Elucid;

/// <summary>A column of a table as a network sees it: what its values are, and which features they become.</summary>
/// <remarks>
/// What a column is, is decided once, when the table is read that a model learns from, and stored with the model. Columns of a kind are found, read
/// and described by their <see cref="ColumnKind"/>.
/// </remarks>
public abstract class Column
{
    readonly float[] _fill;

    private protected Column(string name, int values, ReadOnlySpan<float> fill, bool hasIndicator)
    {
        if (!fill.IsEmpty && fill.Length != values)
            throw new ArgumentException($"Column '{name}': expected {values} numbers to stand for a missing value, but got {fill.Length}.");
        foreach (float number in fill)
            if (!float.IsFinite(number))
                throw new ArgumentException($"Column '{name}': expected finite numbers to stand for a missing value, but got {number}.");
        (Name, ValueWidth, HasIndicator) = (name, values, hasIndicator);
        _fill = fill.IsEmpty ? new float[values] : fill.ToArray();
    }

    /// <summary>As in the header.</summary>
    public string Name { get; }

    /// <summary>What the column is, in a word: number, category or date.</summary>
    public string KindName => Kind.Name;

    /// <summary>The number of features the column becomes.</summary>
    public int Width => ValueWidth + (HasIndicator ? 1 : 0);

    /// <summary>Whether its last feature says that the value is missing.</summary>
    public bool HasIndicator { get; }

    /// <summary>The names of its features, such as <c>size</c>, <c>colour=red</c> or <c>size missing</c>.</summary>
    public IEnumerable<string> FeatureNames => HasIndicator ? ValueNames.Append($"{Name} missing") : ValueNames;

    /// <summary>The features that stand for a missing value: their means over the rows that have one.</summary>
    public ReadOnlySpan<float> Fill => _fill;

    /// <summary>What it becomes, in words.</summary>
    public string Becomes => HasIndicator ? $"{ValueDescription} + missing" : ValueDescription;

    internal abstract ColumnKind Kind { get; }

    /// <summary>Features that the value becomes, without the indicator.</summary>
    internal int ValueWidth { get; }

    private protected abstract IEnumerable<string> ValueNames { get; }

    private protected abstract string ValueDescription { get; }

    /// <summary>The weakest mark that means a missing value here.</summary>
    internal virtual MissingMark Missing => MissingMark.Weak;

    /// <summary>Writes a value as features, which are 0 so far. Returns null, or what was expected instead.</summary>
    internal abstract string? Encode(ReadOnlySpan<char> value, Span<float> features);

    /// <summary>The value that features stand for, as far as a network puts them out again: a number, the likeliest category, a date.</summary>
    /// <param name="features">As many as the column has, in its own units.</param>
    public abstract string TextOf(ReadOnlySpan<float> features);

    /// <summary>Writes what stands for a value that is missing or unknown as features, which are 0 so far.</summary>
    internal void FillIn(Span<float> features, bool isMissing)
    {
        _fill.CopyTo(features);
        if (HasIndicator && isMissing)
            features[ValueWidth] = 1;
    }

    /// <summary>The same column with other numbers in place of missing values.</summary>
    internal abstract Column With(ReadOnlySpan<float> fill, bool hasIndicator);

    /// <summary>Writes what its kind needs to read it again.</summary>
    internal abstract void Write(Utf8JsonWriter json);
}
