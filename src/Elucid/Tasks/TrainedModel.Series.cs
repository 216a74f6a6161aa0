namespace Elucid;

// Of series: what follows them.
public sealed partial class TrainedModel
{
    /// <summary>Reads series to go on with, as those were read that the model learned from.</summary>
    /// <param name="path">A CSV file with the same columns; rows at its end without a target say what is known ahead.</param>
    /// <exception cref="InvalidOperationException">The model did not learn from series.</exception>
    /// <exception cref="DataFormatException">The file cannot be used; the message names the line, or the first gap.</exception>
    public SeriesTable ReadSeries(string path) => SeriesReader.Read(path, Series);

    /// <summary>Reads such series from a stream, from its position on.</summary>
    /// <param name="stream">Any stream; one that cannot seek is taken into memory.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidOperationException">The model did not learn from series.</exception>
    /// <exception cref="DataFormatException">The table cannot be used.</exception>
    public SeriesTable ReadSeries(Stream stream, string name = "stream") => SeriesReader.Read(stream, Series, name);

    /// <summary>Whether what is known ahead reaches as far as a forecast of every series; true where nothing is to be known ahead.</summary>
    /// <param name="table">Series that <see cref="ReadSeries(string)"/> read.</param>
    /// <exception cref="InvalidOperationException">The model did not learn from series.</exception>
    public bool IsKnownAhead(SeriesTable table) =>
        new WindowEncoder(Series) is var encoder && table.Series.All(series => encoder.IsKnownAhead(series, series.Values.Length));

    /// <summary>Foretells the next steps of every series.</summary>
    /// <param name="table">Series that <see cref="ReadSeries(string)"/> read.</param>
    /// <exception cref="InvalidOperationException">The model did not learn from series.</exception>
    /// <exception cref="DataFormatException">A series is shorter than a window, or a covariate is not known ahead.</exception>
    public IReadOnlyList<ForecastStep> Forecast(SeriesTable table) => SeriesForecast.Of(_network, table, Series);

    SeriesSchema Series => File.Series
        ?? throw new InvalidOperationException($"The model learned from {File.Data}, which is no series: use {nameof(Predict)}.");
}
