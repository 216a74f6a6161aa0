using Elucid.Kernels;

namespace Elucid;

/// <summary>How resized images get their numbers.</summary>
public enum UpsampleMode
{
    /// <summary>Each output is the input at ⌊place · input / output⌋.</summary>
    Nearest,

    /// <summary>Each output is interpolated between four inputs.</summary>
    Bilinear,
}

public static partial class Ops
{
    /// <summary>The largest number of each window; its gradient goes to the first place that holds it. Padding counts as −∞.</summary>
    /// <param name="x">[batch, channels, height, width]</param>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Inputs thought on every side, at most half a kernel; none by default.</param>
    /// <param name="dilation">From one input of a window to the next; 1 by default.</param>
    /// <param name="ceilMode">Whether the number of windows, ⌊(height + 2 · padding − dilation · (kernel − 1) − 1) / stride⌋ + 1, is rounded
    /// up.</param>
    /// <returns>[batch, channels, outputHeight, outputWidth]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or is smaller than a window.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Tensor MaxPool2d(
        Tensor x, Size2d kernelSize, Size2d? stride = null, Size2d? padding = null, Size2d? dilation = null, bool ceilMode = false) =>
        MaxPool(x, PoolingWindow.Of("MaxPool2d", kernelSize, stride, padding, dilation, ceilMode).On("MaxPool2d", x.Shape));

    /// <summary>The largest number of each window of a sequence; see <see cref="MaxPool2d"/>.</summary>
    /// <param name="x">[batch, channels, length]</param>
    /// <param name="kernelSize">Length of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Inputs thought on both sides, at most half a kernel.</param>
    /// <param name="dilation">From one input of a window to the next.</param>
    /// <param name="ceilMode">Whether the number of windows is rounded up.</param>
    /// <returns>[batch, channels, outputLength]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or is shorter than a window.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Tensor MaxPool1d(Tensor x, int kernelSize, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false) =>
        MaxPool(x, PoolingWindow.OfSequence("MaxPool1d", kernelSize, stride, padding, dilation, ceilMode).On("MaxPool1d", x.Shape));

    /// <summary>The mean of each window.</summary>
    /// <param name="x">[batch, channels, height, width]</param>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Zeros on every side, at most half a kernel; none by default.</param>
    /// <param name="ceilMode">Whether the number of windows, ⌊(height + 2 · padding − kernel) / stride⌋ + 1, is rounded up.</param>
    /// <param name="countIncludePad">Whether means count the padding's zeros.</param>
    /// <returns>[batch, channels, outputHeight, outputWidth]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or is smaller than a window.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Tensor AvgPool2d(
        Tensor x, Size2d kernelSize, Size2d? stride = null, Size2d? padding = null, bool ceilMode = false, bool countIncludePad = true) =>
        MeanPool(x, (PoolingWindow.Of("AvgPool2d", kernelSize, stride, padding, dilation: null, ceilMode) with { CountsPadding = countIncludePad })
            .On("AvgPool2d", x.Shape));

    /// <summary>The mean of each window of a sequence; see <see cref="AvgPool2d"/>.</summary>
    /// <param name="x">[batch, channels, length]</param>
    /// <param name="kernelSize">Length of a window.</param>
    /// <param name="stride">Inputs from one window to the next; the kernel's size by default.</param>
    /// <param name="padding">Zeros on both sides, at most half a kernel.</param>
    /// <param name="ceilMode">Whether the number of windows is rounded up.</param>
    /// <param name="countIncludePad">Whether means count the padding's zeros.</param>
    /// <returns>[batch, channels, outputLength]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or is shorter than a window.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Tensor AvgPool1d(
        Tensor x, int kernelSize, int? stride = null, int padding = 0, bool ceilMode = false, bool countIncludePad = true) =>
        MeanPool(x, (
            PoolingWindow.OfSequence("AvgPool1d", kernelSize, stride, padding, dilation: 1, ceilMode) with { CountsPadding = countIncludePad })
                .On("AvgPool1d", x.Shape));

    /// <summary>The means of so many windows that share the input out: window o reaches from ⌊o · height / outputHeight⌋ to ⌈(o + 1) · height /
    /// outputHeight⌉.</summary>
    /// <param name="x">[batch, channels, height, width]</param>
    /// <param name="outputSize">Height and width of the output; 1 for the mean of each channel.</param>
    /// <returns>[batch, channels, outputHeight, outputWidth]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or an empty image.</exception>
    /// <exception cref="ArgumentException">The output's size is not positive.</exception>
    public static Tensor AdaptiveAvgPool2d(Tensor x, Size2d outputSize) =>
        MeanPool(x, PoolingPlan.Adaptive("AdaptiveAvgPool2d", x.Shape, outputSize));

    /// <summary>The largest numbers of so many windows that share the input out; see <see cref="AdaptiveAvgPool2d"/>.</summary>
    /// <param name="x">[batch, channels, height, width]</param>
    /// <param name="outputSize">Height and width of the output.</param>
    /// <returns>[batch, channels, outputHeight, outputWidth]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or an empty image.</exception>
    /// <exception cref="ArgumentException">The output's size is not positive.</exception>
    public static Tensor AdaptiveMaxPool2d(Tensor x, Size2d outputSize) => MaxPool(x, PoolingPlan.Adaptive("AdaptiveMaxPool2d", x.Shape, outputSize));

    /// <summary>Resizes images. The scale is the ratio of the sizes, as in PyTorch's interpolate where a size is given.</summary>
    /// <param name="x">[batch, channels, height, width]</param>
    /// <param name="outputSize">Height and width of the output.</param>
    /// <param name="mode">How the output gets its numbers.</param>
    /// <param name="alignCorners">
    /// For <see cref="UpsampleMode.Bilinear"/>: whether the middles of the corner pixels stay where they are, output o lying at o · (height − 1) /
    /// (outputHeight − 1), or the images' edges, at (o + ½) · height / outputHeight − ½.
    /// </param>
    /// <returns>[batch, channels, outputHeight, outputWidth]</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or an empty image.</exception>
    /// <exception cref="ArgumentException">The output's size is not positive.</exception>
    public static Tensor Upsample(Tensor x, Size2d outputSize, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false)
    {
        PoolingPlan.CheckImages("Upsample", x.Shape, outputSize);
        ResamplingAxis Axis(int input, int output) =>
            mode == UpsampleMode.Nearest ? ResamplingAxis.Nearest(input, output) : ResamplingAxis.Linear(input, output, alignCorners);
        return Resample(x, Axis(x.Shape[2], outputSize.Height), Axis(x.Shape[3], outputSize.Width));
    }

    /// <summary>Images [batch, channels, height, width] with the numbers that the axes name.</summary>
    internal static Tensor Resample(Tensor x, ResamplingAxis rows, ResamplingAxis columns)
    {
        Tensor y = Tape.Result([x.Shape[0], x.Shape[1], rows.Output, columns.Output], x);
        Resampling.Forward(x.Values, y.ValuesToWrite, rows, columns);
        return Tape.Record(y, () => Resampling.Backward(y.Gradient, x.GradientToWrite(out bool accumulate).Span, rows, columns, accumulate));
    }

    internal static Tensor MaxPool(Tensor x, PoolingPlan plan)
    {
        Tensor y = Tape.Result(plan.Output, x);
        Pooling.Forward<MaxPooling>(x.Values, y.ValuesToWrite, plan.Rows, plan.Columns);
        return Tape.Record(
            y, () => Pooling.BackwardMax(
                x.Values, y.Values, y.Gradient, x.GradientToWrite(out bool accumulate).Span, plan.Rows, plan.Columns, accumulate));
    }

    internal static Tensor MeanPool(Tensor x, PoolingPlan plan)
    {
        Tensor y = Tape.Result(plan.Output, x);
        Pooling.Forward<MeanPooling>(x.Values, y.ValuesToWrite, plan.Rows, plan.Columns);
        return Tape.Record(
            y, () => Pooling.BackwardMean(y.Gradient, x.GradientToWrite(out bool accumulate).Span, plan.Rows, plan.Columns, accumulate));
    }
}
