using System.Text.RegularExpressions;

namespace Elucid.Tests;

/// <summary>The projects and their folders are the architecture: each may use only those before it.</summary>
[AnyWidth]
public sealed partial class ArchitectureTests
{
    static readonly string[] Projects =
        ["Elucid", "Elucid.TensorSpans", "Elucid.Reports", "Elucid.Images", "Elucid.Verification", "Elucid.Lab", "Elucid.Claims", "Elucid.Cli"];

    // The first of the kernels is the folder itself: threads, working memory and long sums, which all its rooms use.
    static readonly string[] Library =
    [
        "Text", "Numerics", "Activations",
        "Kernels", "Kernels/Elementwise", "Kernels/Reductions", "Kernels/Gemm", "Kernels/Attention", "Kernels/Recurrent", "Kernels/Convolution",
        "Kernels/Normalization",
        "Kernels/Pooling", "Kernels/Reduced",
        "Tensors", "Autograd", "Initializers", "Modules", "Losses", "Models", "Optimizers", "Schedules", "Data", "Formats", "Tokens", "Onnx",
        "Environments", "Metrics",
        "Objectives", "Training", "Tasks", "Baselines", "Diagnostics",
    ];

    static readonly string[] Laboratory = ["Statistics", "Experiments", "Conditions", "Running", "Recipes", "Baselines", "Trials", "Studies", "Runs",
        "Federation"];

    static readonly string[] Claims =
        [
            "Data", "Cards", "Experiments", "Mathematics", "Numerics", "Dynamics", "Architectures", "Applications", "Tools", "Controls", "Ledger",
            "Pages",
        ];

    [Theory]
    [InlineData("Elucid")]
    [InlineData("Elucid.Lab")]
    [InlineData("Elucid.Claims")]
    public void A_folder_uses_only_those_before_it(string project)
    {
        string[] order = OrderOf(project);
        Assert.Empty(from use in FolderUses.In(Root(project))
                     where Array.IndexOf(order, use.Used) > Array.IndexOf(order, use.By)
                     select $"{use.File} may not use {use.Type} of {use.Used}.");
    }

    [Theory]
    [InlineData("Used field = null!;")]
    [InlineData("Used Property { get; } = null!;")]
    [InlineData("void M(object x) { var y = (Used)x; }")]
    [InlineData("bool M(object x) => x is Used;")]
    [InlineData("bool M(object x) => x is Used { };")]
    [InlineData("object M() => new Used();")]
    [InlineData("object M() => typeof(Used[]);")]
    [InlineData("string M() => nameof(Used);")]
    [InlineData("int M() => Used.Number;")]
    [InlineData("int M() => P.Used.Number;")]
    [InlineData("int M() => global::P.Used.Number;")]
    [InlineData("void M() { Local(1); int Local(int x) => x + Used.Number; }")]
    [InlineData("System.Func<int, int> f = x => x + Used.Number;")]
    [InlineData("System.Func<Used> f = null!;")]
    [InlineData("Used.Inner M() => null!;")]
    [InlineData("Other Used { get; } = null!; int M() => global::P.Used.Number;")]
    [InlineData("void M<T>() where T : Used { }")]
    public void A_use_is_found_wherever_a_type_is_named(string member) => Assert.Contains("Used", UsedBy(member));

    [Theory]
    [InlineData("Other Used { get; } = new(); int M() => Used.Number + this.Used.Number;")]
    [InlineData("int Used() => 1; int M() => Used() + this.Used();")]
    [InlineData("class Used { public static int Number => 1; } int M() => Used.Number;")]
    [InlineData("int M(int Used) => Used; int N() => M(Used: 1); // Used")]
    public void Other_things_of_the_same_name_are_no_use(string member) => Assert.DoesNotContain("Used", UsedBy(member));

    static string[] UsedBy(string member)
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["A"]);
        Directory.CreateDirectory(directory["B"]);
        directory.Write("A/Used.cs", "namespace P; public class Used { public class Inner; public static int Number => 1; }");
        directory.Write("B/Other.cs", "namespace P; public class Other { public int Number => 1; }");
        directory.Write("B/By.cs", $"namespace P; public class By {{ {member} }}");
        return [.. FolderUses.In(directory[""]).Select(use => use.Type)];
    }

    [Theory]
    [InlineData("Elucid")]
    [InlineData("Elucid.Lab")]
    [InlineData("Elucid.Claims")]
    public void Every_folder_has_its_place(string project) => Assert.Equal(OrderOf(project).Order(), FolderUses.Folders(Root(project)).Order());

    [Fact]
    public void A_project_refers_only_to_those_before_it()
    {
        Assert.Equal(Projects.Order(), Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName).Order());
        foreach (string project in Projects)
            foreach (Match reference in Reference().Matches(File.ReadAllText(Path.Combine(Root(project), project + ".csproj"))))
                Assert.Contains(reference.Groups[1].Value, Projects.TakeWhile(name => name != project));
    }

    // A further project of tests has to be put on one side or the other.
    [Fact]
    public void Test_projects_run_at_every_width_but_for_those_that_compute_nothing_of_their_own() => Assert.Equal(
        ["Elucid.Cli.Tests", "Elucid.Images.Tests", "Elucid.Reports.Tests", "Elucid.Samples.Tests"],
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "tests"), "*.Tests").Select(path => Path.GetFileName(path)).Order()
            .Except(TestProject().Matches(File.ReadAllText(Path.Combine(Repository.Root, "tests", "EveryWidth.slnf")))
                .Select(match => match.Groups[1].Value)));

    // What cannot be broken may be longer: a line that is one literal, with holes, raw, verbatim or without spaces.
    [Fact]
    public void No_line_is_longer_than_the_limit_of_the_editor()
    {
        int limit = int.Parse(Limit().Match(File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig"))).Groups[1].Value);
        Assert.Empty(
            from room in new[] { "src", "tests", "samples", "bench" }
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, room), "*.cs", SearchOption.AllDirectories)
            where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            where line.Length > limit && !Unbreakable().IsMatch(line)
            select $"{Path.GetRelativePath(Repository.Root, file)}: {line.Trim()}");
    }

    // What the laboratory does, an application can do. Proofs, benchmarks and the tool that is released with the library look behind it.
    [Fact]
    public void The_laboratory_sees_only_what_everybody_sees() => Assert.Equal(
        ["Elucid.Benchmarks", "Elucid.Cli", "Elucid.Verification"],
        Friend().Matches(File.ReadAllText(Path.Combine(Root("Elucid"), "Elucid.csproj"))).Select(match => match.Groups[1].Value)
            .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal)).Order());

    // A sentence names a member with Spelling.Of, and the tool spells it: in C#, and on a page, nobody has `--keep`.
    [Theory]
    [InlineData("Elucid")]
    [InlineData("Elucid.Reports")]
    [InlineData("Elucid.Images")]
    [InlineData("Elucid.Verification")]
    [InlineData("Elucid.Lab")]
    [InlineData("Elucid.Claims")]
    public void No_sentence_is_in_words_of_the_command_line(string project) =>
        Assert.Empty(WordsOfTheCommandLine(Root(project)));

    [Theory]
    [InlineData("""    throw new ArgumentException($"'{path}': use --keep COLUMN.");""", true)]
    [InlineData("""    const string Advice = "`elucid train` saves one.";""", true)]
    [InlineData("""    if (text == "a") --count; // "--keep" of old""", false)]
    [InlineData("""    while (--count != 0)""", false)]
    public void Words_of_the_command_line_are_told_from_code_and_comments(string line, bool has) => Assert.Equal(has, HasCommandWord(line));

    static string[] WordsOfTheCommandLine(string room) =>
        [.. from file in Directory.EnumerateFiles(room, "*.cs", SearchOption.AllDirectories)
            from line in File.ReadLines(file)
            where HasCommandWord(line)
            select $"{Path.GetRelativePath(room, file)}: {line.Trim()}"];

    // Inside of a literal an odd number of quotes stands before the word.
    static bool HasCommandWord(string line) =>
        CommandWord().Matches(Comment().Replace(line, "")).Any(word => line[..word.Index].Replace("\\\"", "").Count(c => c == '"') % 2 == 1);

    static string[] OrderOf(string project) => project switch
    {
        "Elucid" => Library,
        "Elucid.Lab" => Laboratory,
        _ => Claims,
    };

    static string Root(string project) => Path.Combine(Repository.Root, "src", project);

    [GeneratedRegex(@"ProjectReference Include=""\.\./(?:[\w.]+)/([\w.]+)\.csproj")]
    private static partial Regex Reference();

    [GeneratedRegex(@"max_line_length = (\d+)")]
    private static partial Regex Limit();

    [GeneratedRegex("""^\s*(?:\+ )?[$@]*["]""")]
    private static partial Regex Unbreakable();

    [GeneratedRegex(@"InternalsVisibleTo Include=""([\w.]+)""")]
    private static partial Regex Friend();

    [GeneratedRegex(@"(^|\s)//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"([\w.]+)\.csproj""")]
    private static partial Regex TestProject();

    [GeneratedRegex(@"--[a-z]|`elucid ")]
    private static partial Regex CommandWord();
}
