namespace Elucid;

/// <summary>A pooling of windows that move over a sequence or an image: <see cref="MaxPool1d"/>, <see cref="MaxPool2d"/>, <see cref="AvgPool1d"/> or
/// <see cref="AvgPool2d"/>.</summary>
public abstract class Pool : Module
{
    readonly Func<Tensor, PoolingPlan, Tensor> _pooling;

    private protected Pool(PoolingWindow window, Func<Tensor, PoolingPlan, Tensor> pooling) => (Window, _pooling) = (window, pooling);

    private protected PoolingWindow Window { get; }

    /// <summary>Whether the number of windows is rounded up.</summary>
    public bool CeilMode => Window.CeilMode;

    /// <inheritdoc/>
    /// <param name="x">[batch, channels, length] or [batch, channels, height, width]</param>
    /// <returns>[batch, channels, outputLength] or [batch, channels, outputHeight, outputWidth]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or is smaller than a window.</exception>
    public override Tensor Forward(Tensor x) => Tapped(x, _pooling(x, Window.On(Label, x.Shape)));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Window.On(Label, input).Output;

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}({Window})";
}
