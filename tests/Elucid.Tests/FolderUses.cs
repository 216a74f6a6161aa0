using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Elucid.Tests;

/// <summary>That the file <paramref name="File"/> of one folder names a type of another. Folders share a namespace, so the compiler is asked what
/// each name means.</summary>
sealed record FolderUse(string File, string By, string Type, string Used);

/// <summary>Which folder of a project uses which.</summary>
static class FolderUses
{
    /// <summary>The folders that hold code, relative to <paramref name="root"/>: those of the first level, and the rooms of the kernels.</summary>
    public static IEnumerable<string> Folders(string root) =>
        Sources(root).Select(file => FolderOf(root, file)).Where(folder => folder.Length > 0).Distinct();

    public static IEnumerable<FolderUse> In(string root)
    {
        SyntaxTree[] trees =
            [.. Sources(root).Select(file => CSharpSyntaxTree.ParseText(System.IO.File.ReadAllText(file), new(LanguageVersion.Latest), file))];
        CSharpCompilation compilation =
            CSharpCompilation.Create("uses", trees, CompilerReferences.All(), new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        return trees.SelectMany(tree => In(root, tree, compilation.GetSemanticModel(tree))).Distinct();
    }

    static IEnumerable<FolderUse> In(string root, SyntaxTree tree, SemanticModel model)
    {
        string by = FolderOf(root, tree.FilePath);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            if (by.Length > 0 && model.GetSymbolInfo(name).Symbol is INamedTypeSymbol { DeclaringSyntaxReferences: [var declaration, ..] } type)
                foreach (string used in type.DeclaringSyntaxReferences.Select(part => FolderOf(root, part.SyntaxTree.FilePath)).Distinct())
                    if (used != by)
                        yield return new(Path.GetRelativePath(root, tree.FilePath), by, type.Name, used);
    }

    static IEnumerable<string> Sources(string root) =>
        Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Where(file => FolderOf(root, file) is not ("bin" or "obj"));

    static string FolderOf(string root, string file)
    {
        string[] parts = (Path.GetDirectoryName(Path.GetRelativePath(root, file)) ?? "").Split(Path.DirectorySeparatorChar);
        return parts[0] == "Kernels" ? string.Join('/', parts.Take(2)) : parts[0];
    }
}
