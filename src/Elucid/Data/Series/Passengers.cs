namespace Elucid;

/// <summary>Passengers of international airlines, month by month from 1949 to 1960, in thousands: 144 numbers with a trend and a season that grows
/// with it. They are part of the library, so the first forecast needs no download.</summary>
/// <remarks>G. E. P. Box and G. M. Jenkins 1976, Time Series Analysis: Forecasting and Control, series G; R. G. Brown 1963. Numbers of a published
/// statistic, which nobody owns.</remarks>
public static class Passengers
{
    /// <summary>How sentences call them.</summary>
    public const string Name = "passengers";

    /// <summary>The numbers, a line a year.</summary>
    public static ReadOnlySpan<short> Thousands =>
    [
        112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118,
        115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
        145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166,
        171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
        196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201,
        204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
        242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278,
        284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
        315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336,
        340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
        360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405,
        417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
    ];

    /// <summary>The series as a known one: forecasts of a year.</summary>
    public static KnownSeries Series { get; } = new(
        Name, "Box and Jenkins 1976, series G; numbers of a published statistic", firstYear: 1949,
        [.. Thousands.ToArray().Select(thousands => (decimal)thousands)]);

    /// <summary>How the table is read where nothing else is asked for: a year ahead.</summary>
    public static SeriesOptions Options => Series.Options;

    /// <summary>The series, to be foretold a year ahead.</summary>
    public static SeriesTable Load() => Series.Load();

    /// <summary>The series, read from its table.</summary>
    /// <param name="options">How far to look back and ahead; its columns are those of <see cref="Options"/>.</param>
    public static SeriesTable Load(SeriesOptions options) => Series.Load(options);

    /// <summary>The series, read as the one was that a model learned from.</summary>
    /// <param name="schema">How that was read.</param>
    /// <exception cref="DataFormatException">It had other columns.</exception>
    public static SeriesTable Load(SeriesSchema schema) => Series.Load(schema);
}
