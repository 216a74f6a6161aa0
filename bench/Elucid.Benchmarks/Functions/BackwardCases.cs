using Benchmarks.Libraries;
using Benchmarks.Measuring;
using Elucid.Kernels;

namespace Benchmarks.Functions;

/// <summary>dx = dy · f′(x): Elucid from the input and from the output, beside libtorch's automatic differentiation.</summary>
static class BackwardCases
{
    public static IReadOnlyList<BackwardMeasurement> Run(Contest contest, Report report, ReadOnlySpan<int> sizes, ReadOnlySpan<int> threads)
    {
        List<BackwardMeasurement> all = [];
        foreach (int count in threads)
        {
            report.Section($"Backward, {Machine.Threads(count)}",
                "dx = dy · f′(x), billions of elements a second. libtorch runs the backward pass of a graph recorded before, which allocates the "
                    + "gradient; the "
                + "other peers have no derivatives. The triad z = x + y moves as much memory: no backward kernel can be faster. The ratio is that "
                + "from the input, "
                + "which loses nothing; in ReLU, sigmoid and tanh that from the output, which libtorch takes, too.",
                "function", "elements", "triad", "Elucid, from output", "Elucid, from input", AllLibraries.Torch.Name, "× faster (range of rounds)",
                "than");
            using var limit = Machine.UseThreads(count);
            foreach (int size in sizes)
            {
                Arrays<float> batch = Arrays.Gaussian(size, count);
                foreach (string function in AllLibraries.Functions)
                    all.Add(Row(contest, report, function, batch));
            }
        }
        return all;
    }

    static BackwardMeasurement Row(Contest contest, Report report, string function, Arrays<float> batch)
    {
        using Job<float> fromInput = AllLibraries.Elucid.Backward(function, batch), libtorch = AllLibraries.Torch.Backward(function, batch)!;
        using Job<float>? fromOutput = ElucidLibrary.BackwardFromOutput(function, batch);
        if (batch.Count <= 1 << 12)
            Check.Equal($"{function} backward", fromInput, AllLibraries.Torch.Name, libtorch, x => x, 1e-5);
        void Triad() => Elementwise.Add(batch.X.Span, batch.Dy.Span, batch.Dx.Span);
        Timing[] timings = contest.Run([Triad, fromInput.Run, libtorch.Run, .. fromOutput is null ? Array.Empty<Action>() : [fromOutput.Run]]);
        BackwardMeasurement row = new(function, batch.Count, batch.Threads, timings[1], timings.ElementAtOrDefault(3), timings[0]);
        Timing asLibtorch = TorchLibrary.KeepsOutput(function) ? row.FromOutput! : row.FromInput;
        report.Duel([function, Figures.Size(batch.Count)], asLibtorch, (AllLibraries.Torch.Name, timings[2]),
            [.. new[] { row.Triad, row.FromOutput, row.FromInput, timings[2] }.Select(timing => Figures.Rate(timing, batch.Count))]);
        return row;
    }
}
