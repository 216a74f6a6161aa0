using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Elucid.Kernels;

/// <summary>
/// Convolutions of images, as products whose second matrix exists a block at a time: outputs, gradients with respect to the input, gradients with
/// respect to the weights.
/// </summary>
/// <remarks>
/// Every element is one sum in a fixed order, with fused multiply-adds where the machine has them, so that its bits depend neither on the number of
/// threads, nor on the width of the vectors, nor on the other images.
/// </remarks>
internal static class Convolution
{
    /// <summary>y = W ∗ x, then the epilogue, which knows y as a matrix [images · groups · filters, output rows · columns].</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="x">[images, groups · channels, rows, columns]</param>
    /// <param name="weights">[groups · filters, channels, kernel rows, kernel columns]</param>
    /// <param name="y">[images, groups · filters, output rows, output columns]</param>
    /// <param name="accumulate">Whether to add to y.</param>
    /// <param name="epilogue">What happens to each part of y while it is in cache.</param>
    public static void Forward<TEpilogue>(
        in ConvolutionShape shape, ReadOnlyMemory<float> x, ReadOnlyMemory<float> weights, Memory<float> y, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue =>
        Run(new Pieces<TEpilogue>(shape, CutOf(shape), x, weights, y, Target.All(shape), accumulate, epilogue), shape);

    /// <summary>dx = Wᵀ ∗ dy, the gradient with respect to the input, then the epilogue, which knows dx as a matrix [images · groups · channels, rows
    /// · columns].</summary>
    /// <remarks>
    /// For a stride of 1 it is itself a convolution, of dy with the flipped weights. For a larger one the inputs fall into stride² phases, each of
    /// which meets the taps that reach it: as many convolutions of stride 1, without a multiplication by 0, whose results are spread over dx.
    /// </remarks>
    /// <param name="shape">The convolution.</param>
    /// <param name="dy">[images, groups · filters, output rows, output columns]</param>
    /// <param name="weights">[groups · filters, channels, kernel rows, kernel columns]</param>
    /// <param name="dx">[images, groups · channels, rows, columns]</param>
    /// <param name="accumulate">Whether to add to dx.</param>
    /// <param name="epilogue">What happens to each part of dx while it is in cache; it must write in place where a stride is above 1.</param>
    public static void InputGradient<TEpilogue>(
        in ConvolutionShape shape, ReadOnlyMemory<float> dy, ReadOnlyMemory<float> weights, Memory<float> dx, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        float[] flipped = ArrayPool<float>.Shared.Rent(Math.Max(1, shape.Groups * shape.Filters * shape.Depth));
        for (int phaseRow = 0; phaseRow < Math.Min(shape.Rows.Stride, shape.Rows.Input); phaseRow++)
            for (int phaseColumn = 0; phaseColumn < Math.Min(shape.Columns.Stride, shape.Columns.Input); phaseColumn++)
            {
                ConvolutionShape phase = new(
                    shape.Images, shape.Groups, shape.Filters, shape.Channels,
                    shape.Rows.Backward(phaseRow, out int lastRow, out int rowStep),
                    shape.Columns.Backward(phaseColumn, out int lastColumn, out int columnStep));
                Flip(shape, phase, lastRow, rowStep, lastColumn, columnStep, weights.Span, flipped);
                Target target = new(
                    shape.InputPlane, shape.Columns.Input, shape.Rows.Stride, shape.Columns.Stride, phaseRow * shape.Columns.Input + phaseColumn);
                Run(new Pieces<TEpilogue>(phase, CutOf(phase), dy, flipped, dx, target, accumulate, epilogue), phase);
            }
        ArrayPool<float>.Shared.Return(flipped);
    }

    /// <summary>dW, the gradient with respect to the weights.</summary>
    /// <inheritdoc cref="ConvolutionWeights.Gradient"/>
    public static void WeightGradient(
        in ConvolutionShape shape, ReadOnlyMemory<float> x, ReadOnlyMemory<float> dy, Memory<float> dw, bool accumulate) =>
        ConvolutionWeights.Gradient(shape, x, dy, dw, accumulate);

    /// <summary>flipped[group, channel, filter, tap row, tap column] of a phase.</summary>
    static void Flip(
        in ConvolutionShape shape, in ConvolutionShape phase, int lastRow, int rowStep, int lastColumn, int columnStep, ReadOnlySpan<float> weights,
        Span<float> flipped)
    {
        int write = 0;
        for (int group = 0; group < shape.Groups; group++)
            for (int channel = 0; channel < shape.Channels; channel++)
                for (int filter = 0; filter < shape.Filters; filter++)
                {
                    ReadOnlySpan<float> kernel = weights.Slice((group * shape.Filters + filter) * shape.Depth + channel * shape.Taps, shape.Taps);
                    for (int i = 0; i < phase.Rows.Kernel; i++)
                        for (int j = 0; j < phase.Columns.Kernel; j++)
                            flipped[write++] = kernel[(lastRow - i * rowStep) * shape.Columns.Kernel + lastColumn - j * columnStep];
                }
    }

    static ConvolutionCut CutOf(in ConvolutionShape shape) => new(shape, shape.Images * shape.Groups, ConvolutionCut.ThreadsFor(shape.Work));

    static void Run<TEpilogue>(in Pieces<TEpilogue> pieces, in ConvolutionShape shape) where TEpilogue : struct, IGemmEpilogue
    {
        if (ConvolutionCut.ThreadsFor(shape.Work) > 1)
            Threads.For(pieces.Count, pieces);
        else
            for (int i = 0; i < pieces.Count; i++)
                pieces.Run(i);
    }

    /// <summary>Where results go: all places of a plane, or every so many rows and columns.</summary>
    readonly record struct Target(int Plane, int Width, int RowStride, int ColumnStride, int Start)
    {
        public static Target All(in ConvolutionShape shape) => new(shape.OutputPlane, shape.Columns.Output, 1, 1, 0);

        public bool IsAll => RowStride == 1 && ColumnStride == 1;
    }

    /// <summary>A convolution cut into bands of outputs of one group of one image.</summary>
    readonly struct Pieces<TEpilogue>(
        ConvolutionShape shape, ConvolutionCut cut, ReadOnlyMemory<float> x, ReadOnlyMemory<float> weights, Memory<float> y, Target target,
        bool accumulate, TEpilogue epilogue)
        : IThreadsBody
        where TEpilogue : struct, IGemmEpilogue
    {
        public int Count => shape.Images * shape.Groups * cut.Bands;

        public void Run(int index)
        {
            (int unit, int bandIndex) = Math.DivRem(index, cut.Bands);
            int group = unit % shape.Groups, column = bandIndex * cut.Columns;
            ConvolutionBand band = new(column, Math.Min(cut.Columns, shape.OutputPlane - column), shape.Columns.Output);
            ref float image = ref At(x, (nint)unit * shape.Channels * shape.InputPlane);
            ref float kernels = ref At(weights, (nint)group * shape.Filters * shape.Depth);
            ref float result = ref At(y, (nint)unit * shape.Filters * target.Plane);
            PlacedEpilogue<TEpilogue> placed = new(epilogue, unit * shape.Filters, target.IsAll ? column : 0);
            if (target.IsAll)
            {
                Multiply(ref image, ref kernels, band, new(ref Unsafe.Add(ref result, column), target.Plane), accumulate, placed);
                return;
            }
            float[] apart = ArrayPool<float>.Shared.Rent(shape.Filters * band.Columns);
            Multiply(ref image, ref kernels, band, new(ref MemoryMarshal.GetArrayDataReference(apart), band.Columns), adds: false, placed);
            for (int filter = 0; filter < shape.Filters; filter++)
            {
                ref float plane = ref Unsafe.Add(ref result, (nint)filter * target.Plane + target.Start);
                Spread(apart.AsSpan(filter * band.Columns, band.Columns), column, ref plane);
            }
            ArrayPool<float>.Shared.Return(apart);
        }

        void Multiply(ref float image, ref float kernels, ConvolutionBand band, RowMajor c, bool adds, in PlacedEpilogue<TEpilogue> placed)
        {
            if (ConvolutionDepthwise.Is(shape))
                new ConvolutionDepthwise(shape).Forward(ref image, ref kernels, ref c.Start, adds, placed);
            else
                ConvolutionBlocks.Multiply(shape, cut.Channels, in image, in kernels, band, c, adds, placed);
        }

        /// <summary>Writes results from output <paramref name="column"/> of the plane on to their places.</summary>
        void Spread(Span<float> values, int column, ref float plane)
        {
            (int row, int start) = Math.DivRem(column, shape.Columns.Output);
            while (!values.IsEmpty)
            {
                // A part of a row, or as many whole rows as there are.
                int width = Math.Min(values.Length, shape.Columns.Output - start), rows = start > 0 ? 1 : values.Length / width;
                ref float to = ref Unsafe.Add(ref plane, (nint)row * target.RowStride * target.Width + start * target.ColumnStride);
                PlaneCopy.Scatter(
                    rows, width, ref MemoryMarshal.GetReference(values), ref to, target.RowStride * target.Width, target.ColumnStride, accumulate);
                values = values[(rows * width)..];
                (row, start) = (row + rows, 0);
            }
        }

        static ref float At(ReadOnlyMemory<float> memory, nint index) => ref Unsafe.Add(ref MemoryMarshal.GetReference(memory.Span), index);
    }
}
