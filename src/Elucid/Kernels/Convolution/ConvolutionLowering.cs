using System.Runtime.CompilerServices;

namespace Elucid.Kernels;

/// <summary>
/// The matrix that turns a convolution into a product, for a band of output rows: row (channel, kernel row, kernel column), one column per output of
/// the band.
/// </summary>
/// <remarks>
/// The image is copied once per kernel column, shifted by it, zero-padded, and as wide as the output. Then the row of each kernel row starts some
/// lines further down in the same copy: kh · kw rows of the matrix overlap in kw copies, and all are contiguous. Cho and Brand 2017,
/// arXiv:1706.06873, section 3, in bands that stay in the cache. With a larger stride the lines of a copy are sorted by their phase, so that those of
/// successive outputs are neighbours. Nothing is copied where the image is such a matrix already.
/// </remarks>
internal readonly struct ConvolutionLowering
{
    readonly ConvolutionAxis _rows, _columns;
    readonly int _phaseLines, _copy;

    /// <param name="shape">The convolution.</param>
    /// <param name="outputRows">How many rows the band has.</param>
    public ConvolutionLowering(in ConvolutionShape shape, int outputRows)
    {
        (_rows, _columns) = (shape.Rows, shape.Columns);
        IsDirect = _columns is { Kernel: 1, Stride: 1, Padding: 0 } && _columns.Output == _columns.Input && _rows is { Stride: 1, Padding: 0 }
            && _rows.Output + _rows.Reach <= _rows.Input;
        _phaseLines = outputRows + _rows.Reach / _rows.Stride;
        _copy = Math.Min(_rows.Stride, _rows.Reach + 1) * _phaseLines * _columns.Output;
        ChannelStride = IsDirect ? shape.InputPlane : _columns.Kernel * _copy;
    }

    /// <summary>Whether the image itself holds the rows: nothing is copied.</summary>
    public bool IsDirect { get; }

    /// <summary>Numbers from one channel to the next.</summary>
    public int ChannelStride { get; }

    /// <summary>Where what output <paramref name="column"/> of the plane reads first lies: in the image itself, or in a copy that begins with output
    /// row <paramref name="firstRow"/>.</summary>
    public int Start(int column, int firstRow) => IsDirect ? column : column - firstRow * _columns.Output;

    /// <summary>Where the row of a kernel row and column starts, after that of its channel.</summary>
    int Offset(int kernelRow, int kernelColumn)
    {
        int tap = kernelRow * _rows.Dilation;
        return IsDirect ? tap * _columns.Input : kernelColumn * _copy + (tap % _rows.Stride * _phaseLines + tap / _rows.Stride) * _columns.Output;
    }

    /// <summary>Writes the distance from each row of so many channels to the next.</summary>
    public void FillSteps(int channels, Span<int> steps)
    {
        int taps = _rows.Kernel * _columns.Kernel;
        for (int tap = 0; tap < taps; tap++)
        {
            int next = tap + 1 == taps ? ChannelStride : Offset((tap + 1) / _columns.Kernel, (tap + 1) % _columns.Kernel);
            steps[tap] = next - Offset(tap / _columns.Kernel, tap % _columns.Kernel);
        }
        for (int channel = 1; channel < channels; channel++)
            steps[..taps].CopyTo(steps[(channel * taps)..]);
    }

    /// <summary>Copies channels for the band that begins at output row <paramref name="firstRow"/>.</summary>
    /// <param name="image">The first channel, [channels, rows, columns].</param>
    /// <param name="channels">How many.</param>
    /// <param name="firstRow">The band's first row.</param>
    /// <param name="lowered">channels · <see cref="ChannelStride"/> numbers.</param>
    public void Lower(ref readonly float image, int channels, int firstRow, ref float lowered)
    {
        for (int j = 0; j < _columns.Kernel; j++)
            for (int phase = 0; phase < Math.Min(_rows.Stride, _rows.Reach + 1); phase++)
                if (IsRead(phase))
                    new PlaneLines(
                        _rows.Input, _columns.Input, firstRow * _rows.Stride + phase - _rows.Padding, _rows.Stride,
                        j * _columns.Dilation - _columns.Padding, _columns.Stride, _phaseLines, _columns.Output)
                        .Copy(channels, ref Unsafe.AsRef(in image), ref Unsafe.Add(ref lowered, j * _copy + phase * _phaseLines * _columns.Output),
                            ChannelStride);
    }

    bool IsRead(int phase)
    {
        for (int i = 0; i < _rows.Kernel; i++)
            if (i * _rows.Dilation % _rows.Stride == phase)
                return true;
        return false;
    }
}
