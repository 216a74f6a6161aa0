namespace Elucid;

/// <summary>
/// The windows of series, each with the values that follow it, and how they are divided in time: <c>windows.Data.Split(windows.Test)</c>.
/// </summary>
/// <remarks>
/// A window is scaled by its own last value and deviation. What follows it is counted from the same place of the last season, in deviations of the
/// window: a network that says 0 repeats the season. Covariates are scaled by what was before the first cutoff of validation. So nothing of a
/// forecast comes from after its cutoff. Windows whose values to foretell reach over a cutoff are in no part.
/// </remarks>
public sealed class ForecastWindows
{
    const long MostCutoffs = 200, MostNumbers = 1L << 28;

    ForecastWindows(SeriesTable table, Dataset data, long validation, long test) =>
        (Table, Data, FirstValidation, FirstTest) = (table, data, validation, test);

    /// <summary>The series, whose schema has the scales of covariates.</summary>
    public SeriesTable Table { get; }

    /// <summary>How they are seen.</summary>
    public SeriesSchema Schema => Table.Schema;

    /// <summary>All windows in the order of time: features [window, channels], targets for each step of the horizon, both in units of the window
    /// (<see cref="OriginsOf"/>).</summary>
    public Dataset Data { get; }

    /// <summary>The first step that validation foretells.</summary>
    public long FirstValidation { get; }

    /// <summary>The first step that tests foretell.</summary>
    public long FirstTest { get; }

    /// <summary>Divides all windows into those to learn from and those to test on, from several cutoffs: a rolling origin.</summary>
    public Splitter Test => new CutoffSplitter(FirstTest, Math.Max(1, (LastCutoff - FirstTest) / MostCutoffs));

    /// <summary>Divides those to learn from into training and validation.</summary>
    public Splitter Validation => new CutoffSplitter(FirstValidation, every: 1);

    long LastCutoff => OriginsOf(Data)[^1].Cutoff;

    /// <summary>Where the forecast of each row starts.</summary>
    /// <param name="windows">Rows of <see cref="Data"/>.</param>
    /// <exception cref="ArgumentException">They are none.</exception>
    public static IReadOnlyList<WindowOrigin> OriginsOf(Dataset windows) => Of(windows).Origins;

    /// <summary>A network's outputs in the series' own units: what the last season would foretell, and the output times the spread of the
    /// window.</summary>
    /// <param name="windows">Rows of <see cref="Data"/>.</param>
    /// <param name="outputs">[rows, horizon].</param>
    public static double[] Restore(Dataset windows, ReadOnlySpan<float> outputs)
    {
        FutureValues values = Of(windows);
        double[] restored = new double[outputs.Length];
        for (int i = 0; i < restored.Length; i++)
        {
            WindowOrigin origin = values.Origins[i / windows.OutputCount];
            restored[i] = values.Table.Series[(int)origin.Series].SeasonBefore(origin.Cutoff, i % windows.OutputCount, values.Table.Schema.Season)
                + (origin.Spread * outputs[i]);
        }
        return restored;
    }

    /// <summary>The series that windows are cut from.</summary>
    /// <inheritdoc cref="OriginsOf"/>
    public static SeriesTable TableOf(Dataset windows) => Of(windows).Table;

    static FutureValues Of(Dataset windows) => windows.Answers as FutureValues ??
        throw new ArgumentException($"Dataset '{windows.Name}': expected windows of series, but it is for {windows.TaskName}.");

    /// <summary>Cuts the windows of series.</summary>
    /// <param name="table">The series.</param>
    /// <exception cref="DataFormatException">There are too few steps, too many windows, or covariates end before they are needed.</exception>
    public static ForecastWindows Of(SeriesTable table)
    {
        long first = table.Series.Min(series => series.First), end = table.Series.Max(series => series.End);
        SeriesSchema schema = table.Schema;
        ForecastSpans spans = ForecastSpans.Of(
            end - first,
            new SeriesOptions
            {
                Target = schema.Columns.Target,
                Time = schema.Time,
                Horizon = schema.Horizon,
                Window = schema.Window,
                Season = schema.Season,
                Ahead = schema.Ahead,
            },
            schema.Season, table.Name);
        SeriesTable scaled = new(table.Name, schema with { Scales = ScalesOf(table, first + spans.Validation) }, table.Series, table.Notes)
        {
            Source = table.Source,
        };
        return new ForecastWindows(scaled, Cut(scaled, first + spans.Validation), first + spans.Validation, first + spans.Test);
    }

    static Dataset Cut(SeriesTable table, long validation)
    {
        SeriesSchema schema = table.Schema;
        int window = schema.Window, horizon = schema.Horizon;
        WindowEncoder encoder = new(schema);
        (int Series, int Cutoff)[] rows =
        [
            .. table.Series.Index().SelectMany(series =>
                Enumerable.Range(window, Math.Max(0, series.Item.Values.Length - window - horizon + 1)).Select(cutoff => (series.Index, cutoff)))
                .OrderBy(row => table.Series[row.Index].First + row.cutoff).ThenBy(row => row.Index),
        ];
        if ((long)rows.Length * (encoder.Size + horizon) > MostNumbers)
            throw new DataFormatException(
                $"'{table.Name}': expected windows of at most {MostNumbers:N0} numbers together, but {rows.Length:N0} windows have more. Choose a "
                    + $"smaller {Spelling.Of(nameof(SeriesOptions.Window))}, or leave out early rows.");
        double[] units = [.. table.Series.Select(series => UnitOf(series, schema.Season, validation))];
        float[] features = new float[rows.Length * encoder.Size], targets = new float[rows.Length * horizon];
        WindowOrigin[] origins = new WindowOrigin[rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            (int number, int cutoff) = rows[row];
            ValueSeries series = table.Series[number];
            double spread = encoder.Encode(series, cutoff, features.AsSpan(row * encoder.Size, encoder.Size));
            for (int step = 0; step < horizon; step++)
            {
                double repeated = series.SeasonBefore(series.First + cutoff, step, schema.Season);
                targets[(row * horizon) + step] = (float)((series.Values[cutoff + step] - repeated) / spread);
            }
            origins[row] = new WindowOrigin(series.First + cutoff, number, spread, units[number]);
        }
        return new Dataset(table.Name, features, [window, schema.Channels], new FutureValues(targets, table, origins))
        {
            Source = table.Source,
        };
    }

    // R. J. Hyndman and A. B. Koehler 2006: the error of the seasonal naive forecast before what is judged.
    static double UnitOf(ValueSeries series, int season, long before)
    {
        int known = (int)Math.Clamp(before - series.First, 0, series.Values.Length);
        if (known <= season)
            return double.NaN;
        double sum = 0;
        for (int i = season; i < known; i++)
            sum += Math.Abs(series.Values[i] - series.Values[i - season]);
        return sum > 0 ? sum / (known - season) : double.NaN;
    }

    static ColumnScales? ScalesOf(SeriesTable table, long before)
    {
        int width = table.Schema.Columns.FeatureCount;
        if (width == 0)
            return null;
        float[] numbers =
        [
            .. table.Series.SelectMany(series =>
                series.Covariates[..(width * (int)Math.Clamp(before - series.First, 0, series.Values.Length))].ToArray()),
        ];
        bool[] missing = [.. numbers.Select(float.IsNaN)];
        return ColumnScales.Fit(numbers, width, missing);
    }
}
