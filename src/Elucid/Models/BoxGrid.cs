namespace Elucid;

/// <summary>What the numbers of a <see cref="GridDetector"/> mean: [batch, cells, 5 + classes], the logit of an object, its box in pixels, and the
/// logits of its class; cells row by row.</summary>
/// <param name="Height">Of an image.</param>
/// <param name="Width">Of an image.</param>
/// <param name="Stride">The side of a cell in pixels.</param>
/// <param name="Classes">Kinds of objects.</param>
internal readonly record struct BoxGrid(int Height, int Width, int Stride, int Classes)
{
    /// <summary>Left, top, right and bottom.</summary>
    public const int BoxNumbers = 4;

    const int FirstClass = 1 + BoxNumbers;

    public int Rows => Height / Stride;

    public int Columns => Width / Stride;

    public int Cells => Rows * Columns;

    /// <summary>Numbers of a cell.</summary>
    public int Numbers => FirstClass + Classes;

    /// <summary>The grid that outputs are of.</summary>
    /// <param name="image">[channels, height, width].</param>
    /// <param name="cells">Cells of an image.</param>
    /// <param name="classes">Kinds of objects.</param>
    public static BoxGrid Of(ReadOnlySpan<int> image, int cells, int classes) =>
        new(image[1], image[2], (int)Math.Round(Math.Sqrt((double)image[1] * image[2] / cells)), classes);

    /// <summary>Focal loss per object, plus the mean of 1 − GIoU and of the cross-entropy over the objects.</summary>
    /// <param name="output">[batch, cells, 5 + classes].</param>
    /// <param name="truth">The objects of each image.</param>
    /// <param name="owner">What errors call the network.</param>
    /// <exception cref="ArgumentException">There is not one list per image, a class is out of range, a box is empty, or a centre lies outside the
    /// image.</exception>
    public Tensor Loss(Tensor output, IReadOnlyList<IReadOnlyList<LabeledBox>> truth, string owner)
    {
        int batch = output.Shape[0], cells = Cells;
        if (truth.Count != batch)
            throw new ArgumentException($"{owner}: expected a list of objects for each of {batch} images, but got {truth.Count}.", nameof(truth));
        Tensor isObject = new([batch, cells, 1]), boxes = new([batch * cells, BoxNumbers]), weights = new([batch * cells]);
        int[] labels = new int[batch * cells];
        Array.Fill(labels, -100);
        for (int i = 0; i < batch; i++)
            foreach (LabeledBox box in truth[i])
            {
                int cell = i * cells + CellOf(box, owner);
                isObject.Edit()[cell] = weights.Edit()[cell] = 1;
                labels[cell] = box.Class;
                ((ReadOnlySpan<float>)[box.Left, box.Top, box.Right, box.Bottom]).CopyTo(boxes.Edit()[(cell * BoxNumbers)..]);
            }
        float objects = Math.Max(1, labels.Count(label => label >= 0));
        Tensor focal = batch * cells / objects * Elucid.Loss.Focal(Ops.Slice(output, 2, 0, 1), isObject);
        Tensor location = Elucid.Loss.BoxGiou(Ops.Reshape(Ops.Slice(output, 2, 1, BoxNumbers), [batch * cells, BoxNumbers]), boxes, weights);
        Tensor kind =
            Elucid.Loss.CrossEntropy(Ops.Reshape(Ops.Slice(output, 2, FirstClass, Classes), [batch * cells, Classes]), labels, ignoreIndex: -100);
        return focal + location + kind;
    }

    /// <summary>The objects of an image, the surest first.</summary>
    /// <param name="cells">[cells, 5 + classes].</param>
    /// <param name="threshold">The least score.</param>
    /// <param name="overlap">Boxes of one class with a larger intersection over union are one object.</param>
    public List<Detection> Detections(ReadOnlySpan<float> cells, float threshold, float overlap)
    {
        float[] classes = new float[Classes];
        List<Detection>[] candidates = [.. classes.Select(_ => new List<Detection>())];
        for (int start = 0; start < cells.Length; start += Numbers)
        {
            ReadOnlySpan<float> cell = cells.Slice(start, Numbers);
            float isObject = 1 / (1 + MathF.Exp(-cell[0]));
            Kernels.Softmax.Forward(cell[FirstClass..], classes.Length, classes);
            for (int kind = 0; kind < classes.Length; kind++)
                if (isObject * classes[kind] >= threshold)
                    candidates[kind].Add(new(new(cell[1], cell[2], cell[3], cell[4], kind), isObject * classes[kind]));
        }
        return [.. candidates.SelectMany(ofClass => Surest(ofClass, overlap)).OrderByDescending(d => d.Score)];
    }

    /// <summary>The cell that a box's centre lies in.</summary>
    /// <exception cref="ArgumentException">The class is out of range, the box is empty, or its centre lies outside the image.</exception>
    public int CellOf(LabeledBox box, string owner)
    {
        float x = (box.Left + box.Right) / 2, y = (box.Top + box.Bottom) / 2;
        if ((uint)box.Class >= (uint)Classes)
            throw new ArgumentException($"{owner}: expected classes from 0 to {Classes - 1}, but a box has {box.Class}.");
        if (!(box.Right > box.Left && box.Bottom > box.Top))
            throw new ArgumentException(
                $"{owner}: expected boxes that end to the right of and below where they begin, but one goes from ({box.Left}, {box.Top}) to "
                    + $"({box.Right}, {box.Bottom}).");
        if (!(x >= 0 && x < Width && y >= 0 && y < Height))
            throw new ArgumentException(
                $"{owner}: expected objects whose centre lies in the image of {Height} × {Width}, but one lies at row {y}, column {x}.");
        return (int)y / Stride * Columns + (int)x / Stride;
    }

    // Non-maximum suppression: of boxes that overlap much only the surest.
    static List<Detection> Surest(List<Detection> candidates, float overlap)
    {
        List<Detection> kept = [];
        foreach (Detection candidate in candidates.OrderByDescending(c => c.Score))
            if (!kept.Any(k => k.Box.IntersectionOverUnion(candidate.Box) > overlap))
                kept.Add(candidate);
        return kept;
    }
}
