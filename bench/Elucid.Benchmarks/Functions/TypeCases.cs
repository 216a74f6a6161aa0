using Benchmarks.Libraries;
using Benchmarks.Measuring;
using Elucid.Numerics;
using static TorchSharp.torch;

namespace Benchmarks.Functions;

/// <summary>The other element types: double, Half and BFloat16, forward and backward, on one thread.</summary>
static class TypeCases
{
    static readonly string[] Functions = ["elu", "selu", "gelu", "swish", "mish", "softplus", "sigmoid", "tanh"];

    static readonly ILibrary[] Peers = [.. AllLibraries.Peers.Where(peer => peer is TorchLibrary or TensorPrimitivesLibrary)];

    public static void Run(Contest contest, Report report, ReadOnlySpan<int> sizes)
    {
        // libtorch rounds some values in between to the narrow types: a few of their ulps (1e-3, 8e-3) are no other function.
        Run<double>(contest, report, "double", sizes, x => x, x => x, tolerance: 1e-9);
        Run<Half>(contest, report, "Half", sizes, x => (Half)x, x => (double)x, tolerance: 8e-3);
        Run<BFloat16>(contest, report, "BFloat16", sizes, x => (BFloat16)x, x => x.ToSingle(), tolerance: 6e-2);
    }

    static void Run<T>(
        Contest contest, Report report, string type, ReadOnlySpan<int> sizes, Func<float, T> convert, Func<T, double> toDouble, double tolerance)
        where T : unmanaged
    {
        report.Section($"{type}, 1 thread",
            "Billions of elements a second. Backward is beside libtorch's automatic differentiation, and from the input or the output as that is. "
            + ".NET 10 has no BFloat16 for TensorPrimitives.",
            ["function", "elements", "copy", "Elucid", .. Peers.Select(peer => peer.Name), "× fastest peer (range of rounds)", "fastest peer"]);
        using var limit = Machine.UseThreads(1);
        foreach (int size in sizes)
        {
            Arrays<T> batch = Arrays.Gaussian(size, 1, convert);
            foreach (string function in Functions)
            {
                using (no_grad())
                    Row(function, AllLibraries.Elucid.Forward(function, batch), [.. Peers.Select(peer => peer.Forward(function, batch))]);
                Job<T> backward = TorchLibrary.KeepsOutput(function)
                    ? ElucidLibrary.BackwardFromOutput(function, batch)!
                    : AllLibraries.Elucid.Backward(function, batch);
                Row($"{function} backward", backward, [.. Peers.Select(peer => peer.Backward(function, batch))]);
            }

            void Row(string what, Job<T> elucid, Job<T>?[] peers)
            {
                (string Name, Job<T> Job)[] present =
                    [.. Peers.Zip(peers).Where(pair => pair.Second is not null).Select(pair => (pair.First.Name, pair.Second!))];
                foreach ((string name, Job<T> job) in present)
                    Check.Equal($"{type} {what}", elucid, name, job, toDouble, tolerance);
                Timing[] timings = contest.Run([() => batch.X.Span.CopyTo(batch.Dx.Span), elucid.Run, .. present.Select(peer => peer.Job.Run)]);
                foreach ((_, Job<T> job) in present)
                    job.Dispose();
                (string Name, Timing Timing)[] measured = [.. present.Zip(timings[2..], (peer, timing) => (peer.Name, timing))];
                report.Duel([what, Figures.Size(size)], timings[1], measured.Length == 0 ? null : measured.MinBy(peer => peer.Timing.Median),
                    [Figures.Rate(timings[0], size), Figures.Rate(timings[1], size),
                        .. Peers.Select(peer => Figures.Rate(measured.FirstOrDefault(m => m.Name == peer.Name).Timing, size))]);
            }
        }
    }
}
