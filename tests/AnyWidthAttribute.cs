using Xunit.v3;

namespace Elucid.Tests;

/// <summary>
/// A test of what no vector width changes: documents, pages, files, and what only arranges computations that other tests prove at every width.
/// <c>.ci/run</c> runs it once. Kernels, layers, gradients, losses and optimizers are never marked so, nor one training of each kind of network.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
sealed class AnyWidthAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Width", "any")];
}
