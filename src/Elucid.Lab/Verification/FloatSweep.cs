using System.Runtime.InteropServices;

namespace Elucid.Lab.Verification;

/// <summary>Goes through the floats, all of them or every so manyth, on several threads: a block at a time at every width of lanes, beside the reference.</summary>
/// <param name="subject">The function.</param>
/// <param name="stride">1 for all floats.</param>
/// <param name="countsFalls">Whether falls are counted, as for a function that has none.</param>
internal sealed class FloatSweep(Subject subject, long stride, bool countsFalls)
{
    // A block with its results and references stays in the second cache; a chunk takes a thread some ten milliseconds.
    const int BlockLength = 4096, ChunkLength = 64 * BlockLength;

    /// <summary>Inputs of a whole sweep.</summary>
    public long Inputs { get; } = (OrderedFloats.Count + stride - 1) / stride;

    /// <summary>Sweeps until it is done or cancelled.</summary>
    /// <param name="threads">Threads to use.</param>
    /// <param name="progress">Called from any of them with the number of inputs done since its last call.</param>
    /// <param name="cancellation">Ends the sweep in good order; what was seen is returned.</param>
    public Tally Run(int threads, Action<long> progress, CancellationToken cancellation)
    {
        Tally total = new();
        int chunks = (int)((Inputs + ChunkLength - 1) / ChunkLength);
        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new Worker(subject, countsFalls), (chunk, loop, worker) =>
        {
            if (cancellation.IsCancellationRequested)
            {
                loop.Stop();
                return worker;
            }
            long from = (long)chunk * ChunkLength, to = Math.Min(from + ChunkLength, Inputs);
            worker.Sweep(from, to, stride);
            progress(to - from);
            return worker;
        }, worker =>
        {
            lock (total)
                total.Add(worker.Tally);
        });
        if (stride > 1 && total.Inputs > 0)
        {
            Worker special = new(subject, countsFalls);
            special.SweepSpecial();
            total.Add(special.Tally with { Inputs = 0 });
        }
        return total;
    }

    /// <summary>The buffers and the findings of one thread.</summary>
    sealed class Worker(Subject subject, bool countsFalls)
    {
        // Results start at an aligned place; in front of the first stands the last one of the block before.
        const int Start = 16;

        readonly float[] _x = new float[BlockLength], _y = new float[Start + BlockLength], _narrower = new float[BlockLength];
        readonly double[] _exact = new double[BlockLength];

        public Tally Tally { get; } = new();

        public void Sweep(long from, long to, long stride)
        {
            _y[Start - 1] = float.NaN;
            if (from > 0)
                subject.Compute(1, [OrderedFloats.At((from - 1) * stride)], _y.AsSpan(Start - 1, 1));
            for (; from < to; from += BlockLength)
            {
                OrderedFloats.Fill(_x, from * stride, stride);
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
            subject.ComputeExactly(_x, _exact);
            subject.Compute(Lanes.Widths[0], _x, y);
            BlockMeter.Measure(_x, widest, _exact, subject.Bound, Tally);
            for (int i = 1; i < Lanes.Widths.Count; i++)
            {
                subject.Compute(Lanes.Widths[i], _x, _narrower);
                if (MemoryMarshal.AsBytes(widest).SequenceEqual(MemoryMarshal.AsBytes(narrower)))
                    continue;
                BlockMeter.Measure(_x, narrower, _exact, subject.Bound, Tally);
                Tally.WidthDifferences += BlockMeter.Differences(widest, narrower);
            }
            if (countsFalls)
                Tally.Falls += BlockMeter.Falls(_y.AsSpan(Start - 1, count + 1));
            _y[Start - 1] = widest[^1];
        }
    }
}
