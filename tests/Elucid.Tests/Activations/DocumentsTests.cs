using System.Text.RegularExpressions;

namespace Elucid.Tests.Activations;

/// <summary>
/// The documents say what the catalog says; after a change of the catalog these tests fail until they are written anew, which they do
/// themselves where ELUCID_WRITE_DOCUMENTS is set.
/// </summary>
[EveryActivation]
public sealed partial class DocumentsTests
{
    [Fact]
    public void The_page_of_activations_lists_every_function() => AssertTable("activations.md", "| names | f(x) | f′(x) |", FunctionLine);

    [Fact]
    public void The_page_of_activations_has_values_that_every_function_takes() => AssertTable("activations.md", "| function | f(−2) |", ValueLine);

    [Fact]
    public void The_page_of_activations_has_every_function_in_ONNX_and_PyTorch() =>
        AssertTable("activations.md", "| function | ONNX | PyTorch |", ElsewhereLine);

    [Fact]
    public void The_page_of_accuracy_has_the_tested_bounds() => AssertTable("accuracy.md", "| function | f | f′ | f never falls |", BoundLine);

    [Fact]
    public void The_README_states_the_largest_error_bounds()
    {
        string path = Path.Combine(Repository.Root, "README.md"), text = File.ReadAllText(path);
        string stated = FormattableString.Invariant(
            $"within {ActivationCatalog.All.Max(info => info.MaxUlp)} ulp, its derivative within {ActivationCatalog.All.Max(info => info.MaxDerivativeUlp)},");
        string written = Bounds().Replace(text, stated);
        if (IsWriting)
            File.WriteAllText(path, written);
        else
            Assert.True(text.Contains(stated, StringComparison.Ordinal)
                && text == written, $"README.md should say '{stated}'. Run these tests with ELUCID_WRITE_DOCUMENTS=1 to write it.");
    }

    static string FunctionLine(ActivationInfo info)
    {
        string names = string.Join(", ", info.Aliases.Prepend(info.Name).Select(n => $"`{n}`"));
        string parameters = string.Join(", ", info.Parameters.Select(p => $"{p.Name} = {p.Default}"));
        return $"| {names} | {info.Formula} | {info.DerivativeFormula} | {info.Range} | {info.DerivativeRange} | {parameters} | "
            + $"{info.WeightScheme} | {info.Source} |";
    }

    static string ValueLine(ActivationInfo info)
    {
        Activation f = info.Create();
        double[] x = [-2, -1, 0, 1, 2];
        return $"| `{info.Name}` | {string.Join(" | ", x.Select(v => Text(f.Evaluate(v))))} | "
            + $"{string.Join(" | ", x.Select(v => Text(f.EvaluateDerivative(v))))} |";
    }

    static string ElsewhereLine(ActivationInfo info) =>
        $"| `{info.Name}` | {string.Join(", else ", info.Onnx.Select(form => $"`{form}` from {form.Opset}"))} | "
            + $"{(info.PyTorch is { } call ? $"`{call}`" : "none")} |";

    static string BoundLine(ActivationInfo info) =>
        $"| `{info.Name}` | {Bound(info.MaxUlp, info.AbsoluteError)} | {Bound(info.MaxDerivativeUlp, info.AbsoluteDerivativeError)} | "
            + $"{(info.NeverFalls ? "yes" : "")} |";

    static string Bound(double ulp, double absolute) => absolute > 0 ? $"{ulp} ulp or {absolute:G2}" : $"{ulp} ulp";

    // Six digits; a zero has no sign in a table.
    static string Text(double value) => Math.Round(value, 6) == 0 ? "0" : value.ToString("0.######");

    static bool IsWriting => Environment.GetEnvironmentVariable("ELUCID_WRITE_DOCUMENTS") is not null;

    [GeneratedRegex(@"within [\d.]+ ulp, its derivative within [\d.]+,")]
    private static partial Regex Bounds();

    static void AssertTable(string file, string header, Func<ActivationInfo, string> lineOf)
    {
        string path = Path.Combine(Repository.Root, "docs", file);
        List<string> lines = [.. File.ReadAllLines(path)];
        int first = lines.FindIndex(line => line.StartsWith(header, StringComparison.Ordinal)) + 2,
            count = lines.Skip(first).TakeWhile(line => line.StartsWith('|')).Count();
        string[] expected = [.. ActivationCatalog.All.Select(lineOf)];
        if (IsWriting)
        {
            lines.RemoveRange(first, count);
            lines.InsertRange(first, expected);
            File.WriteAllText(path, string.Join('\n', lines) + '\n');
            return;
        }
        Assert.True(expected.SequenceEqual(lines.Skip(first).Take(count)),
            $"The table '{header} …' of docs/{file} differs from the catalog. Run these tests with ELUCID_WRITE_DOCUMENTS=1 to write it, or change "
                + $"the line:\n"
            + string.Join('\n', expected.Except(lines)));
    }
}
