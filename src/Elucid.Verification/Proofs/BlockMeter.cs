using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Elucid.Verification;

/// <summary>Compares a block of results with the exact values: quickly with vectors, and one by one only where something new is to be seen.</summary>
internal static class BlockMeter
{
    const long ExponentMask = 0x7FF0_0000_0000_0000, TwiceExponentOfOne = 2046L << 52;
    const double SmallestNormal = 1.1754943508222875e-38, UlpsPerBinade = 1 << 23;

    /// <summary>Notes the errors of <paramref name="y"/> and counts its violations.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Results.</param>
    /// <param name="exact">The reference.</param>
    /// <param name="bound">What is stated.</param>
    /// <param name="tally">Where findings go.</param>
    public static void Measure(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<double> exact, ErrorBound bound, Tally tally)
    {
        int vectorised = y.Length - y.Length % Vector<float>.Count;
        for (int i = ShowsNothingNew(x, y[..vectorised], exact, bound, tally) ? vectorised : 0; i < y.Length; i++)
            tally.Look(x[i], y[i], exact[i], Ulp.OfFloat.Error(y[i], exact[i]), float.MaxValue, bound);
    }

    /// <summary>In how many places the number falls from one element to the next.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Falls(ReadOnlySpan<float> y)
    {
        ref float start = ref MemoryMarshal.GetReference(y);
        Vector<int> falls = Vector<int>.Zero;
        int i = 1;
        for (; i <= y.Length - Vector<float>.Count; i += Vector<float>.Count)
            falls -= Vector.LessThan(Vector.LoadUnsafe(ref start, (nuint)i), Vector.LoadUnsafe(ref start, (nuint)i - 1));
        int count = Vector.Sum(falls);
        for (; i < y.Length; i++)
            count += y[i] < y[i - 1] ? 1 : 0;
        return count;
    }

    /// <summary>How many numbers have other bits; all NaNs are equal.</summary>
    public static int Differences(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        int count = 0;
        for (int i = 0; i < first.Length; i++)
            count += BitConverter.SingleToInt32Bits(first[i]) != BitConverter.SingleToInt32Bits(second[i])
                && !(float.IsNaN(first[i]) && float.IsNaN(second[i])) ? 1 : 0;
        return count;
    }

    // No error above those noted so far, nothing infinite or NaN, and no zero among the inputs, at which signs matter.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static bool ShowsNothingNew(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<double> exact, ErrorBound bound, Tally tally)
    {
        ref float input = ref MemoryMarshal.GetReference(x), got = ref MemoryMarshal.GetReference(y);
        ref double wanted = ref MemoryMarshal.GetReference(exact);
        State state = new(bound, tally);
        Vector<int> zeros = Vector<int>.Zero;
        for (nuint i = 0; i < (nuint)y.Length; i += (nuint)Vector<float>.Count)
        {
            zeros |= Vector.Equals(Vector.LoadUnsafe(ref input, i), Vector<float>.Zero);
            Vector.Widen(Vector.LoadUnsafe(ref got, i), out Vector<double> low, out Vector<double> high);
            state.Look(low, Vector.LoadUnsafe(ref wanted, i));
            state.Look(high, Vector.LoadUnsafe(ref wanted, i + (nuint)Vector<double>.Count));
        }
        return Vector.EqualsAll(state.News, Vector<long>.Zero) && Vector.EqualsAll(zeros, Vector<int>.Zero);
    }

    struct State(ErrorBound bound, Tally tally)
    {
        public Vector<long> News = Vector<long>.Zero;

        readonly Vector<double> _ulpBound = Vector.Create(bound.Ulps), _absoluteBound = Vector.Create(bound.Absolute);
        readonly Vector<double> _maxUlp = Vector.Create(tally.MaxUlp), _maxAbsolute = Vector.Create(tally.MaxAbsolute);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Look(Vector<double> got, Vector<double> exact)
        {
            Vector<double> error = Vector.Abs(got - exact);
            // The power of two below the exact value, and one over it, from the exponent's bits alone.
            Vector<double> binade =
                Vector.MaxNative(Vector.AsVectorDouble(Vector.AsVectorInt64(exact) & Vector.Create(ExponentMask)), Vector.Create(SmallestNormal));
            Vector<double> perBinade = Vector.AsVectorDouble(Vector.Create(TwiceExponentOfOne) - Vector.AsVectorInt64(binade));
            Vector<double> ulps = error * perBinade * Vector.Create(UlpsPerBinade);

            Vector<long> isWorse = Vector.GreaterThan(ulps, _maxUlp) & Vector.GreaterThan(error, _absoluteBound);
            Vector<long> isFarther = Vector.GreaterThan(error, _maxAbsolute) & Vector.GreaterThan(ulps, _ulpBound);
            Vector<long> isFinite = Vector.LessThanOrEqual(error, Vector.Create((double)float.MaxValue));     // false for NaN, too
            News |= isWorse | isFarther | ~isFinite;
        }
    }
}
