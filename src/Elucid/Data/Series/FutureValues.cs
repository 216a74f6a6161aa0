using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>What follows each window of a series, in units of the window.</summary>
internal sealed class FutureValues(float[] targets, SeriesTable table, WindowOrigin[] origins) : Answers
{
    /// <summary>The series, with the schema by which windows are cut.</summary>
    public SeriesTable Table => table;

    public override LearningTask Task => LearningTask.Forecast;

    public override int Count => origins.Length;

    /// <summary>Where each row's forecast starts.</summary>
    public IReadOnlyList<WindowOrigin> Origins => origins;

    public override float[] Targets => targets;

    public override IReadOnlyList<string> TargetNames { get; } = table.Schema.OutputNames;

    public override IReadOnlyList<string> OutputNames => TargetNames;

    public override ReadOnlySpan<byte> Bytes =>
        (byte[])[.. MemoryMarshal.AsBytes<float>(targets), .. MemoryMarshal.AsBytes<WindowOrigin>(origins)];

    public override void Check(string dataset) => Dataset.RequireFinite(dataset, targets, TargetNames.Count, "target");

    public override Answers Of(ReadOnlySpan<int> rows) =>
        new FutureValues(Dataset.Gather(targets, TargetNames.Count, rows), table, Dataset.Gather(origins, 1, rows));
}
