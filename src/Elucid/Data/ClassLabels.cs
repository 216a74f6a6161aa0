using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>One of several classes per row.</summary>
internal sealed class ClassLabels(int[] labels, IReadOnlyList<string> classNames) : Answers
{
    public override LearningTask Task => LearningTask.Classification;

    public override int Count => labels.Length;

    public override int[] Labels => labels;

    public override IReadOnlyList<string> ClassNames => classNames;

    public override IReadOnlyList<string> OutputNames => classNames;

    public override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<int>(labels);

    public override void Check(string dataset)
    {
        for (int row = 0; row < labels.Length; row++)
            if ((uint)labels[row] >= (uint)classNames.Count)
                throw new ArgumentException(
                    $"Dataset '{dataset}': expected labels from 0 to {classNames.Count - 1}, but row {row} has {labels[row]}. "
                    + "Number the classes from 0 and name each of them.");
    }

    public override Answers Of(ReadOnlySpan<int> rows) => new ClassLabels(Dataset.Gather(labels, width: 1, rows), classNames);

    public override int[][] Strata()
    {
        List<int>[] rows = [.. classNames.Select(_ => new List<int>())];
        for (int row = 0; row < labels.Length; row++)
            rows[labels[row]].Add(row);
        return [.. rows.Select(r => r.ToArray())];
    }
}
