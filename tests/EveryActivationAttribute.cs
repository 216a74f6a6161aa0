using Xunit.v3;

namespace Elucid.Tests;

/// <summary>Tests that have a case for every function of the catalog: what an added one must pass. docs/adding-an-activation.md runs them, by their
/// trait.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class EveryActivationAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Catalog", "activations")];
}
