using System.Text;

namespace Benchmarks.Measuring;

/// <summary>A result file in Markdown, written to the console line by line as the figures come. Remembers the cases in which Elucid is
/// slower.</summary>
sealed class Report
{
    readonly StringBuilder _text = new();
    readonly List<string> _losses = [];
    readonly List<string[]> _targets = [];
    string _section = "";

    public Report(string title, string command)
    {
        Line($"# {title}");
        Line();
        foreach (string line in Machine.Lines)
            Line($"- {line}");
        Line($"- command: `dotnet run -c Release --project bench/Benchmarks -- {command}`");
    }

    /// <summary>Starts a table; <paramref name="note"/> says what its rows mean.</summary>
    public void Section(string title, string note, params ReadOnlySpan<string> columns)
    {
        _section = title;
        Line();
        Line($"## {title}");
        Line();
        Line(note);
        Line();
        Row(columns);
        Line($"|{string.Concat(Enumerable.Repeat("---|", columns.Length))}");
    }

    public void Row(params ReadOnlySpan<string> cells) => Line($"| {string.Join(" | ", cells.ToArray())} |");

    /// <summary>A row that ends with how many times faster Elucid is than its peer.</summary>
    /// <param name="work">The first cells: what was done.</param>
    /// <param name="ratio">The last cell.</param>
    /// <param name="figures">The cells between them.</param>
    public void Duel(string[] work, Ratio ratio, params ReadOnlySpan<string> figures)
    {
        Row([.. work, .. figures, ratio.ToString()]);
        if (ratio.Value < 1)
            _losses.Add($"{_section}: {string.Join(", ", work)}: {ratio} × the peer's speed");
    }

    /// <summary>A row that ends with how many times faster Elucid is than the fastest peer, and which that is; null where no peer takes
    /// part.</summary>
    public void Duel(string[] work, Timing elucid, (string Name, Timing Timing)? peer, params ReadOnlySpan<string> figures)
    {
        if (peer is not (string name, Timing timing))
        {
            Row([.. work, .. figures, "", ""]);
            return;
        }
        Ratio ratio = elucid.FasterThan(timing);
        Row([.. work, .. figures, ratio.ToString(), name]);
        if (ratio.Value < 1)
            _losses.Add($"{_section}: {string.Join(", ", work)}: {ratio} × the speed of {name}");
    }

    /// <summary>A sentence below the table.</summary>
    public void Note(string text)
    {
        Line();
        Line(text);
    }

    /// <summary>A figure that the project has set itself, and whether this run reached it.</summary>
    public void Target(string what, string wanted, string measured, bool isReached) =>
        _targets.Add([what, wanted, measured, isReached ? "yes" : "**no**"]);

    /// <summary>Writes the closing sections and, if a path is given, the file.</summary>
    public void End(string? path)
    {
        if (_targets.Count > 0)
        {
            Section("Targets",
                "Set for the development machine; in a virtual machine with busy neighbours the ratios say more than the absolute figures.",
                "what", "target", "measured", "reached");
            foreach (string[] target in _targets)
                Row(target);
        }
        Line();
        Line("## Where Elucid loses");
        Line();
        foreach (string loss in _losses.Count == 0 ? ["In no case of this run."] : _losses)
            Line($"- {loss}");
        if (path is null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, _text.ToString());
    }

    void Line(string line = "")
    {
        _text.Append(line).Append('\n');
        Console.WriteLine(line);
    }
}
