using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>What happens to a finished tile of a product while it is still in the first-level cache.</summary>
internal interface IGemmEpilogue
{
    /// <summary>Whether there is nothing to do. A constant for the JIT.</summary>
    static abstract bool IsNone { get; }

    /// <summary>Treats the tile of C that begins at (<paramref name="row"/>, <paramref name="column"/>) of the whole matrix.</summary>
    void Apply(ref float tile, nint stride, int row, int column, int rows, int columns);
}

/// <summary>Leaves the product as it is.</summary>
internal readonly struct NoEpilogue : IGemmEpilogue
{
    public static bool IsNone => true;

    public void Apply(ref float tile, nint stride, int row, int column, int rows, int columns)
    {
    }
}

/// <summary>
/// z = sum + bias[column] goes to C and f(z) to y. With an empty y, f(z) goes to C instead; an empty bias is 0.
/// The bits are those of the separate operations.
/// </summary>
/// <param name="f">The activation.</param>
/// <param name="bias">[n], or empty.</param>
/// <param name="y">Laid out like C, or empty.</param>
internal readonly struct BiasActivation<TActivation>(TActivation f, ReadOnlyMemory<float> bias, Memory<float> y) : IGemmEpilogue
    where TActivation : struct, IActivation
{
    public static bool IsNone => false;

    public void Apply(ref float tile, nint stride, int row, int column, int rows, int columns)
    {
        ref float b = ref bias.IsEmpty ? ref Unsafe.NullRef<float>() : ref MemoryMarshal.GetReference(bias.Span[column..]);
        ref float result = ref y.IsEmpty ? ref tile : ref MemoryMarshal.GetReference(y.Span[(int)(row * stride + column)..]);
        Lanes.Pass(new TilePass(f, new(ref tile, stride), ref b, new(ref result, stride), rows), 0, columns);
    }

    readonly ref struct TilePass : ILanePass
    {
        readonly TActivation _f;
        readonly RowMajor _sums, _y;
        readonly ref float _bias;
        readonly int _rows;

        public TilePass(TActivation f, RowMajor sums, ref float bias, RowMajor y, int rows)
        {
            (_f, _rows) = (f, rows);
            _sums = sums;
            _bias = ref bias;
            _y = y;
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public int Run<V>(int from, int end) where V : struct, IVectorLane<V>
        {
            if (end - from < V.Count)
                return from;        // before the function's constants are loaded
            TActivation function = _f;
            ref float sum = ref _sums.Start, y = ref _y.Start, bias = ref _bias;
            nint stride = _sums.Stride;
            bool hasBias = !Unsafe.IsNullRef(ref bias);
            nuint first = (nuint)from, last = first + (nuint)((end - from) / V.Count * V.Count);
            for (int rows = _rows; rows > 0; rows--)
            {
                for (nuint i = first; i < last; i += (nuint)V.Count)
                {
                    V z = V.Load(ref sum, i);
                    if (hasBias)
                        z += V.Load(ref bias, i);
                    V.Store(z, ref sum, i);           // when y is C itself, the next line overwrites it
                    V.Store(function.Forward(z), ref y, i);
                }
                sum = ref Unsafe.Add(ref sum, stride);
                y = ref Unsafe.Add(ref y, stride);
            }
            return (int)last;
        }
    }
}

/// <summary>
/// z = sum + bias[row mod units] goes to C and f(z) to y: units are the channels of images, whose rows follow each other. Otherwise as
/// <see cref="BiasActivation{TActivation}"/>.
/// </summary>
/// <param name="f">The activation.</param>
/// <param name="bias">[units], or empty.</param>
/// <param name="units">Rows of C until the bias begins again.</param>
/// <param name="y">Laid out like C, or empty.</param>
internal readonly struct ChannelActivation<TActivation>(TActivation f, ReadOnlyMemory<float> bias, int units, Memory<float> y) : IGemmEpilogue
    where TActivation : struct, IActivation
{
    public static bool IsNone => false;

    public void Apply(ref float tile, nint stride, int row, int column, int rows, int columns)
    {
        ref float result = ref y.IsEmpty ? ref tile : ref MemoryMarshal.GetReference(y.Span[(int)(row * stride + column)..]);
        Lanes.Pass(new TilePass(f, new(ref tile, stride), bias.Span, units, new(ref result, stride), row, rows), 0, columns);
    }

    readonly ref struct TilePass : ILanePass
    {
        readonly TActivation _f;
        readonly RowMajor _sums, _y;
        readonly ReadOnlySpan<float> _bias;
        readonly int _units, _row, _rows;

        public TilePass(TActivation f, RowMajor sums, ReadOnlySpan<float> bias, int units, RowMajor y, int row, int rows)
        {
            (_f, _units, _row, _rows) = (f, units, row, rows);
            _sums = sums;
            _bias = bias;
            _y = y;
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public int Run<V>(int from, int end) where V : struct, IVectorLane<V>
        {
            if (end - from < V.Count)
                return from;        // before the function's constants are loaded
            TActivation function = _f;
            ref float sum = ref _sums.Start, y = ref _y.Start;
            nint stride = _sums.Stride;
            nuint first = (nuint)from, last = first + (nuint)((end - from) / V.Count * V.Count);
            for (int row = _row; row < _row + _rows; row++)
            {
                V b = V.Of(_bias.IsEmpty ? -0f : _bias[row % _units]);    // adding −0 changes nothing, adding 0 a −0
                for (nuint i = first; i < last; i += (nuint)V.Count)
                {
                    V z = V.Load(ref sum, i) + b;
                    V.Store(z, ref sum, i);           // when y is C itself, the next line overwrites it
                    V.Store(function.Forward(z), ref y, i);
                }
                sum = ref Unsafe.Add(ref sum, stride);
                y = ref Unsafe.Add(ref y, stride);
            }
            return (int)last;
        }
    }
}
