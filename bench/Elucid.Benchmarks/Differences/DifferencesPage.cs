using System.Text;
using Benchmarks.Libraries;
using Benchmarks.Measuring;

namespace Benchmarks.Differences;

/// <summary>The page docs/differences.md: every figure of it comes from the comparison, and it names no date, so that an equal run gives an equal
/// page.</summary>
sealed class DifferencesPage(InputSet inputs)
{
    readonly StringBuilder _text = new();

    public void Write(IReadOnlyList<FunctionDifferences> forward, IReadOnlyList<FunctionDifferences> derivatives)
    {
        Opening();
        Summary("Functions", forward);
        Summary("Derivatives", derivatives);
        Details("Functions in detail", forward, isDerivative: false);
        Details("Derivatives in detail", derivatives, isDerivative: true);
        Specials();
    }

    public override string ToString() => _text.ToString();

    void Opening()
    {
        Line("# Where results differ in the last places, and who is right");
        Line();
        Line("This page is written by a command, from nothing but what it measures:");
        Line();
        Line("    dotnet run -c Release --project bench/Benchmarks -- differences --out docs/differences.md");
        Line();
        Line($"It compares Elucid's float32 results with those of {Listed([.. Machine.Peers])}, on a processor with "
            + $"{Machine.VectorBits}-bit vectors. "
            + "The exact values come from the same formula in double precision. Errors are in ulp, units in the last place of a float32: 0.5 "
            + "is the best "
            + "that rounding allows.");
        Line();
        Line($"Compared are {inputs.Description}. The maximum error is over all of them; shares and counts are over those with 2⁻²⁴ ≤ |x| < 128. "
            + "TensorPrimitives has only sigmoid and tanh of its own; the others are composed from its passes as a .NET developer would. libtorch's "
            + "derivatives are those of its automatic differentiation; the other libraries have none.");
    }

    void Summary(string title, IReadOnlyList<FunctionDifferences> all)
    {
        string[] peers =
            [.. DifferencesCommand.Libraries.Skip(1).Select(library => library.Name).Where(name => all.Any(f => Of(f, name) is not null))];
        Line();
        Line($"## {title}");
        Line();
        foreach (string name in peers)
            Line($"- {Sentence(name, all)}");
        Line();
        Line("Maximum error in ulp:");
        Table(["", "Elucid", .. peers]);
        foreach (FunctionDifferences f in all)
            Row([$"`{f.Function}`", Format(f.Elucid.MaxUlp), .. peers.Select(name => Of(f, name) is { } peer ? Format(peer.MaxUlp) : "—")]);
        Line();
        Line("How many results differ from Elucid's; of those, in per cent, Elucid's is nearer to the exact value : the library's is : both are "
            + "equally near:");
        Table(["", .. peers]);
        foreach (FunctionDifferences f in all)
            Row([$"`{f.Function}`", .. peers.Select(name => Of(f, name) is { } peer ? Decision(peer) : "—")]);
    }

    static string Sentence(string name, IReadOnlyList<FunctionDifferences> all)
    {
        (string Function, Accuracy Elucid, Accuracy Peer)[] pairs =
            [.. all.Where(f => Of(f, name) is not null).Select(f => (f.Function, f.Elucid, Of(f, name)!))];
        string[] smaller = [.. pairs.Where(pair => pair.Peer.MaxUlp < pair.Elucid.MaxUlp).Select(pair => $"`{pair.Function}`")];
        int larger = pairs.Count(pair => pair.Peer.MaxUlp > pair.Elucid.MaxUlp);
        long Sum(Func<Accuracy, int> count) => pairs.Sum(pair => (long)count(pair.Peer));
        long different = Sum(peer => peer.Different);
        return $"**{name}**: its maximum error is larger than Elucid's in {larger} of {pairs.Length}"
            + (smaller.Length == 0 ? ", smaller in none" : $", smaller in {smaller.Length} ({string.Join(", ", smaller)})")
            + $". {Share(different, Sum(peer => peer.Counted))} of its results differ from Elucid's; of those Elucid's is nearer to the "
            + $"exact value in "
            + $"{Share(Sum(peer => peer.ElucidNearer), different)}, {name}'s in {Share(Sum(peer => peer.LibraryNearer), different)}.";
    }

    void Details(string title, IReadOnlyList<FunctionDifferences> all, bool isDerivative)
    {
        Line();
        Line($"## {title}");
        Line();
        Line(isDerivative
            ? "Where a derivative crosses 0 an error in ulp has no meaning: inputs with |f′| < 1/16 and |x| < 2 are left out of the maximum in ulp, "
                + "not out of "
                + "the absolute one."
            : "The worst input is the one with the maximum error; \"rounded\" is the share of correctly rounded results.");
        string[] absolute = isDerivative ? ["max absolute"] : [];
        Table(["", "library", "max ulp", .. absolute, "worst input", "its result", "exact", "rounded", "different", "Elucid nearer", "library nearer",
            "equal"]);
        foreach (FunctionDifferences f in all)
            foreach (Accuracy a in f.Libraries)
            {
                string[] error = isDerivative ? [Format(a.MaxUlp), Absolute(a.MaxAbsolute)] : [Format(a.MaxUlp)];
                string[] decisions = a == f.Elucid ? ["", "", "", ""]
                    : [$"{a.Different:N0}", $"{a.ElucidNearer:N0}", $"{a.LibraryNearer:N0}", $"{a.EquallyNear:N0}"];
                Row([$"`{f.Function}`", a.Library, .. error, $"{a.Worst?.X:G9}", $"{a.Worst?.Result:G9}", $"{a.Worst?.Exact:G9}",
                    Share(a.Rounded, a.Counted), .. decisions]);
            }

        static string Absolute(double error) => double.IsInfinity(error) ? "∞" : $"{error:G2}";
    }

    void Specials()
    {
        Line();
        Line("## Special values");
        Line();
        Line("f(x) at the inputs where implementations go wrong. Bold: another sign than the exact value's, that of 0 included, NaN for a "
            + "number, or more "
            + "than 16 ulp away.");
        Table(["", "library", .. SpecialValues.Inputs.Select(x => SpecialValues.Text(x, digits: 3))]);
        using var forward = TorchSharp.torch.no_grad();
        foreach (string[] row in AllLibraries.Functions.SelectMany(SpecialValues.Rows))
            Row([$"`{row[0]}`", .. row[1..]]);
    }

    static Accuracy? Of(FunctionDifferences f, string library) => f.Peers.FirstOrDefault(peer => peer.Library == library);

    static string Decision(Accuracy peer)
    {
        return peer.Different == 0 ? "none differs"
            : $"{Share(peer.Different, peer.Counted)}; {Percent(peer.ElucidNearer)} : {Percent(peer.LibraryNearer)} : {Percent(peer.EquallyNear)}";

        string Percent(int count) => $"{100.0 * count / peer.Different:F0}";
    }

    static string Share(long part, long whole) => whole == 0 ? "0 %" : part == whole ? "100 %" : $"{Math.Min(99.99, 100.0 * part / whole):0.##} %";

    static string Format(double ulp) => double.IsInfinity(ulp) ? "∞" : ulp < 100 ? $"{ulp:F2}" : ulp < 1e6 ? $"{ulp:N0}" : $"{ulp:0.0E+0}";

    static string Listed(string[] items) => items.Length == 1 ? items[0] : $"{string.Join(", ", items[..^1])} and {items[^1]}";

    void Table(IReadOnlyList<string> columns)
    {
        Line();
        Row(columns);
        Line($"|{string.Concat(Enumerable.Repeat("---|", columns.Count))}");
    }

    void Row(IReadOnlyList<string> cells) => Line($"| {string.Join(" | ", cells)} |");

    void Line(string line = "") => _text.Append(line).Append('\n');
}
