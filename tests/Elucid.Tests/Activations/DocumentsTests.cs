using Elucid.Activations;

namespace Elucid.Tests.Activations;

/// <summary>The documents about activations are tables of what the catalog says; a new function fails here until its lines are added.</summary>
public sealed class DocumentsTests
{
    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_page_of_activations_has_the_functions_line(string name) => AssertHasLine("activations.md", FunctionLine(name));

    [Theory, MemberData(nameof(Names))]
    public void The_page_of_activations_has_values_that_the_function_takes(string name) => AssertHasLine("activations.md", ValueLine(name));

    [Theory, MemberData(nameof(Names))]
    public void The_page_of_accuracy_has_the_tested_bounds(string name) => AssertHasLine("accuracy.md", BoundLine(name));

    static string FunctionLine(string name)
    {
        ActivationInfo info = ActivationCatalog.Find(name);
        string names = string.Join(", ", info.Aliases.Prepend(info.Name).Select(n => $"`{n}`"));
        string parameters = string.Join(", ", info.Parameters.Select(p => $"{p.Name} = {p.Default}"));
        return $"| {names} | {info.Formula} | {info.DerivativeFormula} | {info.Range} | {info.DerivativeRange} | {parameters} | {info.Weights} | {info.Source} |";
    }

    static string ValueLine(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        double[] x = [-2, -1, 0, 1, 2];
        return $"| `{name}` | {string.Join(" | ", x.Select(v => Text(f.Evaluate(v))))} | {string.Join(" | ", x.Select(v => Text(f.EvaluateDerivative(v))))} |";
    }

    static string BoundLine(string name)
    {
        ActivationInfo info = ActivationCatalog.Find(name);
        return $"| `{name}` | {Bound(info.MaxUlp, info.AbsoluteError)} | {Bound(info.MaxDerivativeUlp, info.AbsoluteDerivativeError)} |";
    }

    static string Bound(double ulp, double absolute) => absolute > 0 ? $"{ulp} ulp or {absolute:G2}" : $"{ulp} ulp";

    // Six digits; a zero has no sign in a table.
    static string Text(double value) => Math.Round(value, 6) == 0 ? "0" : value.ToString("0.######");

    static void AssertHasLine(string file, string line)
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", file));
        Assert.True(lines.Contains(line), $"docs/{file} lacks this line, which the catalog says now:\n{line}");
    }
}
