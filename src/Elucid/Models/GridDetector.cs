namespace Elucid;

/// <summary>A box in an image, in pixels from its upper left corner.</summary>
/// <param name="Left">Where it begins.</param>
/// <param name="Top">Where it begins.</param>
/// <param name="Right">Where it ends, beyond <paramref name="Left"/>.</param>
/// <param name="Bottom">Where it ends, below <paramref name="Top"/>.</param>
/// <param name="Class">What is in it, from 0.</param>
public readonly record struct LabeledBox(float Left, float Top, float Right, float Bottom, int Class)
{
    /// <summary>Width times height.</summary>
    public float Area => Math.Max(0, Right - Left) * Math.Max(0, Bottom - Top);

    /// <summary>The area that two boxes share over the area that they cover: 1 for equal boxes, 0 for boxes that share nothing.</summary>
    public double IntersectionOverUnion(LabeledBox other)
    {
        double width = Math.Max(0, (double)Math.Min(Right, other.Right) - Math.Max(Left, other.Left));
        double shared = width * Math.Max(0, (double)Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));
        return shared > 0 ? shared / ((double)Area + other.Area - shared) : 0;
    }
}

/// <summary>A box that was found, and how sure the network is.</summary>
/// <param name="Box">Where it is and what is in it.</param>
/// <param name="Score">From 0 to 1: the probability of an object times that of its class.</param>
public readonly record struct Detection(LabeledBox Box, float Score);

/// <summary>A small one-stage detector: a convolutional network whose last layer says for each cell of a grid whether an object's centre lies there,
/// its box and its class.</summary>
/// <remarks>
/// The cell of the centre is responsible for an object (Redmon, Divvala, Girshick, Farhadi 2016, arXiv:1506.02640, section 2). Objectness is trained
/// by the focal loss (Lin et al. 2017, arXiv:1708.02002), boxes by the generalised IoU (Rezatofighi et al. 2019, arXiv:1902.09630), classes by
/// cross-entropy. Two objects whose centres share a cell count as one, the later.
/// </remarks>
public sealed class GridDetector : Module
{
    const int BoxNumbers = 4;

    readonly Shape _image;
    readonly Sequential _layers;
    readonly int _columns, _rows, _stride;

    /// <summary>Creates the network and draws its weights.</summary>
    /// <param name="image">[channels, height, width]; height and width are multiples of the cells' size, 2 to the number of stages.</param>
    /// <param name="classes">Kinds of objects.</param>
    /// <param name="activation">The activation of hidden layers.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="channels">Channels of each stage, which halves the image; [16, 32, 64] if empty, for cells of 8 × 8 pixels.</param>
    /// <exception cref="ShapeException">The image is none, or not divisible.</exception>
    public GridDetector(Shape image, int classes, Activation activation, RandomStream random, ReadOnlySpan<int> channels = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        int[] widths = channels.IsEmpty ? [16, 32, 64] : channels.ToArray();
        _stride = 1 << widths.Length;
        if (image.Rank != 3 || image[1] % _stride != 0 || image[2] % _stride != 0)
            ShapeException.Throw(
                nameof(GridDetector), "image", $"[channels, height, width] in multiples of {_stride}", image,
                "Pad the images or choose fewer stages.");
        (_image, Classes, _rows, _columns) = (image, classes, image[1] / _stride, image[2] / _stride);
        List<Module> modules = [];
        int inChannels = image[0];
        foreach (int width in widths)
        {
            modules.AddRange([
                new Conv2d(inChannels, width, 3, random, padding: 1, bias: false), new BatchNorm2d(width),
                new ActivationLayer(activation, width, axis: 1), new MaxPool2d(2)]);
            inChannels = width;
        }
        modules.AddRange(
            [new Conv2d(inChannels, inChannels, 3, random, padding: 1, bias: false), new BatchNorm2d(inChannels),
                new ActivationLayer(activation, inChannels, axis: 1)]);
        Conv2d head = new(inChannels, 1 + BoxNumbers + classes, 1, random);
        // Objects are rare: at the start each cell says 1 %, so that the empty ones do not swamp the first steps (Lin et al. 2017, section 3.3).
        head.Bias!.Edit()[0] = -4.595f;
        _layers = Child("layers", new Sequential([.. modules, head]));
    }

    GridDetector(GridDetector other, Sequential layers)
    {
        (_image, Classes, _rows, _columns, _stride) = (other._image, other.Classes, other._rows, other._columns, other._stride);
        _layers = Child("layers", layers);
    }

    /// <summary>Kinds of objects.</summary>
    public int Classes { get; }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new GridDetector(this, with.Part(_layers));

    /// <inheritdoc/>
    /// <param name="x">[batch, channels, height, width]</param>
    /// <returns>[batch, cells, 5 + classes]: the logit of an object, its box (left, top, right, bottom in pixels), and the logits of its class; cells
    /// row by row.</returns>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        Tensor y = _layers.Forward(x);
        y = Ops.Transpose(Ops.Reshape(y, [y.Shape[0], y.Shape[1], _rows * _columns]), 1, 2);
        return Tapped(x, Ops.Concat(2, Ops.Slice(y, 2, 0, 1), Boxes(Ops.Slice(y, 2, 1, BoxNumbers)), Ops.Slice(y, 2, 1 + BoxNumbers, Classes)));
    }

    /// <summary>What the network's output errs by.</summary>
    /// <param name="output">Of <see cref="Forward(Tensor)"/>.</param>
    /// <param name="truth">The objects of each image.</param>
    /// <returns>A scalar: focal loss per object, plus the mean of 1 − GIoU and of the cross-entropy over the objects.</returns>
    /// <exception cref="ArgumentException">There is not one list per image, a class is out of range, a box is empty, or a centre lies outside the
    /// image.</exception>
    public Tensor Loss(Tensor output, IReadOnlyList<IReadOnlyList<LabeledBox>> truth)
    {
        int batch = output.Shape[0], cells = _rows * _columns;
        if (truth.Count != batch)
            throw new ArgumentException($"{Label}: expected a list of objects for each of {batch} images, but got {truth.Count}.", nameof(truth));
        Tensor isObject = new([batch, cells, 1]), boxes = new([batch * cells, BoxNumbers]), weights = new([batch * cells]);
        int[] labels = new int[batch * cells];
        Array.Fill(labels, -100);
        for (int i = 0; i < batch; i++)
            foreach (LabeledBox box in truth[i])
            {
                int cell = i * cells + CellOf(box);
                isObject.Edit()[cell] = weights.Edit()[cell] = 1;
                labels[cell] = box.Class;
                ((ReadOnlySpan<float>)[box.Left, box.Top, box.Right, box.Bottom]).CopyTo(boxes.Edit()[(cell * BoxNumbers)..]);
            }
        float objects = Math.Max(1, labels.Count(label => label >= 0));
        Tensor focal = batch * cells / objects * Elucid.Loss.Focal(Ops.Slice(output, 2, 0, 1), isObject);
        Tensor location = Elucid.Loss.BoxGiou(Ops.Reshape(Ops.Slice(output, 2, 1, BoxNumbers), [batch * cells, BoxNumbers]), boxes, weights);
        Tensor kind =
            Elucid.Loss.CrossEntropy(Ops.Reshape(Ops.Slice(output, 2, 1 + BoxNumbers, Classes), [batch * cells, Classes]), labels, ignoreIndex: -100);
        return focal + location + kind;
    }

    /// <summary>
    /// The objects in each image, the surest first. Each cell proposes its box once for every class, with the score σ(objectness) · softmax(classes)
    /// (Redmon et al. 2016, arXiv:1506.02640, eq. 1); of boxes of one class that overlap much only the surest stays.
    /// </summary>
    /// <param name="images">[batch, channels, height, width]</param>
    /// <param name="threshold">The least score, from 0 to 1; 0.5 by default. Mean average precision counts unsure detections, too: take 0.01 for
    /// it.</param>
    /// <param name="overlap">Boxes of one class with a larger intersection over union are one object; from 0 to 1, 0.5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold or the overlap is out of range.</exception>
    public IReadOnlyList<IReadOnlyList<Detection>> Detect(Tensor images, double threshold = 0.5, double overlap = 0.5)
    {
        Require.Share(threshold);
        Require.Share(overlap);
        using ModeScope scope = InUse();
        using Tape tape = Tape.StartWithoutGradients();
        Tensor output = Forward(images);
        int cells = _rows * _columns, width = output.Shape[2];
        return [.. Enumerable.Range(0, images.Shape[0])
            .Select(i => Detections(output.Values.Slice(i * cells * width, cells * width), width, (float)threshold, (float)overlap))];
    }

    static List<Detection> Detections(ReadOnlySpan<float> cells, int width, float threshold, float overlap)
    {
        float[] classes = new float[width - 1 - BoxNumbers];
        List<Detection>[] candidates = [.. classes.Select(_ => new List<Detection>())];
        for (int start = 0; start < cells.Length; start += width)
        {
            ReadOnlySpan<float> cell = cells.Slice(start, width);
            float isObject = 1 / (1 + MathF.Exp(-cell[0]));
            Kernels.Softmax.Forward(cell[(1 + BoxNumbers)..], classes.Length, classes);
            for (int kind = 0; kind < classes.Length; kind++)
                if (isObject * classes[kind] >= threshold)
                    candidates[kind].Add(new(new(cell[1], cell[2], cell[3], cell[4], kind), isObject * classes[kind]));
        }
        return [.. candidates.SelectMany(ofClass => Surest(ofClass, overlap)).OrderByDescending(d => d.Score)];
    }

    /// <summary>Non-maximum suppression: of boxes that overlap much only the surest.</summary>
    static List<Detection> Surest(List<Detection> candidates, float overlap)
    {
        List<Detection> kept = [];
        foreach (Detection candidate in candidates.OrderByDescending(c => c.Score))
            if (!kept.Any(k => k.Box.IntersectionOverUnion(candidate.Box) > overlap))
                kept.Add(candidate);
        return kept;
    }

    int CellOf(LabeledBox box)
    {
        float x = (box.Left + box.Right) / 2, y = (box.Top + box.Bottom) / 2;
        if ((uint)box.Class >= (uint)Classes)
            throw new ArgumentException($"{Label}: expected classes from 0 to {Classes - 1}, but a box has {box.Class}.");
        if (!(box.Right > box.Left && box.Bottom > box.Top))
            throw new ArgumentException(
                $"{Label}: expected boxes that end to the right of and below where they begin, but one goes from ({box.Left}, {box.Top}) to "
                    + $"({box.Right}, {box.Bottom}).");
        if (!(x >= 0 && x < _image[2] && y >= 0 && y < _image[1]))
            throw new ArgumentException(
                $"{Label}: expected objects whose centre lies in the image of {_image[1]} × {_image[2]}, but one lies at row {y}, column {x}.");
        return (int)y / _stride * _columns + (int)x / _stride;
    }

    // The centre lies in the cell, the sizes are positive: [batch, cells, 4] of any numbers → left, top, right, bottom.
    Tensor Boxes(Tensor raw)
    {
        Tensor corners = new([_rows * _columns, 2]);
        Span<float> places = corners.Edit();
        for (int cell = 0; cell < _rows * _columns; cell++)
            (places[2 * cell], places[2 * cell + 1]) = (cell % _columns, cell / _columns);
        Tensor centre = Ops.Apply(default(Sigmoid), Ops.Slice(raw, 2, 0, 2)) + corners;
        Tensor half = 0.5f * Ops.Apply(Softplus.Default, Ops.Slice(raw, 2, 2, 2));
        return _stride * Ops.Concat(2, centre - half, centre + half);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Shape grid = _layers.OutputShape(input);
        if (grid[2] != _rows || grid[3] != _columns)
            ShapeException.Throw(
                Label, "input", $"[batch, {_image[0]}, {_image[1]}, {_image[2]}]", input, "The detector was made for images of this size.");
        return [input[0], _rows * _columns, 1 + BoxNumbers + Classes];
    }

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input) => [("layers", _layers, input)];

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => _layers.MultiplyAdds(input);
}
