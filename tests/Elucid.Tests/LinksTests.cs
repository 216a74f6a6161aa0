using System.Text;
using System.Text.RegularExpressions;

namespace Elucid.Tests;

/// <summary>What the documents point to exists: files, headings, and paths of this repository that stand in the text.</summary>
[AnyWidth]
public sealed partial class LinksTests
{
    public static TheoryData<string> Documents => [.. new[] { "", "docs", "docs/guides", "bench", "bench/results/amd-epyc-zen4-2vcpu" }
        .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Documents))]
    public void Links_lead_somewhere(string document)
    {
        string text = Read(document), folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (string target in Link().Matches(text).Select(m => m.Groups[1].Value).Where(t => !t.Contains("://", StringComparison.Ordinal)))
        {
            string[] parts = target.Split('#');
            string path = parts[0].Length == 0 ? Path.Combine(Repository.Root, document) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            Assert.True(File.Exists(path) || Directory.Exists(path), $"{document} links to {target}, which does not exist.");
            if (parts.Length > 1)
                Assert.True(Headings(File.ReadAllText(path)).Contains(parts[1]),
                    $"{document} links to {target}, but {Path.GetFileName(path)} has no such heading.");
        }
    }

    [Theory, MemberData(nameof(Documents))]
    public void Paths_of_this_repository_exist(string document)
    {
        // What happened in the past may be gone, and one page has a file created.
        if (document is "CHANGELOG.md" or "docs/adding-an-activation.md")
            return;
        foreach (string path in OwnPath().Matches(Read(document)).Select(m => m.Groups[1].Value))
            Assert.True(Directory.EnumerateFileSystemEntries(Repository.Root, path).Any(), $"{document} names {path}, which does not exist.");
    }

    static string Read(string document) => Fence().Replace(File.ReadAllText(Path.Combine(Repository.Root, document)), "");

    static IEnumerable<string> Headings(string text) =>
        Fence().Replace(text, "").Split('\n').Where(line => line.StartsWith('#')).Select(Slug)
            .Concat(Place().Matches(text).Select(match => match.Groups[1].Value));

    // As GitHub does it: lower case, spaces to hyphens, without other marks.
    static string Slug(string heading)
    {
        StringBuilder slug = new();
        foreach (char c in heading.TrimStart('#').Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
                slug.Append(c);
            else if (c == ' ')
                slug.Append('-');
        }
        return slug.ToString();
    }

    [GeneratedRegex("<a id=\"([^\"]+)\">")]
    private static partial Regex Place();

    [GeneratedRegex(@"\]\(<?([^)>\s]+)>?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|samples|bench|docs|\.ci)/[^`\s…<]+)`")]
    private static partial Regex OwnPath();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
