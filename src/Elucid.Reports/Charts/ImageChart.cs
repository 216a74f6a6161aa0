using System.Text.Json.Serialization;

namespace Elucid.Reports;

/// <summary>Rows of small pictures: what generators draw, how images are reconstructed, where a detector sees objects.</summary>
public sealed record ImageChart : Chart
{
    const int MostNamesInWords = 16, MostNamesInTerminal = 8;

    /// <summary>The rows from top to bottom.</summary>
    public required IReadOnlyList<ImageRow> Rows { get; init; }

    /// <summary>The longest side of a picture on the page; 96 by default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Side { get; init; }

    private protected override string Content => $"Pictures: {string.Join("; ", Rows.Select(ContentOf).DefaultIfEmpty("no row"))}.";

    internal override IPlot Plot(double width) => new ImagePlot(this, width);

    internal override void WriteTo(TerminalPage page)
    {
        foreach (ImageRow row in Rows)
        {
            page.Line(TerminalPage.Cut($"{row.Images.Count} {row.Name}", page.Width));
            if (NamesOf(row, MostNamesInTerminal) is { Length: > 0 } names)
                page.Line(TerminalPage.Cut($"  {names}", page.Width));
        }
    }

    static string ContentOf(ImageRow row)
    {
        string[] boxes = [.. row.Images.SelectMany(image => image.Boxes).CountBy(box => box.Name).Select(box => $"{box.Value} of {box.Key}")];
        string names = NamesOf(row, MostNamesInWords);
        return $"{row.Name} {row.Images.Count}{(boxes.Length > 0 ? $" with boxes, {string.Join(", ", boxes)}" : "")}"
            + (names.Length > 0 ? $" ({names})" : "");
    }

    // What stands below single images, as far as somebody will listen to it.
    static string NamesOf(ImageRow row, int most)
    {
        string[] names = [.. row.Images.Select(image => image.Name).OfType<string>().Where(name => name.Length > 0)];
        return names.Length <= most ? string.Join(" · ", names) : $"{string.Join(" · ", names[..most])} and {names.Length - most} more";
    }
}

/// <summary>Pictures that belong together, such as all of one network.</summary>
/// <param name="Name">What stands above them.</param>
/// <param name="Images">The pictures, in as many lines as they need.</param>
public sealed record ImageRow(string Name, IReadOnlyList<PixelImage> Images);

/// <summary>A rectangle in a picture, in its pixels from the upper left corner.</summary>
/// <param name="Name">What it marks, as the legend says it.</param>
/// <param name="Left">Where it begins.</param>
/// <param name="Top">Where it begins.</param>
/// <param name="Right">Where it ends.</param>
/// <param name="Bottom">Where it ends.</param>
public sealed record ImageBox(string Name, double Left, double Top, double Right, double Bottom)
{
    /// <summary>Its colour; boxes of one name have one.</summary>
    public SeriesStyle Style { get; init; } = new(1);
}
