using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// How two operands line up with a result: one length per axis of the result and the distance between neighbours along it in each operand,
/// 0 where the operand is repeated. Axes that can be walked as one are joined.
/// </summary>
internal sealed class Broadcast
{
    readonly int[] _lengths, _xStrides, _yStrides;

    /// <param name="result">Lengths of the result; each of the others is aligned with its end and has this length or 1 there.</param>
    /// <param name="x">Lengths of the first operand.</param>
    /// <param name="y">Lengths of the second operand.</param>
    public Broadcast(ReadOnlySpan<int> result, ReadOnlySpan<int> x, ReadOnlySpan<int> y)
    {
        List<int> lengths = [1], xStrides = [1], yStrides = [1];
        int xSize = 1, ySize = 1;
        for (int i = 1; i <= result.Length; i++)
        {
            int length = result[^i], xLength = i <= x.Length ? x[^i] : 1, yLength = i <= y.Length ? y[^i] : 1;
            int xStride = xLength == 1 ? 0 : xSize, yStride = yLength == 1 ? 0 : ySize;
            xSize *= xLength;
            ySize *= yLength;
            if (length == 1)
                continue;
            if (lengths[^1] == 1)
                (lengths[^1], xStrides[^1], yStrides[^1]) = (length, xStride, yStride);
            else if (xStride == xStrides[^1] * lengths[^1] && yStride == yStrides[^1] * lengths[^1])
                lengths[^1] *= length;
            else
            {
                lengths.Add(length);
                xStrides.Add(xStride);
                yStrides.Add(yStride);
            }
        }
        // Collected from the innermost axis outwards.
        (_lengths, _xStrides, _yStrides) = ([.. lengths], [.. xStrides], [.. yStrides]);
    }

    /// <summary>z = f(x, y) over all elements of the result, or z += f(x, y).</summary>
    public void Run<TFunction>(TFunction f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z, bool accumulate)
        where TFunction : struct, IBinary
    {
        if (z.Length > 0)
            Run(f, _lengths.Length - 1, x, y, z, accumulate);
    }

    void Run<TFunction>(TFunction f, int axis, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z, bool accumulate)
        where TFunction : struct, IBinary
    {
        if (axis == 0)
        {
            RunInnermost(f, x, y, z, accumulate);
            return;
        }
        int part = z.Length / _lengths[axis];
        for (int i = 0; i < _lengths[axis]; i++)
            Run(f, axis - 1, x[(i * _xStrides[axis])..], y[(i * _yStrides[axis])..], z.Slice(i * part, part), accumulate);
    }

    void RunInnermost<TFunction>(TFunction f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z, bool accumulate)
        where TFunction : struct, IBinary
    {
        if (_xStrides[0] == 0)
            Elementwise.Unary(new WithFirst<TFunction>(f, x[0]), y[..z.Length], z, accumulate);
        else if (_yStrides[0] == 0)
            Elementwise.Unary(new WithSecond<TFunction>(f, y[0]), x[..z.Length], z, accumulate);
        else
            Elementwise.Binary(f, x[..z.Length], y[..z.Length], z, accumulate);
    }

    readonly struct WithFirst<TFunction>(TFunction f, float x) : IUnary where TFunction : struct, IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y) where V : struct, ILane<V> => f.Invoke(V.Of(x), y);
    }

    readonly struct WithSecond<TFunction>(TFunction f, float y) : IUnary where TFunction : struct, IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILane<V> => f.Invoke(x, V.Of(y));
    }
}
