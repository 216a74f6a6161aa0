using System.Text.RegularExpressions;

namespace Elucid.Tests;

/// <summary>The folders of the library are its architecture: each may use only those before it.</summary>
public sealed partial class ArchitectureTests
{
    static readonly string[] Order =
    [
        "Text", "Numerics", "Activations", "Kernels", "Tensors", "Autograd", "Initializers", "Modules",
        "Losses", "Models", "Optimizers", "Schedules", "Data", "Formats", "Onnx", "Metrics", "Training", "Diagnostics",
    ];

    public static TheoryData<string> Folders => [.. Order];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_those_before_it(string folder)
    {
        string[] allowed = [.. Order.TakeWhile(name => name != folder), folder];
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories))
            foreach (Match match in Using().Matches(File.ReadAllText(file)))
                Assert.True(allowed.Contains(match.Groups[1].Value), $"{Path.GetRelativePath(Root(), file)} may not use Elucid.{match.Groups[1].Value}.");
    }

    [Fact]
    public void Every_folder_has_its_place()
    {
        IEnumerable<string> withCode = Directory.EnumerateDirectories(Root())
            .Where(directory => Directory.EnumerateFiles(directory, "*.cs").Any()).Select(directory => Path.GetFileName(directory));
        Assert.Equal(Order.Order(), withCode.Order());
    }

    // A sentence names a member with Spelling.Of, and the tool spells it: in C#, and on a page, nobody has `--keep`.
    [Fact]
    public void No_sentence_of_the_library_is_in_words_of_the_command_line() =>
        Assert.Empty(WordsOfTheCommandLine(Root()));

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

    static string Root() => Path.Combine(Repository.Root, "src", "Elucid");

    // The first part after Elucid: also of `using static`, `global using` and aliases.
    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+|\w+\s*=\s*)?Elucid\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"--[a-z]|`elucid ")]
    private static partial Regex CommandWord();

    [GeneratedRegex(@"(^|\s)//.*")]
    private static partial Regex Comment();
}
