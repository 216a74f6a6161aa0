using System.Diagnostics;
using Elucid.Kernels;
using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>What one element of a function costs, forward and backward: 32,768 standard normal floats, one thread, the median of seven rounds of
/// calls that fill a millisecond. Arms take turns, so that a slow moment of the machine meets them all.</summary>
internal static class KernelCosts
{
    public const string Id = "E-N1";

    const int Elements = 1 << 15, Units = 128, Rounds = 7;

    static readonly string[] Functions = ["relu", "elu", "leaky-relu", "prelu", "softplus", "sigmoid", "swish", "mish", "tanh"];

    /// <summary>Nanoseconds for an element.</summary>
    public static Metric Forward { get; } = new("ns forward", HigherIsBetter: false, MetricScale.Ratio);

    /// <summary>Nanoseconds for an element's gradient.</summary>
    public static Metric Backward { get; } = new("ns backward", HigherIsBetter: false, MetricScale.Ratio);

    public static Experiment Experiment { get; } = new()
    {
        Id = Id,
        Arms = [.. Functions.Select(Arm.Of)],
        Seeds = 15,
        Measures = [new(Forward, Chance: 1000), new(Backward, Chance: 1000)],
        RunsAlone = true,
        RunTrial = Run,
    };

    static Measured Run(Trial trial)
    {
        RandomStream random = trial.Random.Derive("inputs");
        float[] x = [.. Enumerable.Range(0, Elements).Select(_ => random.NextGaussian())], dy = [.. x.Reverse()];
        Activation f = ActivationCatalog.Parse(trial.Settings.Text("activation"));
        return f.Accept(new Timing(x, dy));
    }

    /// <summary>Times a call: the median over rounds of the time of one.</summary>
    internal static double Nanoseconds(Action call)
    {
        call();
        long start = Stopwatch.GetTimestamp();
        call();
        int calls = Math.Max(1, (int)(0.001 / Math.Max(1e-7, Stopwatch.GetElapsedTime(start).TotalSeconds)));
        double[] rounds = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            start = Stopwatch.GetTimestamp();
            for (int i = 0; i < calls; i++)
                call();
            rounds[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
        }
        Array.Sort(rounds);
        return rounds[Rounds / 2];
    }

    sealed class Timing(float[] x, float[] dy) : IActivationVisitor<Measured>
    {
        readonly float[] _y = new float[Elements];

        public Measured Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => new()
        {
            { Forward.Name, Nanoseconds(() => Elementwise.Map(f, x, _y)) / Elements },
            { Backward.Name, Nanoseconds(() => Elementwise.Backward(f, x, dy, _y)) / Elements },
        };

        // The slope's own gradient is part of the price of learning it.
        public Measured VisitLearned<TActivation>(TActivation f, double a, double b) where TActivation : struct, ILearnedActivation
        {
            float[] slopes = [.. Enumerable.Repeat((float)a, Units)], da = new float[Units];
            return new()
            {
                { Forward.Name, Nanoseconds(() => ElementwiseLearned.MapLearned<TActivation, float, float>(f, x, slopes, slopes, _y)) / Elements },
                {
                    Backward.Name,
                    Nanoseconds(() => ElementwiseLearned.BackwardLearned<TActivation, float, float>(f, x, slopes, slopes, dy, _y, da, [])) / Elements
                },
            };
        }
    }
}
