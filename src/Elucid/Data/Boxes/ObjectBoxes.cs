using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>The objects in each image.</summary>
/// <param name="boxes">[images].</param>
/// <param name="classNames">The name of every class.</param>
/// <param name="sources">Where each image comes from; empty if unknown.</param>
internal sealed class ObjectBoxes(
    IReadOnlyList<IReadOnlyList<LabeledBox>> boxes, IReadOnlyList<string> classNames, IReadOnlyList<ImageSource>? sources = null) : Answers
{
    byte[]? _bytes;

    public override LearningTask Task => LearningTask.Detect;

    public override int Count => boxes.Count;

    public override IReadOnlyList<string> ClassNames => classNames;

    public override IReadOnlyList<string> OutputNames => classNames;

    public override IReadOnlyList<IReadOnlyList<LabeledBox>> Boxes => boxes;

    /// <summary>Where each image comes from; empty if unknown.</summary>
    public IReadOnlyList<ImageSource> Sources => sources ?? [];

    // That of the first object; images without any stand first.
    public override float? Ordered(int row) => boxes[row].Count == 0 ? -1 : boxes[row][0].Class;

    public override ReadOnlySpan<byte> Bytes => _bytes ??= MemoryMarshal.AsBytes<float>(Numbers()).ToArray();

    public override void Check(string dataset)
    {
        for (int row = 0; row < boxes.Count; row++)
            foreach (LabeledBox box in boxes[row])
            {
                if ((uint)box.Class >= (uint)classNames.Count)
                    throw new ArgumentException(
                        $"Dataset '{dataset}': expected classes from 0 to {classNames.Count - 1}, but a box of row {row} has {box.Class}. Number the "
                            + "classes from 0 and name each of them.");
                if (!(box.Right > box.Left && box.Bottom > box.Top && float.IsFinite(box.Left + box.Top + box.Right + box.Bottom)))
                    throw new ArgumentException(
                        $"Dataset '{dataset}': expected boxes that end to the right of and below where they begin, but one of row {row} goes from "
                            + $"({box.Left}, {box.Top}) to ({box.Right}, {box.Bottom}). Leave it out.");
            }
    }

    public override Answers Of(ReadOnlySpan<int> rows)
    {
        IReadOnlyList<LabeledBox>[] own = new IReadOnlyList<LabeledBox>[rows.Length];
        ImageSource[]? ownSources = sources is null ? null : new ImageSource[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            own[i] = boxes[rows[i]];
            if (ownSources is not null)
                ownSources[i] = sources![rows[i]];
        }
        return new ObjectBoxes(own, classNames, ownSources);
    }

    // How many there are tells where an image ends.
    float[] Numbers()
    {
        List<float> numbers = [];
        foreach (IReadOnlyList<LabeledBox> image in boxes)
        {
            numbers.Add(image.Count);
            foreach (LabeledBox box in image)
                numbers.AddRange([box.Left, box.Top, box.Right, box.Bottom, box.Class]);
        }
        return [.. numbers];
    }
}
