using System.Text.RegularExpressions;

namespace Elucid.Tests;

/// <summary>The projects and their folders are the architecture: each may use only those before it.</summary>
public sealed partial class ArchitectureTests
{
    static readonly string[] Projects = ["Elucid", "Elucid.TensorSpans", "Elucid.Lab", "Elucid.Cli"];

    static readonly string[] LabFolders = ["Reports", "Statistics", "Recipes", "Baselines", "Trials", "Studies", "Runs", "Verification", "Measuring"];

    static readonly string[] Order =
    [
        "Text", "Numerics", "Activations", "Kernels", "Tensors", "Autograd", "Initializers", "Modules",
        "Losses", "Models", "Optimizers", "Schedules", "Data", "Formats", "Onnx", "Metrics", "Training", "Diagnostics",
    ];

    // The first is the folder itself: threads, working memory and long sums, which all use.
    static readonly string[] KernelRooms =
        ["", "Elementwise", "Reductions", "Gemm", "Attention", "Recurrent", "Convolution", "Normalization", "Pooling", "Reduced"];

    public static TheoryData<string, string> Folders => [.. Order.Select(name => ("Elucid", name)), .. LabFolders.Select(name => ("Elucid.Lab", name))];

    public static TheoryData<string> Rooms => [.. KernelRooms];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_those_before_it(string project, string folder)
    {
        string[] order = OrderOf(project), allowed = [.. order.TakeWhile(name => name != folder), folder];
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Root(project), folder), "*.cs", SearchOption.AllDirectories))
            foreach (Match match in Using().Matches(File.ReadAllText(file)))
                if (match.Groups["project"].Value == project)
                    Assert.True(allowed.Contains(match.Groups["folder"].Value), $"{Path.GetRelativePath(Root(project), file)} may not use {project}.{match.Groups["folder"].Value}.");
    }

    [Theory]
    [InlineData("Elucid")]
    [InlineData("Elucid.Lab")]
    public void Every_folder_has_its_place(string project)
    {
        IEnumerable<string> withCode = Directory.EnumerateDirectories(Root(project)).Where(directory => Path.GetFileName(directory) is not ("bin" or "obj"))
            .Where(directory => Directory.EnumerateFiles(directory, "*.cs").Any()).Select(directory => Path.GetFileName(directory));
        Assert.Equal(OrderOf(project).Order(), withCode.Order());
    }

    [Fact]
    public void A_project_refers_only_to_those_before_it()
    {
        Assert.Equal(Projects.Order(), Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName).Order());
        foreach (string project in Projects)
            foreach (Match reference in Reference().Matches(File.ReadAllText(Path.Combine(Root(project), project + ".csproj"))))
                Assert.Contains(reference.Groups[1].Value, Projects.TakeWhile(name => name != project));
    }

    // They share a namespace, so `using` lines say nothing: the names of their types do.
    [Theory, MemberData(nameof(Rooms))]
    public void A_room_of_the_kernels_uses_only_those_before_it(string room)
    {
        Dictionary<string, string> later = [];
        foreach (string other in KernelRooms.SkipWhile(name => name != room).Skip(1))
            foreach (string file in FilesOf(other))
                foreach (Match declaration in TopLevelType().Matches(File.ReadAllText(file)))
                    later[declaration.Groups[1].Value] = other;
        foreach (string file in FilesOf(room))
            foreach (Match name in Name().Matches(Comment().Replace(File.ReadAllText(file), "")))
                Assert.False(later.TryGetValue(name.Value, out string? other), $"{room}/{Path.GetFileName(file)} may not use {name.Value} of {other}.");
    }

    [Fact]
    public void Every_room_of_the_kernels_has_its_place() => Assert.Equal(
        KernelRooms.Skip(1).Order(), Directory.EnumerateDirectories(Path.Combine(Root("Elucid"), "Kernels")).Select(Path.GetFileName).Order());

    static IEnumerable<string> FilesOf(string room) => Directory.EnumerateFiles(Path.Combine(Root("Elucid"), "Kernels", room), "*.cs");

    // A sentence names a member with Spelling.Of, and the tool spells it: in C#, and on a page, nobody has `--keep`.
    [Theory]
    [InlineData("Elucid")]
    [InlineData("Elucid.Lab")]
    public void No_sentence_is_in_words_of_the_command_line(string project) =>
        Assert.Empty(WordsOfTheCommandLine(Root(project)));

    [Theory]
    [InlineData("""    throw new ArgumentException($"'{path}': say --keep COLUMN.");""", true)]
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

    static string[] OrderOf(string project) => project == "Elucid" ? Order : LabFolders;

    static string Root(string project) => Path.Combine(Repository.Root, "src", project);

    // Of the project and the first folder: also of `using static`, `global using` and aliases.
    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+|\w+\s*=\s*)?(?<project>Elucid(?:\.Lab)?)\.(?!Lab\b)(?<folder>\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"ProjectReference Include=""\.\./(?:[\w.]+)/([\w.]+)\.csproj")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|struct|interface|enum|record|record struct) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*")]
    private static partial Regex Name();

    [GeneratedRegex(@"(^|\s)//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"--[a-z]|`elucid ")]
    private static partial Regex CommandWord();
}
