namespace Elucid;

/// <summary>The largest number of each window of an image; see <see cref="Ops.MaxPool2d"/>.</summary>
public sealed class MaxPool2d : Module
{
    readonly PoolingWindow _window;

    /// <summary>Creates the layer.</summary>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Inputs thought on every side, at most half a kernel; none by default.</param>
    /// <param name="dilation">From one input of a window to the next; 1 by default.</param>
    /// <param name="ceilMode">Whether the number of windows is rounded up.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public MaxPool2d(Size2d kernelSize, Size2d? stride = null, Size2d? padding = null, Size2d? dilation = null, bool ceilMode = false) =>
        _window = PoolingWindow.Of("MaxPool2d", kernelSize, stride, padding, dilation, ceilMode);

    /// <summary>Height and width of a window.</summary>
    public Size2d KernelSize => _window.KernelSize;

    /// <summary>Inputs from one window to the next.</summary>
    public Size2d Stride => _window.Stride;

    /// <summary>Inputs thought on every side.</summary>
    public Size2d Padding => _window.Padding;

    /// <summary>From one input of a window to the next.</summary>
    public Size2d Dilation => _window.Dilation;

    /// <summary>Whether the number of windows is rounded up.</summary>
    public bool CeilMode => _window.CeilMode;

    /// <inheritdoc/>
    /// <param name="x">[batch, channels, height, width]</param>
    /// <returns>[batch, channels, outputHeight, outputWidth]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or is smaller than a window.</exception>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.MaxPool(x, _window.On(Label, x.Shape)));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => _window.On(Label, input).Output;

    /// <inheritdoc/>
    public override string ToString() => $"MaxPool2d({_window})";
}

/// <summary>The largest number of each window of a sequence; see <see cref="Ops.MaxPool1d"/>.</summary>
public sealed class MaxPool1d : Module
{
    readonly PoolingWindow _window;

    /// <summary>Creates the layer.</summary>
    /// <param name="kernelSize">Length of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Inputs thought on both sides, at most half a kernel.</param>
    /// <param name="dilation">From one input of a window to the next.</param>
    /// <param name="ceilMode">Whether the number of windows is rounded up.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public MaxPool1d(int kernelSize, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false) =>
        _window = PoolingWindow.OfSequence("MaxPool1d", kernelSize, stride, padding, dilation, ceilMode);

    /// <summary>Length of a window.</summary>
    public int KernelSize => _window.KernelSize.Width;

    /// <summary>Inputs from one window to the next.</summary>
    public int Stride => _window.Stride.Width;

    /// <summary>Inputs thought on both sides.</summary>
    public int Padding => _window.Padding.Width;

    /// <summary>From one input of a window to the next.</summary>
    public int Dilation => _window.Dilation.Width;

    /// <summary>Whether the number of windows is rounded up.</summary>
    public bool CeilMode => _window.CeilMode;

    /// <inheritdoc/>
    /// <param name="x">[batch, channels, length]</param>
    /// <returns>[batch, channels, outputLength]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or is shorter than a window.</exception>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.MaxPool(x, _window.On(Label, x.Shape)));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => _window.On(Label, input).Output;

    /// <inheritdoc/>
    public override string ToString() => $"MaxPool1d({_window})";
}

/// <summary>The mean of each window of an image; see <see cref="Ops.AvgPool2d"/>.</summary>
public sealed class AvgPool2d : Module
{
    readonly PoolingWindow _window;

    /// <summary>Creates the layer.</summary>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Zeros on every side, at most half a kernel; none by default.</param>
    /// <param name="ceilMode">Whether the number of windows is rounded up.</param>
    /// <param name="countIncludePad">Whether means count the padding's zeros.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AvgPool2d(Size2d kernelSize, Size2d? stride = null, Size2d? padding = null, bool ceilMode = false, bool countIncludePad = true) =>
        _window = PoolingWindow.Of("AvgPool2d", kernelSize, stride, padding, dilation: null, ceilMode) with { CountsPadding = countIncludePad };

    /// <summary>Height and width of a window.</summary>
    public Size2d KernelSize => _window.KernelSize;

    /// <summary>Inputs from one window to the next.</summary>
    public Size2d Stride => _window.Stride;

    /// <summary>Zeros on every side.</summary>
    public Size2d Padding => _window.Padding;

    /// <summary>Whether the number of windows is rounded up.</summary>
    public bool CeilMode => _window.CeilMode;

    /// <summary>Whether means count the padding's zeros.</summary>
    public bool CountIncludePad => _window.CountsPadding;

    /// <inheritdoc/>
    /// <param name="x">[batch, channels, height, width]</param>
    /// <returns>[batch, channels, outputHeight, outputWidth]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or is smaller than a window.</exception>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.MeanPool(x, _window.On(Label, x.Shape)));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => _window.On(Label, input).Output;

    /// <inheritdoc/>
    public override string ToString() => $"AvgPool2d({_window})";
}

/// <summary>The mean of each window of a sequence; see <see cref="Ops.AvgPool1d"/>.</summary>
public sealed class AvgPool1d : Module
{
    readonly PoolingWindow _window;

    /// <summary>Creates the layer.</summary>
    /// <param name="kernelSize">Length of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Zeros on both sides, at most half a kernel.</param>
    /// <param name="ceilMode">Whether the number of windows is rounded up.</param>
    /// <param name="countIncludePad">Whether means count the padding's zeros.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AvgPool1d(int kernelSize, int? stride = null, int padding = 0, bool ceilMode = false, bool countIncludePad = true) =>
        _window = PoolingWindow.OfSequence("AvgPool1d", kernelSize, stride, padding, dilation: 1, ceilMode) with { CountsPadding = countIncludePad };

    /// <summary>Length of a window.</summary>
    public int KernelSize => _window.KernelSize.Width;

    /// <summary>Inputs from one window to the next.</summary>
    public int Stride => _window.Stride.Width;

    /// <summary>Zeros on both sides.</summary>
    public int Padding => _window.Padding.Width;

    /// <summary>Whether the number of windows is rounded up.</summary>
    public bool CeilMode => _window.CeilMode;

    /// <summary>Whether means count the padding's zeros.</summary>
    public bool CountIncludePad => _window.CountsPadding;

    /// <inheritdoc/>
    /// <param name="x">[batch, channels, length]</param>
    /// <returns>[batch, channels, outputLength]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or is shorter than a window.</exception>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.MeanPool(x, _window.On(Label, x.Shape)));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => _window.On(Label, input).Output;

    /// <inheritdoc/>
    public override string ToString() => $"AvgPool1d({_window})";
}
