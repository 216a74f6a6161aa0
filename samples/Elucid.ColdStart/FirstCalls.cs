using System.Diagnostics;
using Elucid.Kernels;

namespace Elucid.ColdStart;

/// <summary>Milliseconds of the first calls on one function in a process that has called nothing before.</summary>
/// <param name="Forward">y = f(x) on whole vectors.</param>
/// <param name="Tail">The same on an odd length, which needs the narrow lanes, too.</param>
/// <param name="Backward">dx = dy · f′(x) on whole vectors.</param>
/// <param name="Second">The second y = f(x).</param>
/// <param name="Steady">The fastest y = f(x) of many.</param>
sealed record FirstCalls(double Forward, double Tail, double Backward, double Second, double Steady)
{
    public const int Length = 4096;

    public static FirstCalls Of(Activation activation) => activation.Accept(new Measurement());

    /// <summary>The same measured in <paramref name="processes"/> fresh processes; the fastest of each, as other programs only add time.</summary>
    public static FirstCalls InFreshProcesses(string name, int processes)
    {
        FirstCalls[] runs = [.. Enumerable.Range(0, processes).Select(_ => InFreshProcess(name))];
        return new(runs.Min(r => r.Forward), runs.Min(r => r.Tail), runs.Min(r => r.Backward), runs.Min(r => r.Second), runs.Min(r => r.Steady));
    }

    static FirstCalls InFreshProcess(string name)
    {
        // `dotnet run` starts an executable of this name, so the process can start itself.
        ProcessStartInfo start = new(Environment.ProcessPath!, [name]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        double[] numbers = [.. process.StandardOutput.ReadToEnd().Split().Where(word => word.Length > 0).Select(double.Parse)];
        process.WaitForExit();
        return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    public override string ToString() => $"{Forward:R} {Tail:R} {Backward:R} {Second:R} {Steady:R}";

    sealed class Measurement : IActivationVisitor<FirstCalls>
    {
        readonly float[] _x = [.. Enumerable.Range(0, Length).Select(i => 8f * i / Length - 4)], _y = new float[Length];

        public FirstCalls Visit<TActivation>(TActivation f) where TActivation : struct, IActivation
        {
            TimeSpan Map(int length)
            {
                long start = Stopwatch.GetTimestamp();
                Elementwise.Map(f, _x.AsSpan(0, length), _y.AsSpan(0, length));
                return Stopwatch.GetElapsedTime(start);
            }

            TimeSpan first = Map(Length), second = Map(Length), tail = Map(Length - 1);
            long start = Stopwatch.GetTimestamp();
            Elementwise.Backward(f, _x, _x, _y);
            TimeSpan backward = Stopwatch.GetElapsedTime(start), steady = second;
            for (int i = 0; i < 20_000; i++)
                if (Map(Length) is var time && time < steady)
                    steady = time;
            return new(first.TotalMilliseconds, tail.TotalMilliseconds, backward.TotalMilliseconds, second.TotalMilliseconds,
                steady.TotalMilliseconds);
        }

        public FirstCalls VisitLearned<TActivation>(TActivation f, double a, double b) where TActivation : struct, ILearnedActivation =>
            throw new NotSupportedException("Functions with learned parameters are compiled like the others and not measured here.");
    }
}
