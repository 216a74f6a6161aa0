using System.CommandLine;

namespace Elucid.Cli.Tests;

/// <summary>The command lines that the documents show are command lines of the tool.</summary>
public sealed class DocumentedCommandsTests
{
    public static TheoryData<string> Lines =>
        [.. new[] { "README.md", "CONTRIBUTING.md" }.Concat(
            Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
        .SelectMany(page => File.ReadLines(Path.Combine(Repository.Root, page))).Select(CommandOf).OfType<string>().Distinct()
            .Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Lines))]
    public void The_tool_understands_what_the_documents_show(string line)
    {
        using StringWriter output = new();
        string[] args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ParseResult parsed =
            ElucidCommand.Create(args, Terminal.Of(output, output), new Interruption(TestContext.Current.CancellationToken)).Parse(args);
        Assert.Empty(parsed.Errors.Select(error => error.Message));
    }

    [Fact]
    public void There_are_such_lines() => Assert.Contains("compare --tune-lr", Lines.Select(line => line.Data));

    // "    elucid compare --seeds 5     # remark" or "dotnet run … src/Elucid.Cli -- compare": the words after the program's name.
    static string? CommandOf(string line)
    {
        const string Named = "    elucid ", FromSource = "--project src/Elucid.Cli -- ";
        int source = line.IndexOf(FromSource, StringComparison.Ordinal);
        string? command = line.StartsWith(Named, StringComparison.Ordinal) ? line[Named.Length..] : source >= 0 ? line[(source + FromSource.Length)..]
            : null;
        // Isru is the function that a page adds.
        return command is null || command.Contains("isru", StringComparison.Ordinal) ? null : command.Split('#', '>', '|')[0].Trim();
    }
}
