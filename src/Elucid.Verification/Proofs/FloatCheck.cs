using System.Runtime.InteropServices;

namespace Elucid.Verification;

/// <summary>Goes through the floats, all of them or every so manyth: a block at a time at every width of lanes, beside the double lanes.</summary>
internal sealed class FloatCheck : Check
{
    // A block with its results and references stays in the second cache; a chunk takes a thread some ten milliseconds.
    const int BlockLength = 4096, ChunkLength = 64 * BlockLength;

    readonly long _stride;

    /// <param name="subject">The function.</param>
    /// <param name="stride">1 for all floats.</param>
    public FloatCheck(Subject subject, long stride) : base(subject, ElementType.Float)
    {
        _stride = stride;
        Inputs = (OrderedFloats.Count + stride - 1) / stride;
        CountsFalls = NeverFalls(subject);
    }

    public override long Inputs { get; }

    protected override bool IsExhaustive => _stride == 1;

    protected override ErrorBound Bound => Subject.Bound.OnThisMachine;

    protected override bool CountsFalls { get; }

    protected override Tally Sweep(int threads, Action<long> progress, CancellationToken cancellation)
    {
        int chunks = (int)((Inputs + ChunkLength - 1) / ChunkLength);
        Tally total = Share(chunks, threads, () => new Worker(this), worker => worker.Tally, (worker, chunk) =>
        {
            long from = (long)chunk * ChunkLength, to = Math.Min(from + ChunkLength, Inputs);
            worker.Sweep(from, to);
            progress(to - from);
        }, cancellation);
        if (!IsExhaustive && total.Inputs > 0)
        {
            Worker special = new(this);
            special.SweepSpecial();
            total.Add(special.Tally with { Inputs = 0 });
        }
        return total;
    }

    // By the reference, at floats of all magnitudes; noise in its last places is no fall.
    static bool NeverFalls(Subject subject)
    {
        const int Stride = 1 << 16;
        const double Noise = 1e-12;
        float[] x = new float[OrderedFloats.Count / Stride];
        double[] y = new double[x.Length];
        OrderedFloats.Fill(x, 0, Stride);
        subject.ComputeExactly(x, y);
        return !Enumerable.Range(1, y.Length - 1).Any(i => y[i] < y[i - 1] - Noise * Math.Abs(y[i - 1]));
    }

    /// <summary>The buffers and the findings of one thread.</summary>
    sealed class Worker(FloatCheck check)
    {
        // Results start at an aligned place; in front of the first stands the last one of the block before.
        const int Start = 16;

        readonly float[] _x = new float[BlockLength], _y = new float[Start + BlockLength], _narrower = new float[BlockLength];
        readonly double[] _exact = new double[BlockLength];
        readonly Subject _subject = check.Subject;
        readonly ErrorBound _bound = check.Bound;

        public Tally Tally { get; } = check.NewTally();

        public void Sweep(long from, long to)
        {
            _y[Start - 1] = float.NaN;
            if (from > 0)
                _subject.Compute(1, [OrderedFloats.At((from - 1) * check._stride)], _y.AsSpan(Start - 1, 1));
            for (; from < to; from += BlockLength)
            {
                OrderedFloats.Fill(_x, from * check._stride, check._stride);
                Measure((int)Math.Min(BlockLength, to - from));
            }
        }

        public void SweepSpecial()
        {
            Array.Fill(_x, float.NaN);
            OrderedFloats.Special.CopyTo(_x);
            _y[Start - 1] = float.NaN;
            Measure(OrderedFloats.Special.Length);
        }

        // Whole blocks are computed, whatever their number of inputs.
        void Measure(int count)
        {
            Span<float> y = _y.AsSpan(Start, BlockLength);
            ReadOnlySpan<float> widest = y[..count], narrower = _narrower.AsSpan(0, count);
            Tally.Inputs += count;
            _subject.ComputeExactly(_x, _exact);
            _subject.Compute(Lanes.Widths[0], _x, y);
            BlockMeter.Measure(_x, widest, _exact, _bound, Tally);
            for (int i = 1; i < Lanes.Widths.Count; i++)
            {
                _subject.Compute(Lanes.Widths[i], _x, _narrower);
                if (MemoryMarshal.AsBytes(widest).SequenceEqual(MemoryMarshal.AsBytes(narrower)))
                    continue;
                BlockMeter.Measure(_x, narrower, _exact, _bound, Tally);
                Tally.WidthDifferences += BlockMeter.Differences(widest, narrower);
            }
            if (check.CountsFalls)
                Tally.Falls += BlockMeter.Falls(_y.AsSpan(Start - 1, count + 1));
            _y[Start - 1] = widest[^1];
        }
    }
}
