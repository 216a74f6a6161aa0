using Elucid.Numerics;

namespace Elucid.Verification;

/// <summary>Goes through a million doubles, random and special ones, beside the reference of twice as many digits.</summary>
/// <param name="subject">The function.</param>
/// <param name="stride">One in so many of the million.</param>
internal sealed class DoubleCheck(Subject subject, long stride) : Check(subject, ElementType.Double)
{
    const int Most = 1 << 20, BlockLength = 1024;
    const ulong Seed = 20161123;
    const double SmallestNormalFloat = 1.1754943508222875e-38;

    public override long Inputs { get; } = (Math.Max(1, Most / stride) + BlockLength - 1) / BlockLength * BlockLength;

    protected override bool IsExhaustive => false;

    // The formulas are those of float, and absolute errors shrink as the spacing of the numbers does, of subnormal ones where they are meant.
    protected override ErrorBound Bound
    {
        get
        {
            (double ulps, double absolute) = Subject.Bound.OnThisMachine;
            return new(ulps, Math.ScaleB(absolute, absolute < SmallestNormalFloat ? 149 - 1074 : 23 - 52));
        }
    }

    protected override IReadOnlyList<int> Widths => Lanes.DoubleWidths;

    protected override Tally Sweep(int threads, Action<long> progress, CancellationToken cancellation) =>
        Share((int)(Inputs / BlockLength), threads, () => new Worker(this), worker => worker.Tally, (worker, block) =>
        {
            worker.Measure(block);
            progress(BlockLength);
        }, cancellation);

    sealed class Worker(DoubleCheck check)
    {
        readonly double[] _x = new double[BlockLength], _y = new double[BlockLength], _narrower = new double[BlockLength];

        public Tally Tally { get; } = check.NewTally();

        public void Measure(int block)
        {
            SampledDoubles.Fill(_x, Seed + (ulong)block);
            if (block == 0)
                SampledDoubles.Special.CopyTo(_x, 0);
            Tally.Inputs += BlockLength;
            check.Subject.Compute(Lanes.DoubleWidths[0], _x, _y);
            for (int i = 0; i < BlockLength; i++)
            {
                WideLane exact = check.Subject.ComputeWide(_x[i]);
                Tally.Look(_x[i], _y[i], exact.Value, Ulp.Error(_y[i], exact), double.MaxValue, check.Bound);
            }
            foreach (int width in Lanes.DoubleWidths.Skip(1))
            {
                check.Subject.Compute(width, _x, _narrower);
                for (int i = 0; i < BlockLength; i++)
                    Tally.WidthDifferences += BitConverter.DoubleToInt64Bits(_y[i]) != BitConverter.DoubleToInt64Bits(_narrower[i])
                        && !(double.IsNaN(_y[i]) && double.IsNaN(_narrower[i])) ? 1 : 0;
            }
        }
    }
}
