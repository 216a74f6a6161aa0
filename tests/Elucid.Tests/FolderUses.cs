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
            CSharpCompilation.Create("uses", trees, CompilerReferences.All, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        DeclaredNames declared = DeclaredNames.In(trees);
        return trees.AsParallel().SelectMany(tree => In(root, tree, compilation.GetSemanticModel(tree), declared).ToArray()).Distinct().ToArray();
    }

    static IEnumerable<FolderUse> In(string root, SyntaxTree tree, SemanticModel model, DeclaredNames declared)
    {
        string by = FolderOf(root, tree.FilePath);
        if (by.Length == 0)
            yield break;
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(declared.MayBeType))
            if (MeaningOf(name, model) is INamedTypeSymbol type)
                foreach (string used in type.DeclaringSyntaxReferences.Select(part => FolderOf(root, part.SyntaxTree.FilePath)).Distinct())
                    if (used != by)
                        yield return new(Path.GetRelativePath(root, tree.FilePath), by, type.Name, used);
    }

    // To say what a name is, the compiler binds the whole body around it, which would take most of the time. Alone it is bound sooner, and where that
    // gives a type, nothing else can be meant.
    static ISymbol? MeaningOf(SimpleNameSyntax name, SemanticModel model)
    {
        SpeculativeBindingOption? alone = name.Parent switch
        {
            QualifiedNameSyntax or AliasQualifiedNameSyntax => null,
            MemberAccessExpressionSyntax member when member.Expression == name => SpeculativeBindingOption.BindAsExpression,
            _ when SyntaxFacts.IsInTypeOnlyContext(name) => SpeculativeBindingOption.BindAsTypeOrNamespace,
            _ => null,
        };
        return alone is { } option && model.GetSpeculativeSymbolInfo(name.SpanStart, name, option).Symbol is INamedTypeSymbol type ? type
            : model.GetSymbolInfo(name).Symbol;
    }

    /// <summary>The names that the sources give to types and namespaces.</summary>
    sealed record DeclaredNames(HashSet<string> Types, HashSet<string> Namespaces)
    {
        public static DeclaredNames In(IEnumerable<SyntaxTree> trees)
        {
            SyntaxNode[] nodes = [.. trees.SelectMany(tree => tree.GetRoot().DescendantNodes())];
            return new(
                [.. nodes.OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.Text),
                    .. nodes.OfType<DelegateDeclarationSyntax>().Select(type => type.Identifier.Text),
                    .. nodes.OfType<UsingDirectiveSyntax>().Select(alias => alias.Alias?.Name.Identifier.Text ?? "")],
                [.. nodes.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(space => space.Name.ToString().Split('.'))]);
        }

        /// <summary>Whether the name can be that of a type: one has it, and it is neither invoked nor a member of anything but a namespace.</summary>
        public bool MayBeType(SimpleNameSyntax name) => Types.Contains(name.Identifier.Text) && name.Parent switch
        {
            InvocationExpressionSyntax or MemberBindingExpressionSyntax or NameColonSyntax => false,
            MemberAccessExpressionSyntax member when member.Name == name => Namespaces.Contains(member.Expression.ToString().Split('.', ':')[^1]),
            _ => true,
        };
    }

    static IEnumerable<string> Sources(string root) =>
        Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Where(file => FolderOf(root, file) is not ("bin" or "obj"));

    static string FolderOf(string root, string file)
    {
        string[] parts = (Path.GetDirectoryName(Path.GetRelativePath(root, file)) ?? "").Split(Path.DirectorySeparatorChar);
        return parts[0] == "Kernels" ? string.Join('/', parts.Take(2)) : parts[0];
    }
}
