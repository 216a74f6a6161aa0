namespace Elucid.Data.Tables;

/// <summary>How the columns of a table become features and targets: what a model must remember to read new rows.</summary>
/// <param name="Columns">The feature columns, in the order of the features.</param>
/// <param name="Target">The column to predict.</param>
/// <param name="Task">Classification or regression.</param>
/// <param name="ClassNames">The values of the target that are classes, in the order of the labels; empty for regression.</param>
/// <param name="Missing">What to do with missing values.</param>
/// <param name="Separator">What separates fields.</param>
public sealed record CsvSchema(
    IReadOnlyList<CsvColumn> Columns, string Target, LearningTask Task, IReadOnlyList<string> ClassNames, MissingValues Missing, char Separator = ',')
{
    /// <summary>The number of features: one per numeric column and one per category of a text column.</summary>
    public int FeatureCount => Columns.Sum(column => column.Width);

    /// <summary>The features' names: the column's, or <c>column=value</c> for a category.</summary>
    public IReadOnlyList<string> FeatureNames => [.. Columns.SelectMany(column => column.FeatureNames)];

    /// <summary>The schema as JSON, to be stored with a model; <see cref="FromJson"/> reads it.</summary>
    public string ToJson() => CsvSchemaJson.Write(this);

    /// <summary>A schema that was stored.</summary>
    /// <exception cref="DataFormatException">The text is not what <see cref="ToJson"/> writes.</exception>
    public static CsvSchema FromJson(string json) => CsvSchemaJson.Read(json);
}

/// <summary>A feature column of a table.</summary>
/// <param name="Name">As in the header.</param>
public abstract record CsvColumn(string Name)
{
    /// <summary>The number of features the column becomes.</summary>
    public abstract int Width { get; }

    /// <summary>The names of those features.</summary>
    public abstract IEnumerable<string> FeatureNames { get; }

    /// <summary>Writes a value as features, which are 0 so far. Returns null, or what was expected instead.</summary>
    internal abstract string? Encode(ReadOnlySpan<char> value, Span<float> features);

    /// <summary>Writes a missing value as features.</summary>
    internal abstract void Fill(Span<float> features);
}

/// <summary>A column of numbers: one feature.</summary>
/// <param name="Name">As in the header.</param>
/// <param name="Mean">The mean of the values that are present; it stands for missing ones if asked for.</param>
public sealed record NumericColumn(string Name, float Mean) : CsvColumn(Name)
{
    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    public override IEnumerable<string> FeatureNames => [Name];

    internal override string? Encode(ReadOnlySpan<char> value, Span<float> features) =>
        CsvField.TryNumber(value, out features[0]) && float.IsFinite(features[0]) ? null : "a finite number";

    internal override void Fill(Span<float> features) => features[0] = Mean;
}

/// <summary>A column of texts: one feature per category, 1 for the row's own and 0 for the others.</summary>
public sealed record CategoryColumn : CsvColumn
{
    readonly Dictionary<string, int> _index;

    /// <summary>A column with these categories.</summary>
    /// <param name="name">As in the header.</param>
    /// <param name="categories">Each once, in the order of the features.</param>
    /// <param name="mostFrequent">The category that stands for missing values if asked for.</param>
    /// <exception cref="ArgumentException">A category occurs twice, or the most frequent one is none of them.</exception>
    public CategoryColumn(string name, IReadOnlyList<string> categories, string mostFrequent) : base(name)
    {
        (Categories, MostFrequent) = (categories, mostFrequent);
        _index = Enumerable.Range(0, categories.Count).ToDictionary(i => categories[i]);
        if (!_index.ContainsKey(mostFrequent))
            throw new ArgumentException($"Column '{name}': expected the most frequent value to be one of its categories, but got '{mostFrequent}'.");
    }

    /// <summary>The values, in the order of the features.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>The category that stands for missing values if asked for.</summary>
    public string MostFrequent { get; }

    /// <inheritdoc/>
    public override int Width => Categories.Count;

    /// <inheritdoc/>
    public override IEnumerable<string> FeatureNames => Categories.Select(category => $"{Name}={category}");

    internal override string? Encode(ReadOnlySpan<char> value, Span<float> features)
    {
        if (!_index.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out int category))
            return $"one of the {Categories.Count} values that training saw ({Excerpt.Of(Categories, most: 5)})";
        features[category] = 1;
        return null;
    }

    internal override void Fill(Span<float> features) => features[_index[MostFrequent]] = 1;
}
