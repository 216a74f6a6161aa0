using Elucid;
using Benchmarks.Libraries;
using Benchmarks.Measuring;
using static TorchSharp.torch;

namespace Benchmarks.Functions;

/// <summary>y = f(x): every function in every library that has it.</summary>
static class ForwardCases
{
    public static IReadOnlyList<Measurement> Run(Contest contest, Report report, ReadOnlySpan<int> sizes, ReadOnlySpan<int> threads)
    {
        List<Measurement> all = [];
        using var forward = no_grad();
        foreach (int count in threads)
        {
            report.Section($"Forward, {Machine.Threads(count)}",
                "y = f(x) over normally distributed inputs, billions of elements a second. All but libtorch write into memory that exists; libtorch "
                + "returns a new tensor, as its users call it. TensorPrimitives runs on one thread in any case. The ratio is Elucid's "
                + "speed over that of the fastest peer in the row. A dash: the library has no such function, or is not installed.",
                ["function", "elements", "copy", "Elucid", .. AllLibraries.Peers.Select(peer => peer.Name), "× fastest peer (range of rounds)",
                    "fastest peer"]);
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

    static Measurement Row(Contest contest, Report report, string function, Arrays<float> batch)
    {
        using Job<float> elucid = AllLibraries.Elucid.Forward(function, batch);
        Job<float>?[] peers = [.. AllLibraries.Peers.Select(peer => peer.Forward(function, batch))];
        if (batch.Count <= 1 << 12)
            foreach ((ILibrary library, Job<float>? job) in AllLibraries.Peers.Zip(peers))
                if (job is not null)
                    Check.Equal(function, elucid, library.Name, job, x => x, 1e-5);
        Timing[] timings = contest.Run([() => Copy(batch), elucid.Run, .. peers.OfType<Job<float>>().Select(job => job.Run)]);
        foreach (Job<float>? job in peers)
            job?.Dispose();

        Queue<Timing> ofPeers = new(timings[2..]);
        Timing?[] columns = [.. peers.Select(job => job is null ? null : ofPeers.Dequeue())];
        Measurement row = new(function, batch.Count, batch.Threads, timings[1],
            [.. AllLibraries.Peers.Zip(columns).Where(pair => pair.Second is not null).Select(pair => (pair.First.Name, pair.Second!))]);
        report.Duel([function, Figures.Size(batch.Count)], row.Elucid, row.Best,
            [.. columns.Prepend(timings[1]).Prepend(timings[0]).Select(timing => Figures.Rate(timing, batch.Count))]);
        return row;
    }

    static void Copy(Arrays<float> batch) => Threads.For(batch.Threads, new CopyPiece(batch));

    readonly struct CopyPiece(Arrays<float> batch) : IThreadsBody
    {
        public void Run(int index)
        {
            int start = (int)((long)batch.Count * index / batch.Threads), end = (int)((long)batch.Count * (index + 1) / batch.Threads);
            batch.X.Span[start..end].CopyTo(batch.Y.Span[start..end]);
        }
    }
}
