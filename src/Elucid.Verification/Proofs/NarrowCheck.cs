using Elucid.Numerics;

namespace Elucid.Verification;

/// <summary>Makes the checks of types of 16 bits.</summary>
internal static class NarrowCheck
{
    public static Check OfHalf(Subject subject) => new NarrowCheck<Half>(
        subject, ElementType.Half, Ulp.OfHalf, (double)Half.MaxValue, BitConverter.UInt16BitsToHalf, BitConverter.HalfToUInt16Bits, x =>
            (float)x, x => (Half)x, subject.Compute);

    public static Check OfBFloat16(Subject subject) => new NarrowCheck<BFloat16>(
        subject, ElementType.BFloat16, Ulp.OfBFloat16, BitConverter.UInt32BitsToSingle(0x7F7F_0000), bits => new(bits), x => x.Bits, x => x, x =>
            (BFloat16)x, subject.Compute);
}

/// <summary>Goes through all 65,536 numbers of a type: results must be those of float, rounded to nearest.</summary>
internal sealed class NarrowCheck<T>(
    Subject subject, ElementType type, Ulp ulp, double largest, Func<ushort, T> ofBits, Func<T, ushort> bitsOf, Func<T, float> widen, Func<float,
    T> round, NarrowCheck<T>.Kernel compute)
    : Check(subject, type) where T : unmanaged
{
    public delegate void Kernel(int width, ReadOnlySpan<T> x, Span<T> y);

    const int Count = 1 << 16;

    public override long Inputs => Count;

    protected override bool IsExhaustive => true;

    // The rounding of the result, and what the error of float adds where it tips the balance.
    protected override ErrorBound Bound => new(0.5 + Math.ScaleB(Subject.Bound.OnThisMachine.Ulps, ulp.FractionBits - Ulp.OfFloat.FractionBits), 0);

    protected override Tally Sweep(int threads, Action<long> progress, CancellationToken cancellation)
    {
        Tally tally = NewTally();
        tally.Inputs = Count;
        T[] x = [.. Enumerable.Range(0, Count).Select(i => ofBits((ushort)i))], y = new T[Count], narrower = new T[Count];
        float[] single = [.. x.Select(widen)], singleResults = new float[Count];
        double[] exact = new double[Count];
        Subject.ComputeExactly(single, exact);
        Subject.Compute(Lanes.Widths[0], single, singleResults);
        compute(Lanes.Widths[0], x, y);
        double absolute = Subject.Bound.OnThisMachine.Absolute;
        for (int i = 0; i < Count; i++)
        {
            double got = widen(y[i]);
            tally.Look(single[i], got, exact[i], ulp.Error(got, exact[i], absolute), largest, Bound);
            if (!IsSame(y[i], round(singleResults[i])))
                tally.Roundings++;
        }
        foreach (int width in Lanes.Widths.Skip(1))
        {
            compute(width, x, narrower);
            tally.WidthDifferences += y.Zip(narrower).Count(pair => !IsSame(pair.First, pair.Second));
        }
        progress(Count);
        return tally;
    }

    bool IsSame(T first, T second) => bitsOf(first) == bitsOf(second) || (float.IsNaN(widen(first)) && float.IsNaN(widen(second)));
}
