using Microsoft.CodeAnalysis;

namespace Elucid.Tests;

/// <summary>What sources that a test compiles refer to: all that the test itself runs on, .NET and the library.</summary>
static class CompilerReferences
{
    public static IReadOnlyList<MetadataReference> All { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists)
            .Select(path => MetadataReference.CreateFromFile(path))];
}
