using System.Globalization;

namespace Elucid.Lab.Tests.Trials;

/// <summary>What a shop sells day by day: a week, a trend, noise, and whether it advertises, which is known ahead.</summary>
static class TinySeries
{
    const int Days = 90;

    public static SeriesOptions Options { get; } =
        new() { Target = "sold", Time = "day", Series = "shop", Ahead = ["poster"], Horizon = 3, Window = 7 };

    /// <summary>Two shops; from a day on other numbers, of both columns. Of the last days only the posters are known.</summary>
    public static string Csv(long otherFrom = long.MaxValue) => "day,shop,sold,poster\n" + string.Concat(
        Enumerable.Range(0, Days + Options.Horizon).SelectMany(day =>
        new[] { "north", "south" }.Select((shop, number) =>
        {
            int poster = (day * 31 + number) % 7 < 2 ? 1 : 0;
            double sold = day < otherFrom ? 50 + (20 * number) + (10 * Math.Sin(2 * Math.PI * day / 7)) + (0.1 * day) + (5 * poster)
                + ((day + number) * 7919 % 13 / 5.0) : 1000 - (3 * day);
            string known = day < Days ? sold.ToString("F3", CultureInfo.InvariantCulture) : "";
            return $"{new DateTime(2024, 1, 1).AddDays(day):yyyy-MM-dd},{shop},{known},{(day < otherFrom ? poster : 1 - poster)}\n";
        })));

    /// <summary>The same with other values from the first step that the test foretells.</summary>
    public static string OtherTest()
    {
        using MemoryStream stream = new(System.Text.Encoding.UTF8.GetBytes(Csv()));
        return Csv(otherFrom: ForecastWindows.Of(SeriesReader.Read(stream, Options, "shops.csv")).FirstTest);
    }

    /// <summary>Reads the table.</summary>
    public static StudyData Read(string path) => DataSource.Load(new DataRequest(path) { Series = Options }, out _);
}
