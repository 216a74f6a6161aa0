using Spectre.Console;
using Spectre.Console.Rendering;

namespace Elucid.Cli;

/// <summary>A line of progress: a name, a bar and texts, the most important first.</summary>
/// <param name="Name">What it is about; may be empty.</param>
/// <param name="Share">How much is done, from 0 to 1.</param>
/// <param name="Texts">What there is to say of it. Rows that are shown together have the same number.</param>
internal sealed record ProgressRow(string Name, double Share, params string[] Texts)
{
    const int WidestBar = 24, NarrowestBar = 6;

    /// <summary>
    /// Rows as lines of at most <paramref name="width"/> cells, in columns. Texts that do not fit are left out from the last on; the bar takes the
    /// room that they leave.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<Segment>> Lay(IReadOnlyList<ProgressRow> rows, int width)
    {
        int name = Math.Min(rows.Max(row => Cells(row.Name)), width), room = width - name;
        List<int> columns = [];
        for (int i = 0; i < rows[0].Texts.Length; i++)
        {
            int column = rows.Max(row => Cells(row.Texts[i]));
            if (column > 0 && room < column + (name + columns.Sum() > 0 ? 1 : 0))
                break;
            columns.Add(column);
            room -= column > 0 ? column + 1 : 0;
        }
        int bar = Math.Min(room - 1, WidestBar);
        return [.. rows.Select(row => row.Line(name, bar < NarrowestBar ? 0 : bar, columns))];
    }

    /// <summary>How many cells of a terminal a text takes: Chinese and many symbols take two each.</summary>
    public static int Cells(string text) => new Segment(text).CellCount();

    /// <summary>The beginning of a text that takes at most so many cells.</summary>
    public static string Cut(string text, int cells)
    {
        int length = text.Length;
        while (Cells(text[..length]) > cells)
            length -= length > 1 && char.IsSurrogatePair(text, length - 2) ? 2 : 1;
        return text[..length];
    }

    List<Segment> Line(int name, int bar, List<int> columns)
    {
        List<Segment> line = [];
        int filled = (int)Math.Round(Math.Clamp(Share, 0, 1) * bar), gap = 0;
        Add(name, new Segment(Cut(Name, name), new Style(decoration: Decoration.Bold)));
        Add(bar, new Segment(new string('━', filled), new Style(Color.Blue)), new Segment(new string('━', bar - filled), new Style(Color.Grey)));
        for (int i = 0; i < columns.Count; i++)
            Add(columns[i], new Segment(Texts[i], i > 0 && i == Texts.Length - 1 ? new Style(Color.Grey) : Style.Plain));
        return line;

        // Blanks come before what follows them, so that no line ends in blanks.
        void Add(int cells, params ReadOnlySpan<Segment> parts)
        {
            int taken = Segment.CellCount([.. parts]);
            if (taken > 0)
            {
                line.Add(new Segment(new string(' ', gap)));
                line.AddRange(parts);
                gap = 0;
            }
            gap += cells > 0 ? cells - taken + 1 : 0;
        }
    }
}
