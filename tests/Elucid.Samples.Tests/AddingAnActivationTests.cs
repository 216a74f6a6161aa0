using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Elucid.Samples.Tests;

/// <summary>Does what docs/adding-an-activation.md says, in a copy of the repository: it runs every test of the catalog with the function that it
/// adds, too.</summary>
[AnyWidth]
public sealed partial class AddingAnActivationTests
{
    [Fact]
    public void The_page_works_when_it_is_followed_word_by_word()
    {
        string[] widths = ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"];
        Assert.SkipWhen(
            widths.Any(name => Environment.GetEnvironmentVariable(name) is not null),
            "Once is enough: the page does not depend on the width of vectors.");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The page's commands are for a POSIX shell.");

        using Copy copy = new();
        string page = File.ReadAllText(Path.Combine(copy.Path, "docs", "adding-an-activation.md"));
        MatchCollection steps = Step().Matches(page);
        Assert.Equal(Fence().Count(page), steps.Count);
        foreach (Match step in steps)
        {
            string block = step.Groups["block"].Value, path = Path.Combine(copy.Path, step.Groups["path"].Value);
            if (step.Groups["create"].Success)
                File.WriteAllText(path, block);
            else if (step.Groups["end"].Success)
                File.AppendAllText(path, block);
            else if (step.Groups["anchor"].Success)
                InsertAbove(path, step.Groups["anchor"].Value, block);
            else if (copy.Run(block) is var output && block.Contains("isru", StringComparison.Ordinal))
                Assert.Contains("isru", output, StringComparison.Ordinal);
        }
    }

    static void InsertAbove(string path, string anchor, string block)
    {
        List<string> lines = [.. File.ReadAllLines(path)];
        int index = lines.FindIndex(line => line.Trim() == anchor);
        Assert.True(index >= 0, $"{path} has no line '{anchor}'.");
        lines.Insert(index, block.TrimEnd('\n'));
        File.WriteAllLines(path, lines);
    }

    // A sentence of the page that says what to do, up to its colon, and the block that follows.
    [GeneratedRegex("""
        (?:(?<create>Create)\ `(?<path>[^`]+)`
          |(?<end>At\ the\ end\ of)\ `(?<path>[^`]+)`,\ add
          |In\ `(?<path>[^`]+)`,\ above\ the\ line\ `(?<anchor>[^`]+)`,\ add
          |run):\n\n```\w+\n(?<block>.*?)```\n
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Step();

    [GeneratedRegex("^```[a-z]+$", RegexOptions.Multiline)]
    private static partial Regex Fence();

    /// <summary>What the repository holds, without what was built, in a directory that is deleted afterwards.</summary>
    sealed class Copy : IDisposable
    {
        const string Unanalyzed = "<EnableTrimAnalyzer>false</EnableTrimAnalyzer><EnableAotAnalyzer>false</EnableAotAnalyzer>"
            + "<EnableSingleFileAnalyzer>false</EnableSingleFileAnalyzer>";

        static readonly string[] Parts = ["src", "docs", "tests/Elucid.Tests", "tests/Elucid.Onnx.Tests"];

        public string Path { get; } = Directory.CreateTempSubdirectory("elucid-page-").FullName;

        public Copy()
        {
            string root = Root();
            IEnumerable<string> ofAll = Directory.EnumerateFiles(root).Concat(Directory.EnumerateFiles(System.IO.Path.Combine(root, "tests")));
            foreach (string from in Parts.Select(part => System.IO.Path.Combine(root, part)).Concat(ofAll))
            {
                foreach (string file in Directory.Exists(from) ? Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories) : [from])
                {
                    string relative = System.IO.Path.GetRelativePath(root, file);
                    if (relative.Split(System.IO.Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
                        continue;
                    string to = System.IO.Path.Combine(Path, relative);
                    Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
                    File.Copy(file, to);
                }
            }

            // Neither style nor what trimming keeps is a matter of the page, and they take most of the time of its builds. The list of public types,
            // which it speaks of, is guarded by a package.
            string settings = System.IO.Path.Combine(Path, "Directory.Build.props");
            File.WriteAllText(settings, File.ReadAllText(settings)
                .Replace("<AnalysisLevel>latest-recommended<", $"{Unanalyzed}<AnalysisLevel>none<", StringComparison.Ordinal)
                .Replace("<EnforceCodeStyleInBuild>true<", "<EnforceCodeStyleInBuild>false<", StringComparison.Ordinal));
        }

        /// <summary>What the commands print; fails if one of them does.</summary>
        public string Run(string commands)
        {
            ProcessStartInfo start =
                new("bash", ["-e", "-c", commands]) { WorkingDirectory = Path, RedirectStandardOutput = true, RedirectStandardError = true };

            // Builds leave nothing running behind, which would hold the output open, and take no settings from the build and the tests around this
            // one.
            string[] foreign = ["MSBUILD", "ELUCID"];
            foreach (string name in start.Environment.Keys.Where(
                name => foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToArray())
                start.Environment.Remove(name);
            start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
            start.Environment["UseSharedCompilation"] = "false";
            start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";

            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{commands}ended with {process.ExitCode}:\n{output}\n{errors.Result}");
            return output;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);

        static string Root()
        {
            DirectoryInfo? directory = new(AppContext.BaseDirectory);
            while (directory is not null && !File.Exists(System.IO.Path.Combine(directory.FullName, "Elucid.slnx")))
                directory = directory.Parent;
            return directory!.FullName;
        }
    }
}
