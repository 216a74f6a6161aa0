namespace Elucid.Tests.Activations;

/// <summary>Every function of the catalog that has parameters, with other values than the defaults.</summary>
static class OtherParameters
{
    public static IEnumerable<string> Names =>
        from info in ActivationCatalog.All
        where info.Parameters.Count > 0
        from factor in (double[])[0.4, 2.3]
        select ActivationCatalog.Create(
            info.Name, [.. info.Parameters.Select((p, i) => (p.Name, Math.Clamp((factor + i) * p.Default, p.Minimum, p.Maximum)))]).Name;
}
