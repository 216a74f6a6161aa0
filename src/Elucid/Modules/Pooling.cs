namespace Elucid;

/// <summary>The largest number of each window of an image; see <see cref="Ops.MaxPool2d"/>.</summary>
public sealed class MaxPool2d : Pool
{
    /// <summary>Creates the layer.</summary>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Inputs thought on every side, at most half a kernel; none by default.</param>
    /// <param name="dilation">From one input of a window to the next; 1 by default.</param>
    /// <param name="ceilMode">Whether the number of windows is rounded up.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public MaxPool2d(Size2d kernelSize, Size2d? stride = null, Size2d? padding = null, Size2d? dilation = null, bool ceilMode = false)
        : base(PoolingWindow.Of("MaxPool2d", kernelSize, stride, padding, dilation, ceilMode), Ops.MaxPool)
    {
    }

    /// <summary>Height and width of a window.</summary>
    public Size2d KernelSize => Window.KernelSize;

    /// <summary>Inputs from one window to the next.</summary>
    public Size2d Stride => Window.Stride;

    /// <summary>Inputs thought on every side.</summary>
    public Size2d Padding => Window.Padding;

    /// <summary>From one input of a window to the next.</summary>
    public Size2d Dilation => Window.Dilation;
}

/// <summary>The largest number of each window of a sequence; see <see cref="Ops.MaxPool1d"/>.</summary>
public sealed class MaxPool1d : Pool
{
    /// <summary>Creates the layer.</summary>
    /// <param name="kernelSize">Length of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Inputs thought on both sides, at most half a kernel.</param>
    /// <param name="dilation">From one input of a window to the next.</param>
    /// <param name="ceilMode">Whether the number of windows is rounded up.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public MaxPool1d(int kernelSize, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false)
        : base(PoolingWindow.OfSequence("MaxPool1d", kernelSize, stride, padding, dilation, ceilMode), Ops.MaxPool)
    {
    }

    /// <summary>Length of a window.</summary>
    public int KernelSize => Window.KernelSize.Width;

    /// <summary>Inputs from one window to the next.</summary>
    public int Stride => Window.Stride.Width;

    /// <summary>Inputs thought on both sides.</summary>
    public int Padding => Window.Padding.Width;

    /// <summary>From one input of a window to the next.</summary>
    public int Dilation => Window.Dilation.Width;
}

/// <summary>The mean of each window of an image; see <see cref="Ops.AvgPool2d"/>.</summary>
public sealed class AvgPool2d : Pool
{
    /// <summary>Creates the layer.</summary>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Zeros on every side, at most half a kernel; none by default.</param>
    /// <param name="ceilMode">Whether the number of windows is rounded up.</param>
    /// <param name="countIncludePad">Whether means count the padding's zeros.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AvgPool2d(Size2d kernelSize, Size2d? stride = null, Size2d? padding = null, bool ceilMode = false, bool countIncludePad = true)
        : base(
            PoolingWindow.Of("AvgPool2d", kernelSize, stride, padding, dilation: null, ceilMode) with { CountsPadding = countIncludePad },
            Ops.MeanPool)
    {
    }

    /// <summary>Height and width of a window.</summary>
    public Size2d KernelSize => Window.KernelSize;

    /// <summary>Inputs from one window to the next.</summary>
    public Size2d Stride => Window.Stride;

    /// <summary>Zeros on every side.</summary>
    public Size2d Padding => Window.Padding;

    /// <summary>Whether means count the padding's zeros.</summary>
    public bool CountIncludePad => Window.CountsPadding;
}

/// <summary>The mean of each window of a sequence; see <see cref="Ops.AvgPool1d"/>.</summary>
public sealed class AvgPool1d : Pool
{
    /// <summary>Creates the layer.</summary>
    /// <param name="kernelSize">Length of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Zeros on both sides, at most half a kernel.</param>
    /// <param name="ceilMode">Whether the number of windows is rounded up.</param>
    /// <param name="countIncludePad">Whether means count the padding's zeros.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AvgPool1d(int kernelSize, int? stride = null, int padding = 0, bool ceilMode = false, bool countIncludePad = true)
        : base(
            PoolingWindow.OfSequence("AvgPool1d", kernelSize, stride, padding, dilation: 1, ceilMode) with { CountsPadding = countIncludePad },
            Ops.MeanPool)
    {
    }

    /// <summary>Length of a window.</summary>
    public int KernelSize => Window.KernelSize.Width;

    /// <summary>Inputs from one window to the next.</summary>
    public int Stride => Window.Stride.Width;

    /// <summary>Zeros on both sides.</summary>
    public int Padding => Window.Padding.Width;

    /// <summary>Whether means count the padding's zeros.</summary>
    public bool CountIncludePad => Window.CountsPadding;
}
