using Xunit.v3;

namespace Elucid.Tests;

/// <summary>
/// A slow test of what no vector width changes: documents, packages, pages, files. <c>.ci/run</c> runs it once, and all others at every width.
/// Nothing that computes belongs here.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
sealed class AnyWidthAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Width", "any")];
}
