namespace Elucid.Onnx.Tests;

/// <summary>The ONNX project's own tests of the operators that the import claims: right, or refused by the kind of refusal that is true. docs/onnx.md
/// has the counts.</summary>
public sealed class ConformanceTests
{
    static readonly string Page = Path.Combine(Repository.Root, "docs", "onnx.md");

    // What no right program can give again: draws of another random stream.
    static readonly string[] Drawn = ["test_training_dropout", "test_training_dropout_default"];

    static readonly string[] Folders = ["node", "simple", "pytorch-operator", "pytorch-converted"];

    [Fact]
    public void No_operator_is_wrong_and_every_refusal_says_what_is_not_supported()
    {
        Assert.SkipWhen(ConformanceCase.Root is null, "The ONNX project's tests are not here: install Debian's package libonnx-testdata.");
        Dictionary<string, int> counts = [];
        List<string> wrong = [];
        foreach (string folder in Folders)
            foreach (ConformanceCase c in ConformanceCase.Of(folder, [.. OnnxImport.SupportedOperators]).Where(c => !Drawn.Contains(c.Name)))
            {
                string outcome = Outcome(c, wrong);
                counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
            }
        Assert.Empty(wrong);
        AssertPage([$"| all, also of operators that are not known | {Folders.Sum(ConformanceCase.Count)} |", $"| right | {counts["right"]} |",
            .. Reasons.Select(reason => $"| refused: {reason.Name} | {counts.GetValueOrDefault(reason.Name)} |"), "| wrong | 0 |"]);
    }

    // The first that a sentence fits.
    static readonly (string Words, string Name)[] Reasons =
    [
        ("it states operator set", "an operator set before 7"),
        ("holds elements of type", "an input of another type than float32"),
        ("gives a second output", "a second output"),
        ("holds whole numbers", "an output of whole numbers"),
        ("from no input", "no input"),
        ("", "a form of the operator that is not supported"),
    ];

    static string Outcome(ConformanceCase c, List<string> wrong)
    {
        try
        {
            if (c.Difference() is { } difference)
                wrong.Add($"{c.Name}: {difference}");
            return "right";
        }
        catch (ModelFormatException e)
        {
            if (e.Problem != FileProblem.NotSupported || e.Message.Contains("damaged", StringComparison.Ordinal))
                wrong.Add($"{c.Name}: {e.Problem}: {e.Message}");
            return Reasons.First(reason => e.Message.Contains(reason.Words, StringComparison.Ordinal)).Name;
        }
    }

    static void AssertPage(List<string> table)
    {
        List<string> lines = [.. File.ReadAllLines(Page)];
        int first = lines.IndexOf("| the ONNX project's tests | number |") + 2,
            count = lines.Skip(first).TakeWhile(line => line.StartsWith('|')).Count();
        if (Environment.GetEnvironmentVariable("ELUCID_WRITE_DOCUMENTS") is not null)
        {
            lines.RemoveRange(first, count);
            lines.InsertRange(first, table);
            File.WriteAllText(Page, string.Join('\n', lines) + '\n');
            return;
        }
        Assert.SkipWhen(lines[first] != table[0], "The page counts the tests of another version of libonnx-testdata. None is wrong here.");
        Assert.Equal(table, lines.Skip(first).Take(count));
    }
}
