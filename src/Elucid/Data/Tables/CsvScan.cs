using System.Globalization;
namespace Elucid.Data.Tables;

/// <summary>What a first pass over a table learns about one column.</summary>
/// <param name="name">As in the header.</param>
/// <param name="most">Distinct values are counted up to here: enough to refuse a column, without keeping every number of a large table.</param>
internal sealed class CsvScan(string name, int most)
{
    readonly Dictionary<string, int> _counts = [];
    double _sum;
    int _present, _numbers;
    (int Line, string Value) _firstText, _firstInfinite;

    public string Name => name;

    /// <summary>Missing values that were seen.</summary>
    public int MissingCount { get; set; }

    /// <summary>Distinct values that were seen, unless there are <see cref="TooMany"/>.</summary>
    public int Distinct => _counts.Count;

    /// <summary>Whether more distinct values were seen than are allowed.</summary>
    public bool TooMany => _counts.Count > most;

    public bool IsAllIntegers { get; private set; } = true;

    public bool IsAllNumbers => _numbers == _present;

    public void Add(ReadOnlySpan<char> value, int line)
    {
        _present++;
        if (CsvField.TryNumber(value, out float number))
        {
            _numbers++;
            IsAllIntegers = IsAllIntegers && CsvField.IsInteger(value);
            if (float.IsFinite(number))
                _sum += number;
            else if (_firstInfinite.Line == 0)
                _firstInfinite = (line, Excerpt.Of(value));
        }
        else
        {
            IsAllIntegers = false;
            if (_firstText.Line == 0)
                _firstText = (line, Excerpt.Of(value));
        }
        if (!TooMany)
        {
            var counts = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
            counts[value] = counts.TryGetValue(value, out int count) ? count + 1 : 1;
        }
    }

    /// <summary>Numeric if most values are numbers; then all must be, and finite.</summary>
    public bool RequireConsistent(string path)
    {
        bool numeric = 2 * _numbers > _present;
        if (numeric && _firstText.Line > 0)
            throw new DataFormatException($"'{path}', line {_firstText.Line}, column '{Excerpt.Of(name)}': expected a number, as in {_numbers} of "
                + $"{_present} rows, but got "
                + $"'{_firstText.Value}'. Correct the value, leave it empty if it is unknown, or name the column a category.");
        if (numeric && _firstInfinite.Line > 0)
            throw new DataFormatException($"'{path}', line {_firstInfinite.Line}, column '{Excerpt.Of(name)}': expected a finite number within "
                + $"±3.4e38, but got '{_firstInfinite.Value}'. Correct the value, or leave it empty if it is unknown.");
        return numeric;
    }

    public CsvColumn ToColumn(string path, bool isText)
    {
        if (_present == 0)
            throw new DataFormatException($"'{path}': expected values in column '{Excerpt.Of(name)}', but all are missing. Remove the column.");
        if (!isText && RequireConsistent(path))
            return new NumericColumn(name, (float)(_sum / _present));
        if (TooMany)
            throw new DataFormatException($"'{path}': expected at most {most} different texts in column '{Excerpt.Of(name)}', each of which becomes a "
                + "feature, but there are more. Remove the column if it identifies rows, or group its values.");
        string[] categories = Values(numeric: false);
        return new CategoryColumn(name, categories, categories.MaxBy(category => _counts[category])!);       // the first of equals
    }

    /// <summary>The distinct values: numbers by size, texts in ordinal order.</summary>
    public string[] Values(bool numeric) => numeric
        ? [.. _counts.Keys.OrderBy(value => double.Parse(value, CultureInfo.InvariantCulture)).ThenBy(value => value, StringComparer.Ordinal)]
        : [.. _counts.Keys.Order(StringComparer.Ordinal)];
}
