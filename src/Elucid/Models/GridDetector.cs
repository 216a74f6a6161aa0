namespace Elucid;

/// <summary>A small one-stage detector: a convolutional network whose last layer says for each cell of a grid whether an object's centre lies there,
/// its box and its class.</summary>
/// <remarks>
/// The cell of the centre is responsible for an object (Redmon, Divvala, Girshick, Farhadi 2016, arXiv:1506.02640, section 2). Objectness is trained
/// by the focal loss (Lin et al. 2017, arXiv:1708.02002), boxes by the generalised IoU (Rezatofighi et al. 2019, arXiv:1902.09630), classes by
/// cross-entropy. Two objects whose centres share a cell count as one, the later.
/// </remarks>
public sealed class GridDetector : Module
{
    readonly int _channels;
    readonly BoxGrid _grid;
    readonly Sequential _layers;

    /// <summary>Creates the network and draws its weights.</summary>
    /// <param name="image">[channels, height, width]; height and width are multiples of the cells' size, 2 to the number of stages.</param>
    /// <param name="classes">Kinds of objects.</param>
    /// <param name="activation">The activation of hidden layers.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="channels">Channels of each stage, which halves the image; [16, 32, 64] if empty, for cells of 8 × 8 pixels.</param>
    /// <param name="norm">What normalises the sums of each convolution; batch norm by default.</param>
    /// <param name="initializer">How the weights of convolutions are drawn; <see cref="Initializer.He"/> by default.</param>
    /// <exception cref="ShapeException">The image is none, or not divisible.</exception>
    public GridDetector(
        Shape image, int classes, Activation activation, RandomStream random, ReadOnlySpan<int> channels = default, Norm norm = Norm.Batch,
        Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        int[] widths = channels.IsEmpty ? [16, 32, 64] : channels.ToArray();
        int stride = 1 << widths.Length;
        if (image.Rank != 3 || image[1] % stride != 0 || image[2] % stride != 0)
            ShapeException.Throw(
                nameof(GridDetector), "image", $"[channels, height, width] in multiples of {stride}", image,
                "Pad the images or choose fewer stages.");
        (_channels, _grid) = (image[0], new(image[1], image[2], stride, classes));
        List<Module> modules = [];
        int inChannels = image[0];
        foreach (int width in widths)
        {
            modules.AddRange([.. Convolution(width), new MaxPool2d(2)]);
            inChannels = width;
        }
        modules.AddRange(Convolution(inChannels));
        Conv2d head = new(inChannels, 1 + BoxGrid.BoxNumbers + classes, 1, random);
        // Objects are rare: at the start each cell says 1 %, so that the empty ones do not swamp the first steps (Lin et al. 2017, section 3.3).
        head.Bias!.Edit()[0] = -4.595f;
        _layers = Child("layers", new Sequential([.. modules, head]));

        // A norm has a bias of its own.
        Module[] Convolution(int width) =>
        [
            new Conv2d(inChannels, width, 3, random, padding: 1, bias: norm == Norm.None, initializer: initializer), .. norm.OfChannels(width),
            new ActivationLayer(activation, width, axis: 1),
        ];
    }

    GridDetector(GridDetector other, Sequential layers)
    {
        (_channels, _grid) = (other._channels, other._grid);
        _layers = Child("layers", layers);
    }

    /// <summary>Kinds of objects.</summary>
    public int Classes => _grid.Classes;

    /// <summary>What the numbers of its outputs mean.</summary>
    internal BoxGrid Grid => _grid;

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
        y = Ops.Transpose(Ops.Reshape(y, [y.Shape[0], y.Shape[1], _grid.Cells]), 1, 2);
        Tensor boxes = Boxes(Ops.Slice(y, 2, 1, BoxGrid.BoxNumbers));
        return Tapped(x, Ops.Concat(2, Ops.Slice(y, 2, 0, 1), boxes, Ops.Slice(y, 2, 1 + BoxGrid.BoxNumbers, Classes)));
    }

    /// <summary>What the network's output errs by.</summary>
    /// <param name="output">Of <see cref="Forward(Tensor)"/>.</param>
    /// <param name="truth">The objects of each image.</param>
    /// <returns>A scalar: focal loss per object, plus the mean of 1 − GIoU and of the cross-entropy over the objects.</returns>
    /// <exception cref="ArgumentException">There is not one list per image, a class is out of range, a box is empty, or a centre lies outside the
    /// image.</exception>
    public Tensor Loss(Tensor output, IReadOnlyList<IReadOnlyList<LabeledBox>> truth) => _grid.Loss(output, truth, Label);

    /// <summary>What outputs err by, whichever detector made them.</summary>
    /// <param name="output">[batch, cells, 5 + classes].</param>
    /// <param name="image">The shape of an image, [channels, height, width].</param>
    /// <param name="truth">The objects of each image.</param>
    /// <returns>As <see cref="Loss(Tensor, IReadOnlyList{IReadOnlyList{LabeledBox}})"/>.</returns>
    public static Tensor Loss(Tensor output, ReadOnlySpan<int> image, IReadOnlyList<IReadOnlyList<LabeledBox>> truth) =>
        BoxGrid.Of(image, output.Shape[1], output.Shape[2] - 1 - BoxGrid.BoxNumbers).Loss(output, truth, nameof(GridDetector));

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
        return Detections(output, threshold, overlap);
    }

    /// <summary>What outputs of <see cref="Forward(Tensor)"/> say of each image.</summary>
    internal IReadOnlyList<IReadOnlyList<Detection>> Detections(Tensor output, double threshold, double overlap = 0.5)
    {
        int size = _grid.Cells * _grid.Numbers;
        List<Detection>[] found = new List<Detection>[output.Shape[0]];
        for (int i = 0; i < found.Length; i++)
            found[i] = _grid.Detections(output.Values.Slice(i * size, size), (float)threshold, (float)overlap);
        return found;
    }

    // The centre lies in the cell, the sizes are positive: [batch, cells, 4] of any numbers → left, top, right, bottom.
    Tensor Boxes(Tensor raw)
    {
        Tensor corners = new([_grid.Cells, 2]);
        Span<float> places = corners.Edit();
        for (int cell = 0; cell < _grid.Cells; cell++)
            (places[2 * cell], places[2 * cell + 1]) = (cell % _grid.Columns, cell / _grid.Columns);
        Tensor centre = Ops.Apply(default(Sigmoid), Ops.Slice(raw, 2, 0, 2)) + corners;
        Tensor half = 0.5f * Ops.Apply(Softplus.Default, Ops.Slice(raw, 2, 2, 2));
        return _grid.Stride * Ops.Concat(2, centre - half, centre + half);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Shape grid = _layers.OutputShape(input);
        if (grid[2] != _grid.Rows || grid[3] != _grid.Columns)
            ShapeException.Throw(
                Label, "input", $"[batch, {_channels}, {_grid.Height}, {_grid.Width}]", input, "The detector was made for images of this size.");
        return [input[0], _grid.Cells, _grid.Numbers];
    }

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input) => [("layers", _layers, input)];

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => _layers.MultiplyAdds(input);
}
