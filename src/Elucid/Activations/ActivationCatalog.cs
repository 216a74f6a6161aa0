namespace Elucid.Activations;

/// <summary>Every activation function by name. Adding one is its file and one line here.</summary>
public static class ActivationCatalog
{
    /// <summary>All functions, in the order in which tables show them.</summary>
    public static IReadOnlyList<ActivationInfo> All { get; } = [];
}
