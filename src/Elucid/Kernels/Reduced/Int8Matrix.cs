using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Elucid.Kernels;

/// <summary>The weights of a fully connected layer in eight bits, arranged once for products with rows of inputs in seven.</summary>
/// <remarks>
/// Each output has a scale of its own (<see cref="Int8Scale"/>), each row of inputs one and a zero (<see cref="Int8Rows"/>):
/// y = scale · scaleₒ · (Σ q·w − zero · Σ w) + b. The sums are exact, so results have the same bits on every machine, in every batch and on any
/// number of threads.
/// </remarks>
internal sealed class Int8Matrix
{
    /// <summary>So many products of 127 · 127 fit into a sum of 32 bits.</summary>
    public const int MostInputs = 1 << 17;

    // So many products take as long as a step over one element of an elementwise pass.
    const int RowsOfPiece = 64, ProductsOfElement = 16;

    readonly sbyte[] _panels;
    readonly float[] _scales;
    readonly int[] _totals;
    readonly int _inputs, _outputs, _steps;

    /// <summary>Rounds weights.</summary>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="outputs">Numbers of a result.</param>
    /// <param name="inputs">Numbers of a row, at most <see cref="MostInputs"/>.</param>
    public Int8Matrix(ReadOnlySpan<float> weight, int outputs, int inputs)
    {
        (_outputs, _inputs, _steps) = (outputs, inputs, (inputs + Int8Tile.Depth - 1) / Int8Tile.Depth);
        int panels = (outputs + Int8Tile.Columns - 1) / Int8Tile.Columns;
        _panels = GC.AllocateArray<sbyte>(panels * PanelSize, pinned: true);
        _scales = new float[panels * Int8Tile.Columns];
        _totals = new int[_scales.Length];
        for (int o = 0; o < outputs; o++)
        {
            ReadOnlySpan<float> row = weight.Slice(o * inputs, inputs);
            float scale = _scales[o] = Int8Scale.Of(row);
            for (int i = 0; i < inputs; i++)
            {
                sbyte q = _panels[PlaceOf(o, i)] = Int8Scale.Quantize(row[i], scale);
                _totals[o] += q;
            }
        }
    }

    /// <summary>The scale of each output.</summary>
    public ReadOnlySpan<float> Scales => _scales.AsSpan(0, _outputs);

    /// <summary>The weights, [outputs, inputs], each to be multiplied with the scale of its output.</summary>
    public sbyte[] ToRows()
    {
        sbyte[] rows = new sbyte[_outputs * _inputs];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = _panels[PlaceOf(i / _inputs, i % _inputs)];
        return rows;
    }

    int PlaceOf(int output, int input) => output / Int8Tile.Columns * PanelSize
        + (input / Int8Tile.Depth * Int8Tile.Columns + output % Int8Tile.Columns) * Int8Tile.Depth + input % Int8Tile.Depth;

    int PanelSize => _steps * Int8Tile.Columns * Int8Tile.Depth;

    int Stride => _steps * Int8Tile.Depth;

    /// <summary>y = x·Wᵀ + bias.</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="rows">How many.</param>
    /// <param name="bias">[outputs], or empty.</param>
    /// <param name="y">[rows, outputs].</param>
    public void Multiply(ReadOnlyMemory<float> x, int rows, ReadOnlyMemory<float> bias, Memory<float> y)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(checked(rows * Stride));
        float[] scales = ArrayPool<float>.Shared.Rent(rows);
        int[] zeros = ArrayPool<int>.Shared.Rent(rows);
        int blocks = (rows + RowsOfPiece - 1) / RowsOfPiece;
        Threads.For(blocks, x.Length, new Quantizing(this, x, rows, bytes, scales, zeros));
        Threads.For(
            blocks * (_panels.Length / PanelSize), (long)rows * _outputs * _inputs / ProductsOfElement,
            new Multiplying(this, rows, bytes, scales, zeros, bias, y));
        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<float>.Shared.Return(scales);
        ArrayPool<int>.Shared.Return(zeros);
    }

    static (int First, int End) RowsOf(int block, int rows) => (block * RowsOfPiece, Math.Min(rows, (block + 1) * RowsOfPiece));

    readonly struct Quantizing(Int8Matrix matrix, ReadOnlyMemory<float> x, int rows, byte[] bytes, float[] scales, int[] zeros) : IThreadsBody
    {
        public void Run(int block)
        {
            (int first, int end) = RowsOf(block, rows);
            for (int r = first; r < end; r++)
                scales[r] = Int8Rows.Quantize(
                    x.Span.Slice(r * matrix._inputs, matrix._inputs), bytes.AsSpan(r * matrix.Stride, matrix.Stride), out zeros[r]);
        }
    }

    readonly unsafe struct Multiplying(
        Int8Matrix matrix, int rows, byte[] bytes, float[] scales, int[] zeros, ReadOnlyMemory<float> bias, Memory<float> y) : IThreadsBody
    {
        // Panel by panel within a block of rows, whose bytes stay in cache.
        public void Run(int piece)
        {
            int panels = matrix._panels.Length / matrix.PanelSize, panel = piece % panels;
            (int first, int end) = RowsOf(piece / panels, rows);
            int* sums = stackalloc int[Int8Tile.Rows * Int8Tile.Columns];
            fixed (byte* x = bytes)
            fixed (sbyte* weights = &matrix._panels[panel * matrix.PanelSize])
                for (int r = first; r < end;)
                {
                    int together = end - r >= Int8Tile.Rows ? Int8Tile.Rows : 1;
                    byte* row = x + (nint)r * matrix.Stride;
                    if (together == 1)
                        Int8Tile.OfRow(row, weights, matrix._steps, sums);
                    else
                        Int8Tile.OfRows(row, matrix.Stride, weights, matrix._steps, sums);
                    for (int i = 0; i < together; i++, r++)
                        matrix.End(
                            new ReadOnlySpan<int>(sums + i * Int8Tile.Columns, Int8Tile.Columns), panel * Int8Tile.Columns, scales[r], zeros[r],
                            bias.Span, y.Span.Slice(r * matrix._outputs, matrix._outputs));
                }
        }
    }

    /// <summary>What sums stand for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void End(ReadOnlySpan<int> sums, int first, float scale, int zero, ReadOnlySpan<float> bias, Span<float> y)
    {
        int count = Math.Min(Int8Tile.Columns, _outputs - first), i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Vector256<int> exact = Vector256.Create(sums[i..]) - zero * Vector256.Create(_totals.AsSpan(first + i));
            Vector256<float> value = Vector256.ConvertToSingle(exact) * (scale * Vector256.Create(_scales.AsSpan(first + i)));
            (bias.IsEmpty ? value : value + Vector256.Create(bias[(first + i)..])).CopyTo(y[(first + i)..]);
        }
        for (; i < count; i++)
        {
            float value = (sums[i] - zero * _totals[first + i]) * (scale * _scales[first + i]);
            y[first + i] = bias.IsEmpty ? value : value + bias[first + i];
        }
    }
}
