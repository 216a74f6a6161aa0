namespace Elucid;

/// <summary>
/// Images with objects in them, as data for <see cref="Objective.Detection"/>: the boxes are the rows' targets, so that parts and splits keep them.
/// </summary>
public static class BoxData
{
    /// <summary>Numbers of a box: its edges and its class.</summary>
    internal const int Numbers = 5;

    /// <summary>Images and the objects in each.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="images">[images, ..imageShape], row by row. Kept, not copied.</param>
    /// <param name="imageShape">[channels, height, width].</param>
    /// <param name="boxes">The objects of each image.</param>
    /// <exception cref="ArgumentException">There is not one list for each image, or no image.</exception>
    public static Dataset Of(string name, float[] images, int[] imageShape, IReadOnlyList<IReadOnlyList<LabeledBox>> boxes)
    {
        int most = Math.Max(1, boxes.Select(all => all.Count).DefaultIfEmpty().Max()), width = most * Numbers;
        float[] targets = new float[boxes.Count * width];
        for (int i = 0; i < boxes.Count; i++)
            for (int j = 0; j < most; j++)
            {
                LabeledBox box = j < boxes[i].Count ? boxes[i][j] : new(0, 0, 0, 0, Class: -1);
                ((ReadOnlySpan<float>)[box.Left, box.Top, box.Right, box.Bottom, box.Class]).CopyTo(targets.AsSpan(i * width + j * Numbers));
            }
        return new Dataset(name, images, imageShape, targets,
            [.. from j in Enumerable.Range(1, most) from what in (string[])["left", "top", "right", "bottom", "class"] select $"{what} {j}"]);
    }

    /// <summary>The objects in each image of a batch.</summary>
    public static IReadOnlyList<IReadOnlyList<LabeledBox>> BoxesOf(Examples batch) => BoxesOf(batch.Targets.Values, batch.Count);

    /// <summary>The objects in each image of a dataset.</summary>
    public static IReadOnlyList<IReadOnlyList<LabeledBox>> BoxesOf(Dataset data) => BoxesOf(data.Targets, data.Count);

    static List<LabeledBox>[] BoxesOf(ReadOnlySpan<float> targets, int images)
    {
        List<LabeledBox>[] boxes = new List<LabeledBox>[images];
        int width = targets.Length / images;
        for (int i = 0; i < images; i++)
        {
            boxes[i] = [];
            for (int at = i * width; at + Numbers <= (i + 1) * width; at += Numbers)
                if (targets[at + 4] >= 0)
                    boxes[i].Add(new(targets[at], targets[at + 1], targets[at + 2], targets[at + 3], (int)targets[at + 4]));
        }
        return boxes;
    }
}
