using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Elucid.Cli.Tests;

/// <summary>A terminal that is as wide as it is told: shows what people see of what was written. Lines that are too long are broken, as a terminal
/// breaks them.</summary>
internal sealed partial class Screen : TextWriter
{
    readonly List<StringBuilder> _lines = [new()];
    int _row, _column;

    public Screen(int width, int height = 24)
    {
        Console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard, Out = new AnsiConsoleOutput(this) });
        (Console.Profile.Width, Console.Profile.Height) = (width, height);
    }

    public IAnsiConsole Console { get; }

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>The lines as they stand, without blanks at their ends and without empty ones at the foot.</summary>
    public string Text => string.Join('\n', _lines.Select(line => line.ToString().Replace("\0", "", StringComparison.Ordinal).TrimEnd())).TrimEnd();

    /// <summary>Makes the terminal narrower; like most terminals it breaks lines that no longer fit.</summary>
    public void Narrow(int width)
    {
        Console.Profile.Width = width;
        List<StringBuilder> broken =
            [.. _lines.SelectMany(
                line => line.ToString().TrimEnd().Chunk(width).DefaultIfEmpty([]).Select(part => new StringBuilder(new string(part))))];
        _lines.Clear();
        _lines.AddRange(broken);
        (_row, _column) = (_lines.Count - 1, _lines[^1].Length);
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        foreach (Match token in Token().Matches(value ?? ""))
            Take(token.Value);
    }

    void Take(string token)
    {
        switch (token)
        {
            case "\r":
                _column = 0;
                break;
            case "\n" or "\r\n":
                Down();
                break;
            case "\e[K":
                _lines[_row].Length = Math.Min(_lines[_row].Length, _column);
                break;
            case "\e[J":
                Take("\e[K");
                _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                break;
            case ['\e', .. var control]:
                if (control.EndsWith('A'))
                    _row = Math.Max(0, _row - int.Parse(control[1..^1]));
                break;
            default:
                // The second cell of a wide character holds nothing.
                Put(token + new string('\0', new Segment(token).CellCount() - 1));
                break;
        }
    }

    void Put(string cells)
    {
        if (_column + cells.Length > Console.Profile.Width)
            Down();
        StringBuilder line = _lines[_row];
        line.Append(' ', Math.Max(0, _column + cells.Length - line.Length));
        foreach (char cell in cells)
            line[_column++] = cell;
    }

    void Down()
    {
        (_row, _column) = (_row + 1, 0);
        if (_row == _lines.Count)
            _lines.Add(new());
    }

    [GeneratedRegex(@"\r\n|\e\[[0-9;?]*[A-Za-z]|.", RegexOptions.Singleline)]
    private static partial Regex Token();
}
