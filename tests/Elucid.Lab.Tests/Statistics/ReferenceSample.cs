namespace Elucid.Lab.Tests.Statistics;

/// <summary>A sample and what reference.py says about it.</summary>
public sealed record ReferenceSample(string Name, double[] Values)
{
    public required double Mean { get; init; }
    public required double Deviation { get; init; }
    public required double Lower { get; init; }
    public required double Upper { get; init; }
    public required double StudentP { get; init; }
    public required double ShapiroW { get; init; }
    public required double ShapiroP { get; init; }
    public required double WilcoxonP { get; init; }
    public required double HodgesLehmann { get; init; }
    public required double HodgesLehmannLower { get; init; }
    public required double HodgesLehmannUpper { get; init; }

    public static TheoryData<ReferenceSample> All => [.. Reference.Samples];

    public override string ToString() => Name;
}
