using Spectre.Console;
using Spectre.Console.Rendering;

namespace Elucid.Cli;

/// <summary>
/// The lines at the foot of a terminal that are drawn again and again: the one place that redraws. Each line is cut to the terminal's width, so that
/// none is broken in two, and cleared to its end, so that nothing stays of a longer one.
/// </summary>
/// <param name="console">The terminal.</param>
internal sealed class LiveLines(IAnsiConsole console)
{
    readonly Lock _lock = new();
    int[] _drawn = [];

    /// <summary>Draws rows in place of those drawn before.</summary>
    public void Draw(IReadOnlyList<ProgressRow> rows)
    {
        lock (_lock)
        {
            // The last column stays empty: a terminal that has written it waits with breaking the line, each in its own way. Rows that do not fit
            // scroll away, so only the last are drawn.
            (int width, int height) = (Math.Max(console.Profile.Width - 1, 1), Math.Max(console.Profile.Height - 1, 1));
            var lines = ProgressRow.Lay(rows, width).TakeLast(height).ToArray();
            List<Segment> frame = [Segment.Control(Home())];
            for (int i = 0; i < lines.Length; i++)
                frame.AddRange([.. i > 0 ? [Segment.LineBreak] : Array.Empty<Segment>(), .. lines[i], Segment.Control("\e[K")]);
            frame.Add(Segment.Control("\e[J"));
            console.Write(new Frame(frame));
            _drawn = [.. lines.Select(Segment.CellCount)];
        }
    }

    /// <summary>Writes a line that stays, above those that are drawn again; one that does not fit is broken between words.</summary>
    public void Say(string text)
    {
        lock (_lock)
        {
            Clear();
            console.Write(new Spectre.Console.Text(text + Environment.NewLine));
        }
    }

    /// <summary>Takes away what is drawn.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            console.Write(new Frame([Segment.Control(Home() + "\e[J")]));
            _drawn = [];
        }
    }

    // To the start of what was drawn. A terminal that became narrower has broken the lines in two, unless it cuts them.
    string Home()
    {
        int width = Math.Max(console.Profile.Width, 1), up = _drawn.Sum(cells => Math.Max((cells + width - 1) / width, 1)) - 1;
        return up > 0 ? $"\r\e[{up}A" : "\r";
    }

    sealed class Frame(IReadOnlyList<Segment> segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
