using Benchmarks.Libraries;
using Benchmarks.Measuring;
using static TorchSharp.torch;

namespace Benchmarks.Functions;

/// <summary>ELU over its own input: what libtorch's fresh pages do not touch.</summary>
static class InPlaceCases
{
    public static void Run(Contest contest, Report report, ReadOnlySpan<int> sizes)
    {
        report.Section("In place, 1 thread", "x = f(x), billions of elements a second: neither library allocates.",
            "function", "elements", "Elucid", AllLibraries.Torch.Name, "× faster (range of rounds)", "than");
        using var limit = Machine.UseThreads(1);
        using var forward = no_grad();
        foreach (int size in sizes)
        {
            Arrays<float> batch = Arrays.Gaussian(size, 1);
            foreach (string function in AllLibraries.Functions)
            {
                using Job<float>? libtorch = AllLibraries.Torch.InPlace(function, batch);
                if (libtorch is null)
                    continue;
                using Job<float> elucid = AllLibraries.Elucid.InPlace(function, batch);
                Timing[] timings = contest.Run(elucid.Run, libtorch.Run);
                report.Duel([function, Figures.Size(size)], timings[0], (AllLibraries.Torch.Name, timings[1]),
                    [.. timings.Select(timing => Figures.Rate(timing, size))]);
            }
        }
    }
}
