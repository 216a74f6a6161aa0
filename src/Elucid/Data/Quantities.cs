using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>One or more real numbers per row.</summary>
internal sealed class Quantities(float[] targets, IReadOnlyList<string> names) : Answers
{
    public override LearningTask Task => LearningTask.Regression;

    public override int Count => names.Count == 0 ? 0 : targets.Length / names.Count;

    public override float[] Targets => targets;

    public override IReadOnlyList<string> TargetNames => names;

    public override IReadOnlyList<string> OutputNames => names;

    public override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<float>(targets);

    public override void Check(string dataset)
    {
        if (targets.Length != Count * names.Count)
            throw new ArgumentException(
                $"Dataset '{dataset}': expected {names.Count} targets for each of {Count} rows, but got {targets.Length} values.");
        Dataset.RequireFinite(dataset, targets, names.Count, "target");
    }

    public override Answers Of(ReadOnlySpan<int> rows) => new Quantities(Dataset.Gather(targets, names.Count, rows), names);

    public override ColumnScales FitScales() => ColumnScales.Fit(targets, names.Count);

    public override Answers Scaled(ColumnScales scales)
    {
        scales.Require(names.Count, "targets");
        float[] scaled = [.. targets];
        scales.Apply(scaled);
        return new Quantities(scaled, names);
    }
}
