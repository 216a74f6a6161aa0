using System.Globalization;
using System.Text;

namespace Elucid;

/// <summary>A series of months that is part of the library, so the first forecast needs no download.</summary>
public sealed class KnownSeries
{
    const string Month = "month";

    readonly string _source;
    readonly int _firstYear;
    readonly decimal[] _values;

    /// <param name="name">How it is called.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="firstYear">Its first January's.</param>
    /// <param name="values">A number for each month.</param>
    /// <param name="season">Months after which a pattern comes again, 1 where none comes at a fixed distance; null for a year.</param>
    /// <param name="window">Months that are looked back on; null for two seasons.</param>
    internal KnownSeries(string name, string source, int firstYear, decimal[] values, int? season = null, int? window = null)
    {
        (Name, _source, _firstYear, _values) = (name, source, firstYear, values);
        Options = new SeriesOptions { Target = name, Time = Month, Horizon = 12, Season = season, Window = window };
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownSeries> All => [Passengers.Series, Sunspots.Series];

    /// <summary>How it is called, and its column.</summary>
    public string Name { get; }

    /// <summary>How its table is read where nothing else is asked for: to foretell a year.</summary>
    public SeriesOptions Options { get; }

    /// <summary>The one of a name; null if there is none.</summary>
    /// <param name="name">Such as <see cref="Passengers.Name"/>.</param>
    public static KnownSeries? Find(string name) => All.FirstOrDefault(series => series.Name == name);

    /// <summary>The series, read as <see cref="Options"/> say.</summary>
    public SeriesTable Load() => Load(Options);

    /// <summary>The series, read from its table.</summary>
    /// <param name="options">How far to look back and ahead; its columns are those of <see cref="Options"/>.</param>
    public SeriesTable Load(SeriesOptions options) =>
        Read(table => SeriesReader.Read(table, options with { Target = Name, Time = Month, Series = null, Ahead = [] }, Name));

    /// <summary>The series, read as the one was that a model learned from.</summary>
    /// <param name="schema">How that was read.</param>
    /// <exception cref="DataFormatException">It had other columns.</exception>
    public SeriesTable Load(SeriesSchema schema) => Read(table => SeriesReader.Read(table, schema, Name));

    SeriesTable Read(Func<Stream, SeriesTable> read)
    {
        SeriesTable table = read(new MemoryStream(Encoding.UTF8.GetBytes(ToCsv()), writable: false));
        return new SeriesTable(Name, table.Schema, table.Series, table.Notes) { Source = _source };
    }

    string ToCsv()
    {
        StringBuilder csv = new($"{Month},{Name}\n");
        for (int i = 0; i < _values.Length; i++)
            csv.Append(CultureInfo.InvariantCulture, $"{_firstYear + (i / 12)}-{(i % 12) + 1:00},{_values[i]}\n");
        return csv.ToString();
    }
}
