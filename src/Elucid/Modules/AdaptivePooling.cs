namespace Elucid;

/// <summary>Means over so many windows that share an image out, whatever its size; see <see cref="Ops.AdaptiveAvgPool2d"/>.</summary>
public sealed class AdaptiveAvgPool2d : Module
{
    /// <summary>Creates the layer.</summary>
    /// <param name="outputSize">Height and width of the output.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public AdaptiveAvgPool2d(Size2d outputSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputSize.Height, nameof(outputSize));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputSize.Width, nameof(outputSize));
        OutputSize = outputSize;
    }

    /// <summary>Height and width of the output.</summary>
    public Size2d OutputSize { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, channels, height, width]</param>
    /// <returns>[batch, channels, outputHeight, outputWidth]</returns>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.MeanPool(x, PoolingPlan.Adaptive(Label, x.Shape, OutputSize)));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PoolingPlan.Adaptive(Label, input, OutputSize).Output;

    /// <inheritdoc/>
    public override string ToString() => $"AdaptiveAvgPool2d({OutputSize})";
}

/// <summary>Maxima over so many windows that share an image out, whatever its size; see <see cref="Ops.AdaptiveMaxPool2d"/>.</summary>
public sealed class AdaptiveMaxPool2d : Module
{
    /// <summary>Creates the layer.</summary>
    /// <param name="outputSize">Height and width of the output.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public AdaptiveMaxPool2d(Size2d outputSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputSize.Height, nameof(outputSize));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputSize.Width, nameof(outputSize));
        OutputSize = outputSize;
    }

    /// <summary>Height and width of the output.</summary>
    public Size2d OutputSize { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, channels, height, width]</param>
    /// <returns>[batch, channels, outputHeight, outputWidth]</returns>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.MaxPool(x, PoolingPlan.Adaptive(Label, x.Shape, OutputSize)));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PoolingPlan.Adaptive(Label, input, OutputSize).Output;

    /// <inheritdoc/>
    public override string ToString() => $"AdaptiveMaxPool2d({OutputSize})";
}

/// <summary>The mean of each channel over all its places: what a convolutional network ends with instead of a large fully connected layer.</summary>
/// <remarks>Lin, Chen, Yan 2014, Network in network, arXiv:1312.4400, section 3.2.</remarks>
public sealed class GlobalAvgPool : Module
{
    /// <inheritdoc/>
    /// <param name="x">[batch, channels, …]</param>
    /// <returns>[batch, channels]</returns>
    /// <exception cref="ShapeException">The input has fewer than three axes, or no places.</exception>
    public override Tensor Forward(Tensor x)
    {
        Shape output = OutputShape(x.Shape);
        Tensor images = Ops.Reshape(x, [x.Shape[0], x.Shape[1], 1, x.Shape.Product(2..)]);
        return Tapped(x, Ops.Reshape(Ops.AdaptiveAvgPool2d(images, 1), output));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank < 3 || input.Product(2..) == 0)
            ShapeException.Throw(Label, "input", "[batch, channels, …]", input, "Channels must have at least one place.");
        return [input[0], input[1]];
    }
}

/// <summary>Makes images larger by a whole factor; see <see cref="Ops.Upsample"/>.</summary>
/// <remarks>PyTorch's nn.Upsample with that scale_factor, except that the nearest pixel is exact: PyTorch rounds 1 / factor to a float and takes a
/// neighbour at times from a factor of 41 on.</remarks>
public sealed class Upsample : Module
{
    /// <summary>Creates the layer.</summary>
    /// <param name="scaleFactor">By how much height and width grow.</param>
    /// <param name="mode">How the output gets its numbers.</param>
    /// <param name="alignCorners">For bilinear interpolation: whether the middles of the corner pixels stay where they are, or the images'
    /// edges.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not positive.</exception>
    public Upsample(Size2d scaleFactor, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scaleFactor.Height, nameof(scaleFactor));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scaleFactor.Width, nameof(scaleFactor));
        (ScaleFactor, Mode, AlignCorners) = (scaleFactor, mode, alignCorners);
    }

    /// <summary>By how much height and width grow.</summary>
    public Size2d ScaleFactor { get; }

    /// <summary>How the output gets its numbers.</summary>
    public UpsampleMode Mode { get; }

    /// <summary>Whether the middles of the corner pixels stay where they are.</summary>
    public bool AlignCorners { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, channels, height, width]</param>
    /// <returns>[batch, channels, height · factor, width · factor]</returns>
    public override Tensor Forward(Tensor x)
    {
        Shape output = OutputShape(x.Shape);
        return Tapped(x, Ops.Upsample(x, (output[2], output[3]), Mode, AlignCorners));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        PoolingPlan.CheckImages(Label, input, 1);
        return [input[0], input[1], input[2] * ScaleFactor.Height, input[3] * ScaleFactor.Width];
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"Upsample({ScaleFactor}, {(Mode == UpsampleMode.Nearest ? "nearest" : AlignCorners ? "bilinear with aligned corners" : "bilinear")})";
}
