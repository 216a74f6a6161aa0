using Elucid.Numerics;

namespace Elucid.Lab.Verification;

/// <summary>One function in one type: a sweep, and what its findings are compared with.</summary>
internal abstract class Check(Subject subject, ElementType type)
{
    /// <summary>Such as <c>elu′ float</c>.</summary>
    public string Name => $"{subject.Name}{(subject.IsDerivative ? "′" : "")} {type.ToString().ToLowerInvariant()}";

    /// <summary>Inputs of the whole sweep.</summary>
    public abstract long Inputs { get; }

    protected abstract bool IsExhaustive { get; }

    protected Subject Subject => subject;

    protected abstract ErrorBound Bound { get; }

    protected abstract bool CountsFalls { get; }

    public static Check Of(Subject subject, ElementType type, long stride) => type switch
    {
        ElementType.Float => new OfFloat(subject, stride),
        _ => throw new NotSupportedException(),
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
            Widths = Lanes.Widths,
            WidthDifferences = tally.WidthDifferences,
            WidthsMustAgree = Lane1.IsFused,
            NaNViolations = tally.NaNs,
            InfinityViolations = tally.Infinities,
            ZeroViolations = tally.Zeros,
            RoundingViolations = tally.Roundings,
            Falls = CountsFalls ? tally.Falls : null,
        };
    }

    protected abstract Tally Sweep(int threads, Action<long> progress, CancellationToken cancellation);

    sealed class OfFloat : Check
    {
        readonly FloatSweep _sweep;

        public OfFloat(Subject subject, long stride) : base(subject, ElementType.Float)
        {
            CountsFalls = NeverFalls(subject);
            _sweep = new FloatSweep(subject, stride, CountsFalls);
        }

        public override long Inputs => _sweep.Inputs;

        protected override bool IsExhaustive => Inputs == OrderedFloats.Count;

        protected override ErrorBound Bound => Subject.Bound.OnThisMachine;

        protected override bool CountsFalls { get; }

        protected override Tally Sweep(int threads, Action<long> progress, CancellationToken cancellation) => _sweep.Run(threads, progress, cancellation);

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
    }
}
