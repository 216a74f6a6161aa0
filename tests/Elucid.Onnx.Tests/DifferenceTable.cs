using System.Globalization;

namespace Elucid.Onnx.Tests;

/// <summary>
/// The table of docs/onnx.md: each exported module and the largest difference from ONNX Runtime. Where ELUCID_WRITE_DOCUMENTS is set the tests write
/// it anew.
/// </summary>
static class DifferenceTable
{
    const string Header = "| exported | largest difference |";

    // Other processors round otherwise: the page states twice what was measured, rounded up to one digit, and never less than an ulp of 1.
    const double Least = 1.2e-7;

    static readonly string Page = Path.Combine(Repository.Root, "docs", "onnx.md");

    /// <summary>What the page says.</summary>
    public static double Stated(string name)
    {
        string? line = File.ReadLines(Page).FirstOrDefault(line => line.StartsWith($"| {name} |", StringComparison.Ordinal));
        return line is null ? double.PositiveInfinity : double.Parse(line.Split('|')[2], CultureInfo.InvariantCulture);
    }

    public static void AssertLists(IReadOnlyList<string> names, Func<string, double> measure)
    {
        List<string> lines = [.. File.ReadAllLines(Page)];
        int first = lines.IndexOf(Header) + 2, count = lines.Skip(first).TakeWhile(line => line.StartsWith('|')).Count();
        if (Environment.GetEnvironmentVariable("ELUCID_WRITE_DOCUMENTS") is not null)
        {
            lines.RemoveRange(first, count);
            lines.InsertRange(first, names.Select(name => $"| {name} | {Rounded(measure(name))} |"));
            File.WriteAllText(Page, string.Join('\n', lines) + '\n');
            return;
        }
        Assert.Equal(names, lines.Skip(first).Take(count).Select(line => line.Split('|')[1].Trim()));
    }

    static string Rounded(double measured)
    {
        double twice = Math.Max(Least, 2 * measured), unit = Math.Pow(10, Math.Floor(Math.Log10(twice)));
        return (Math.Ceiling(twice / unit - 1e-9) * unit).ToString("0e0", CultureInfo.InvariantCulture);
    }
}
