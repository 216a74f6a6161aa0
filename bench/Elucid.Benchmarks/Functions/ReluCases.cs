using Benchmarks.Libraries;
using Benchmarks.Measuring;

namespace Benchmarks.Functions;

/// <summary>What ELU costs: beside ReLU and a copy, in turn within each round.</summary>
static class ReluCases
{
    const double Allowed = 1.15;

    public static void Run(Contest contest, Report report, ReadOnlySpan<int> sizes, ReadOnlySpan<int> threads)
    {
        report.Section(
            "ELU beside ReLU",
            "Forward and backward from the input in Elucid, billions of elements a second; the last column is ELU's time over ReLU's.",
            "what", "elements", "threads", "ReLU", "ELU", "ELU's time / ReLU's (range of rounds)");
        foreach (int count in threads)
        {
            using var limit = Machine.UseThreads(count);
            foreach (int size in sizes)
            {
                Arrays<float> batch = Arrays.Gaussian(size, count);
                using Job<float> relu = AllLibraries.Elucid.Forward("relu", batch), elu = AllLibraries.Elucid.Forward("elu", batch),
                    reluBackward = AllLibraries.Elucid.Backward("relu", batch), eluBackward = AllLibraries.Elucid.Backward("elu", batch);
                Ratio forward = Row("forward", relu, elu);
                Row("backward", reluBackward, eluBackward);
                if (size == 1 << 24)
                    report.Target(
                        $"ELU forward, {Figures.Size(size)}, {Machine.Threads(count)}", $"≤ {Allowed} × ReLU's time", $"{forward}",
                        forward.Value <= Allowed);

                Ratio Row(string what, Job<float> relu, Job<float> elu)
                {
                    Timing[] timings = contest.Run(relu.Run, elu.Run);
                    Ratio cost = timings[0].FasterThan(timings[1]);
                    report.Row(what, Figures.Size(size), $"{count}", Figures.Rate(timings[0], size), Figures.Rate(timings[1], size), $"{cost}");
                    return cost;
                }
            }
        }
    }
}
