using Elucid.Numerics;

namespace Elucid.Verification;

/// <summary>One function in one type: which inputs are tried, and what the results are compared with.</summary>
internal abstract class Check(Subject subject, ElementType type)
{
    /// <summary>Such as <c>elu′ float</c>.</summary>
    public string Name => $"{subject.Name}{(subject.IsDerivative ? "′" : "")} {type.ToString().ToLowerInvariant()}";

    /// <summary>Inputs of the whole sweep.</summary>
    public abstract long Inputs { get; }

    /// <summary>Whether these are all that the type has.</summary>
    protected abstract bool IsExhaustive { get; }

    /// <summary>What the errors must keep to.</summary>
    protected abstract ErrorBound Bound { get; }

    /// <summary>Elements in the lanes that are compared.</summary>
    protected virtual IReadOnlyList<int> Widths => Lanes.Widths;

    /// <summary>Whether falls are counted, as for a function that has none.</summary>
    protected virtual bool CountsFalls => false;

    protected Subject Subject => subject;

    public static Check Of(Subject subject, ElementType type, long stride) => type switch
    {
        ElementType.Double => new DoubleCheck(subject, stride),
        ElementType.Half => NarrowCheck.OfHalf(subject),
        ElementType.BFloat16 => NarrowCheck.OfBFloat16(subject),
        _ => new FloatCheck(subject, stride),
    };

    public VerificationResult Run(int threads, Action<long> progress, CancellationToken cancellation)
    {
        Tally tally = Sweep(threads, progress, cancellation);
        return new()
        {
            Function = subject.Name,
            IsDerivative = subject.IsDerivative,
            Type = type,
            Inputs = tally.Inputs,
            PlannedInputs = Inputs,
            IsExhaustive = IsExhaustive,
            Bound = Bound,
            MaxUlp = tally.MaxUlp,
            Worst = tally.Worst,
            MaxAbsolute = tally.MaxAbsolute,
            Widths = Widths,
            WidthDifferences = tally.WidthDifferences,
            WidthsMustAgree = Lane1.IsFused,
            NaNViolations = tally.NaNs,
            InfinityViolations = tally.Infinities,
            ZeroViolations = tally.Zeros,
            RoundingViolations = tally.Roundings,
            Falls = CountsFalls ? tally.Falls : null,
        };
    }

    /// <summary>Sweeps until it is done or cancelled; what was seen is returned.</summary>
    /// <param name="threads">Threads to use.</param>
    /// <param name="progress">Called from any of them with the number of inputs done since its last call.</param>
    /// <param name="cancellation">Ends the sweep in good order.</param>
    protected abstract Tally Sweep(int threads, Action<long> progress, CancellationToken cancellation);

    protected Tally NewTally() => new(KeepsSignOfZero: !subject.IsDerivative);

    /// <summary>Does pieces of the work on several threads until all are done or the user has had enough. Each thread has a worker of its
    /// own.</summary>
    protected Tally Share<TWorker>(
        int pieces, int threads, Func<TWorker> start, Func<TWorker, Tally> tallyOf, Action<TWorker, int> work, CancellationToken cancellation)
    {
        Tally total = NewTally();
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, start, (piece, loop, worker) =>
        {
            if (cancellation.IsCancellationRequested)
                loop.Stop();
            else
                work(worker, piece);
            return worker;
        }, worker =>
        {
            lock (total)
                total.Add(tallyOf(worker));
        });
        return total;
    }
}
