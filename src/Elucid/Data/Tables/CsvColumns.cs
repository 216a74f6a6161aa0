namespace Elucid;

/// <summary>Columns of a table as they stand in its file, for programs that make something else of them than features to learn from.</summary>
public sealed class CsvColumns
{
    const int MostRows = 10_000_000;

    readonly string _path;
    readonly char _separator;
    readonly NumberFormat[] _formats;
    readonly Dictionary<string, List<string>> _texts;
    readonly List<int> _lines = [];

    CsvColumns(string path, char separator, NumberFormat[] formats, IEnumerable<string> names)
    {
        (_path, _separator, _formats) = (path, separator, formats);
        _texts = names.ToDictionary(name => name, _ => new List<string>());
    }

    /// <summary>How many rows there are.</summary>
    public int Count => _lines.Count;

    /// <summary>The line of the file on which each row begins, from 1.</summary>
    public IReadOnlyList<int> Lines => _lines;

    /// <summary>The texts of a column, row by row, without the spaces around them.</summary>
    /// <exception cref="KeyNotFoundException">It was not read.</exception>
    public IReadOnlyList<string> this[string column] => _texts[column];

    /// <summary>Whether the table has a column.</summary>
    public bool Has(string column) => _texts.ContainsKey(column);

    /// <summary>The numbers of a column, row by row, in the format that most of its fields have: with a decimal point or comma, with marks between
    /// thousands. <c>NaN</c> and <c>Infinity</c> are numbers, too.</summary>
    /// <exception cref="DataFormatException">A field is no number; the message names its line.</exception>
    public double[] Numbers(string column) => Numbers(column, mayBeEmpty: false);

    /// <summary>The numbers of a column; NaN for empty fields, if there may be such.</summary>
    internal double[] Numbers(string column, bool mayBeEmpty)
    {
        List<string> texts = _texts[column];
        NumberScan scan = new(_formats);
        for (int i = 0; i < texts.Count; i++)
            if (!mayBeEmpty || texts[i].Length > 0)
                scan.Add(texts[i], _lines[i], out _);
        NumberFormat format = scan.Best(_separator);
        double[] numbers = new double[texts.Count];
        for (int i = 0; i < numbers.Length; i++)
            if (mayBeEmpty && texts[i].Length == 0)
                numbers[i] = double.NaN;
            else if (!format.TryParse(texts[i], out numbers[i]))
                throw new DataFormatException(
                    $"'{_path}', line {_lines[i]}, column '{Excerpt.Of(column)}': expected a number{format.Suffix}, but got "
                        + $"{(texts[i].Length == 0 ? "nothing" : $"'{Excerpt.Of(texts[i])}'")}.");
        return numbers;
    }

    /// <summary>The names of all columns of a table.</summary>
    /// <exception cref="DataFormatException">The file cannot be used.</exception>
    internal static string[] HeaderOf(string path)
    {
        using CsvSource source = CsvSource.Open(path);
        using CsvRows rows = new(source, CsvDialect.Of(source, null));
        return CsvReader.ReadHeader(rows);
    }

    /// <summary>Reads columns of a table; others are not looked at.</summary>
    /// <param name="path">A CSV file with a header, as <see cref="CsvReader.Read(string, CsvOptions)"/> reads it.</param>
    /// <param name="columns">Their names in the header.</param>
    /// <param name="optional">Those that the table need not have.</param>
    /// <param name="separator">What separates fields; null recognises it.</param>
    /// <param name="point">The decimal mark; null recognises it, column by column.</param>
    /// <param name="thousands">What stands between thousands; null recognises it, column by column.</param>
    /// <exception cref="DataFormatException">The file cannot be used, or a column is not there; the message says which.</exception>
    /// <exception cref="ArgumentException">A mark or the separator means something else in a table.</exception>
    public static CsvColumns Read(
        string path, IReadOnlyList<string> columns, IReadOnlyList<string>? optional = null, char? separator = null, char? point = null,
        char? thousands = null)
    {
        using CsvSource source = CsvSource.Open(path);
        return Read(source, columns, optional, separator, point, thousands);
    }

    /// <summary>Reads columns of a table out of a stream, from its position on.</summary>
    /// <param name="stream">Any stream; one that cannot seek is taken into memory.</param>
    /// <param name="columns">Their names in the header.</param>
    /// <param name="optional">Those that the table need not have.</param>
    /// <param name="separator">What separates fields; null recognises it.</param>
    /// <param name="point">The decimal mark; null recognises it, column by column.</param>
    /// <param name="thousands">What stands between thousands; null recognises it, column by column.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataFormatException">The table cannot be used, or a column is not there; the message says which.</exception>
    /// <exception cref="ArgumentException">A mark or the separator means something else in a table.</exception>
    public static CsvColumns Read(
        Stream stream, IReadOnlyList<string> columns, IReadOnlyList<string>? optional = null, char? separator = null, char? point = null,
        char? thousands = null, string name = "stream")
    {
        using CsvSource source = CsvSource.Of(stream, name);
        return Read(source, columns, optional, separator, point, thousands);
    }

    static CsvColumns Read(
        CsvSource source, IReadOnlyList<string> columns, IReadOnlyList<string>? optional, char? separator, char? point, char? thousands)
    {
        string path = source.Name;
        CsvDialect dialect = CsvDialect.Of(source, separator);
        using CsvRows rows = new(source, dialect);
        string[] header = CsvReader.ReadHeader(rows);
        Dictionary<string, int> places = columns.ToDictionary(name => name, name => RowEncoder.Find(header, name, path, "column"));
        foreach (string name in optional ?? [])
            if (Array.IndexOf(header, name) is >= 0 and int place)
                places[name] = place;
        CsvColumns read = new(path, dialect.Separator, CsvOptions.FormatsOf(point, thousands), places.Keys);
        while (rows.Read())
        {
            if (rows.IsEmpty)
                continue;
            if (rows.Count != header.Length)
                throw RowEncoder.WidthError(rows, header.Length);
            if (read.Count == MostRows)
                throw rows.Error($"expected at most {MostRows:N0} rows. Split the table.");
            read._lines.Add(rows.Line);
            foreach ((string name, int place) in places)
                read._texts[name].Add(rows[place].ToString());
        }
        return read.Count > 0 ? read : throw TableScan.NoRows(path);
    }
}
