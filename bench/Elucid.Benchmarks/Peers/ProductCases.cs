using Elucid;
using System.Runtime.InteropServices;
using Benchmarks.Measuring;
using Elucid.Kernels;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = Elucid.Tensor;

namespace Benchmarks.Peers;

/// <summary>Matrix products on one thread and two.</summary>
static class ProductCases
{
    // [m, k] · [k, n], or [m, k] · [n, k]ᵀ as in a Linear layer.
    static readonly (string Name, int M, int N, int K, bool TransposeB)[] Products =
    [
        ("[960, 960]·[960, 960]", 960, 960, 960, false),
        ("[256, 256]·[256, 256]", 256, 256, 256, false),
        ("[128, 784]·[256, 784]ᵀ", 128, 256, 784, true),
        ("[32, 128]·[128, 128]ᵀ", 32, 128, 128, true),
        ("[32, 64]·[128, 64]ᵀ", 32, 128, 64, true),
    ];

    public static void Run(Contest contest, Report report)
    {
        report.Section("Matrix products",
            $"10⁹ floating-point operations a second. One core does at most {FmaPeak.Gflops:F0} on this machine (measured: twelve chains of "
                + $"multiply-adds in "
            + "registers); the share is of that times the threads. Elucid writes into an array that exists, libtorch returns a new tensor.",
            "product", "threads", "Elucid GFLOP/s", "share of peak", "libtorch GFLOP/s", "× faster (range of rounds)");
        for (int threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
            foreach (var product in Products)
                RunProduct(contest, report, product, threads);
    }

    static void RunProduct(Contest contest, Report report, (string Name, int M, int N, int K, bool TransposeB) product, int threads)
    {
        using var limit = Machine.UseThreads(threads);
        using var scope = NewDisposeScope();
        using var forward = no_grad();
        (string name, int m, int n, int k, bool transposeB) = product;
        Tensor a = new([m, k]), b = new(transposeB ? [n, k] : [k, n]), c = new([m, n]);
        RandomStream random = new(2);
        random.FillGaussian(a.Edit());
        random.FillGaussian(b.Edit());
        torch.Tensor ta = ToTorch(a), tb = ToTorch(b), rightSide = transposeB ? tb.t() : tb;

        Timing[] timings = contest.Run(
            () => Gemm.Multiply(a.ValuesMemory, b.ValuesMemory, c.ValuesMemory, m, n, k, transposeB: transposeB), () => ta.mm(rightSide).Dispose());
        RequireEqual(c, ta.mm(rightSide), name);
        double gflops = Gflops(timings[0]), share = gflops / (FmaPeak.Gflops * threads);
        Ratio ratio = timings[0].FasterThan(timings[1]);
        report.Duel([name, Machine.Threads(threads)], ratio, $"{gflops:F0}", $"{share:P0}", $"{Gflops(timings[1]):F0}");
        if (m == 960 && threads == 1)
        {
            report.Target("matrix product 960³, one thread", "≥ 1.8 × libtorch", $"{ratio.Value:F2} ×", ratio.Value >= 1.8);
            report.Target("matrix product 960³, one thread", "≥ 75 % of the FMA peak", $"{share:P0}", share >= 0.75);
        }

        double Gflops(Timing timing) => 2.0 * m * n * k / timing.Median / 1e9;
    }

    static torch.Tensor ToTorch(Tensor values)
    {
        torch.Tensor copy = empty(values.Shape[0], values.Shape[1]);
        values.Values.CopyTo(MemoryMarshal.Cast<byte, float>(copy.bytes));
        return copy;
    }

    static void RequireEqual(Tensor elucid, torch.Tensor libtorch, string name)
    {
        Span<float> others = MemoryMarshal.Cast<byte, float>(libtorch.bytes);
        for (int i = 0; i < others.Length; i++)
            if (!(Math.Abs(elucid.Values[i] - others[i]) <= 1e-3f))
                throw new InvalidOperationException($"{name}: element {i} is {elucid.Values[i]} in Elucid and {others[i]} in libtorch.");
    }
}
