using Elucid.Kernels;
using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>What ELU costs where its inputs lie in one range: 32,768 uniform floats each.</summary>
internal static class ExponentialRanges
{
    public const string Id = "E-N1-ranges";

    /// <summary>The arms, from near 0 to far left.</summary>
    public static IReadOnlyList<string> Ranges { get; } = ["-5 to -1", "-50 to -20", "-500 to -150", "-1e6 to -1e3"];

    public static Experiment Experiment { get; } = new()
    {
        Id = Id,
        Arms = [.. Ranges.Select(range => new Arm(range, Settings.Of(("least", Ends(range)[0]), ("most", Ends(range)[1]))))],
        Seeds = 15,
        Measures = [new(KernelCosts.Forward, Chance: 1000)],
        RunsAlone = true,
        RunTrial = Run,
    };

    static double[] Ends(string range) =>
        [.. range.Split(" to ").Select(end => double.Parse(end, System.Globalization.CultureInfo.InvariantCulture))];

    static Measured Run(Trial trial)
    {
        RandomStream random = trial.Random.Derive("inputs");
        double least = trial.Settings.Number("least"), most = trial.Settings.Number("most");
        float[] x = [.. Enumerable.Range(0, 1 << 15).Select(_ => (float)(least + (most - least) * random.NextDouble()))], y = new float[x.Length];
        return new Measured
        {
            { KernelCosts.Forward.Name, KernelCosts.Nanoseconds(() => Elementwise.Map(Elu.Default, x, y)) / x.Length },
        };
    }
}
