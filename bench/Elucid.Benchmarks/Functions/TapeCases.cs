using Elucid;
using Benchmarks.Libraries;
using Benchmarks.Measuring;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;
using Tensor = Elucid.Tensor;

namespace Benchmarks.Functions;

/// <summary>ELU inside either library's automatic differentiation.</summary>
static class TapeCases
{
    public static void Run(Contest contest, Report report, ReadOnlySpan<int> sizes)
    {
        report.Section(
            "Tape, 1 thread",
            "y = elu(x), the sum of y, and the gradient with respect to x, in either library's automatic differentiation; billions of "
                + "elements a second.",
            "function", "elements", "Elucid", AllLibraries.Torch.Name, "× faster (range of rounds)", "than");
        using var limit = Machine.UseThreads(1);
        foreach (int size in sizes)
        {
            using var scope = NewDisposeScope();
            Tensor x = new([size], requiresGradient: true);
            Arrays.Gaussian(size, 1).X.Span.CopyTo(x.Edit());
            TorchSharp.torch.Tensor leaf = TorchLibrary.ToTorch(x.Values).requires_grad_();
            Timing[] timings = contest.Run(() => Elucid(x), () => Libtorch(leaf));
            report.Duel(["elu", Figures.Size(size)], timings[0], (AllLibraries.Torch.Name, timings[1]),
                [.. timings.Select(timing => Figures.Rate(timing, size))]);
        }
    }

    static void Elucid(Tensor x)
    {
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Sum(Ops.Apply(Elu.Default, x)));
        x.ClearGradient();
    }

    static void Libtorch(TorchSharp.torch.Tensor x)
    {
        using var scope = NewDisposeScope();
        autograd.grad([elu(x, 1.0).sum()], [x]);
    }
}
