using System.Text.RegularExpressions;

namespace Elucid.Tests;

/// <summary>The folders of the library are its architecture: each may use only those before it.</summary>
public sealed partial class ArchitectureTests
{
    static readonly string[] Order =
    [
        "Numerics", "Activations", "Kernels", "Tensors", "Autograd", "Initializers", "Modules",
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

    static string Root() => Path.Combine(Repository.Root, "src", "Elucid");

    // The first part after Elucid: also of `using static`, `global using` and aliases.
    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+|\w+\s*=\s*)?Elucid\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
