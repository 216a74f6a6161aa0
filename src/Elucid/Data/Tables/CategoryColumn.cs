using System.Text.Json;

namespace Elucid;

/// <summary>A column of names: one feature per category, 1 for the row's own and 0 for the others.</summary>
public sealed class CategoryColumn : Column
{
    readonly Dictionary<string, int> _index;
    readonly bool _isNamed;

    /// <summary>A column with these categories.</summary>
    /// <param name="name">As in the header.</param>
    /// <param name="categories">Each once, in the order of the features.</param>
    /// <exception cref="ArgumentException">A category occurs twice.</exception>
    public CategoryColumn(string name, IReadOnlyList<string> categories) : this(name, categories, isNamed: false, [], hasIndicator: false)
    {
    }

    internal CategoryColumn(string name, IReadOnlyList<string> categories, bool isNamed, ReadOnlySpan<float> fill, bool hasIndicator)
        : base(name, categories.Count, fill, hasIndicator)
    {
        (Categories, _isNamed) = (categories, isNamed);
        _index = Enumerable.Range(0, categories.Count).ToDictionary(i => categories[i]);
    }

    /// <summary>The values, in the order of the features.</summary>
    public IReadOnlyList<string> Categories { get; }

    internal override ColumnKind Kind => CategoryKind.Instance;

    internal override MissingMark Missing => _isNamed ? MissingMark.Certain : MissingMark.Plain;

    /// <summary>Whether training saw a value.</summary>
    internal bool Knows(string value) => _index.ContainsKey(value);

    private protected override IEnumerable<string> ValueNames => Categories.Select(category => $"{Name}={category}");

    private protected override string ValueDescription =>
        $"{Categories.Count} feature{(Categories.Count == 1 ? "" : "s")}: {Excerpt.Of(Categories, most: 4)}";

    internal override string? Encode(ReadOnlySpan<char> value, Span<float> features)
    {
        if (!_index.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out int category))
            return $"one of the {Categories.Count} values that training saw ({Excerpt.Of(Categories, most: 5)})";
        features[category] = 1;
        return null;
    }

    /// <inheritdoc/>
    public override string TextOf(ReadOnlySpan<float> features)
    {
        int best = 0;
        for (int category = 1; category < Categories.Count; category++)
            if (features[category] > features[best])
                best = category;
        return Categories[best];
    }

    internal override Column With(ReadOnlySpan<float> fill, bool hasIndicator) => new CategoryColumn(Name, Categories, _isNamed, fill, hasIndicator);

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("categories");
        foreach (string category in Categories)
            json.WriteStringValue(category);
        json.WriteEndArray();
        if (_isNamed)
            json.WriteBoolean("named", true);
    }
}
