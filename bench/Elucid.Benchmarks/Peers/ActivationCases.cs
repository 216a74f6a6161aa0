using System.Runtime.InteropServices;
using Elucid.Activations;
using Elucid.Autograd;
using Elucid.Benchmarks.Measuring;
using Elucid.Kernels;
using Elucid.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = Elucid.Tensors.Tensor;

namespace Elucid.Benchmarks.Peers;

/// <summary>ELU, ReLU and copies over arrays of several sizes, on one thread.</summary>
static class ActivationCases
{
    const float Alpha = 1.5f;

    public static void Run(Contest contest, Report report, ReadOnlySpan<int> sizes)
    {
        report.Section("Activations",
            "One thread, normally distributed inputs, billions of elements a second. Elucid writes into an array that exists; libtorch returns a new tensor, "
            + "as its users call it, unless the row says \"in place\" or \"copy\". \"Tape\" is y = f(x), the sum of y, and the gradient by x, in either "
            + "library's automatic differentiation. Rows without a peer are kernels that TorchSharp does not offer alone; the triad is the limit of a backward kernel.",
            "case", "elements", "Elucid Gelem/s", "libtorch Gelem/s", "× faster (range of rounds)");
        using var oneThread = Machine.UseThreads(1);
        foreach (int size in sizes)
            RunSize(contest, report, size);
    }

    static void RunSize(Contest contest, Report report, int size)
    {
        using var scope = NewDisposeScope();
        Tensor x = new([size], requiresGradient: true), y = new([size]), dy = new([size]), dx = new([size]), inPlace = new([size]);
        RandomStream random = new(1);
        random.FillGaussian(x.Values);
        random.FillGaussian(dy.Values);
        using var tx = ToTorch(x);
        using var ty = ToTorch(x);
        using var tdy = ToTorch(dy);
        using var leaf = ToTorch(x).requires_grad_();
        Elu general = new(Alpha);

        using (no_grad())
        {
            Both("copy", () => x.Values.CopyTo(y.Values), () => ty.copy_(tx));
            Both("ReLU", () => Elementwise.Map(default(Relu), x.Values, y.Values), () => nn.functional.relu(tx).Dispose());
            Timing elu = Both("ELU, α = 1", () => Elementwise.Map(Elu.Default, x.Values, y.Values), () => nn.functional.elu(tx, 1.0).Dispose());
            Both($"ELU, α = {Alpha}", () => Elementwise.Map(general, x.Values, y.Values), () => nn.functional.elu(tx, Alpha).Dispose());
            x.Values.CopyTo(inPlace.Values);
            ty.copy_(tx);
            Both("ELU in place, α = 1", () => Elementwise.Map(Elu.Default, inPlace.Values, inPlace.Values), () => ty.elu_());
            x.Values.CopyTo(inPlace.Values);
            ty.copy_(tx);
            Both($"ELU in place, α = {Alpha}", () => Elementwise.Map(general, inPlace.Values, inPlace.Values), () => ty.elu_(Alpha));
            Timing triad = Both("triad z = x + y", () => Elementwise.Add(x.Values, dy.Values, dx.Values), () => tx.add(tdy).Dispose());
            Elementwise.Map(Elu.Default, x.Values, y.Values);
            Timing fromOutput = Alone("ELU backward from output", () => Elementwise.BackwardFromOutput(Elu.Default, y.Values, dy.Values, dx.Values));
            Timing fromInput = Alone("ELU backward from input", () => Elementwise.Backward(Elu.Default, x.Values, dy.Values, dx.Values));
            Alone($"ELU backward from input, α = {Alpha}", () => Elementwise.Backward(general, x.Values, dy.Values, dx.Values));
            if (size == 1 << 16)
            {
                Target("ELU forward, α = 1, 64 Ki", elu, 12);
                Target("ELU backward from input, 64 Ki", fromInput, 8);
                double share = triad.Median / fromOutput.Median;
                report.Target("ELU backward from output, 64 Ki", "≥ 0.9 of a triad", $"{share:F2}", share >= 0.9);
            }
            if (size == 1 << 24)
            {
                Target("ELU forward, α = 1, 16 Mi", elu, 7);
                Target("ELU backward from output, 16 Mi", fromOutput, 4.5);
                Target("ELU backward from input, 16 Mi", fromInput, 3.4);
            }
        }
        Both("ELU, tape", () => TapeOf(x), () => AutogradOf(leaf));

        Timing Both(string name, Action elucid, Action libtorch)
        {
            Timing[] timings = contest.Run(elucid, libtorch);
            report.Duel([name, $"{size:N0}"], timings[0].FasterThan(timings[1]), Rate(timings[0]), Rate(timings[1]));
            return timings[0];
        }

        Timing Alone(string name, Action elucid)
        {
            Timing timing = contest.Run(elucid)[0];
            report.Row(name, $"{size:N0}", Rate(timing), "", "");
            return timing;
        }

        void Target(string name, Timing timing, double wanted) =>
            report.Target(name, $"≥ {wanted} Gelem/s", Rate(timing), size / timing.Median / 1e9 >= wanted);

        string Rate(Timing timing) => $"{size / timing.Median / 1e9:F2}";
    }

    static void TapeOf(Tensor x)
    {
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Sum(Ops.Apply(Elu.Default, x)));
        x.ClearGradient();
    }

    static void AutogradOf(torch.Tensor x)
    {
        using var scope = NewDisposeScope();
        autograd.grad([nn.functional.elu(x, 1.0).sum()], [x]);
    }

    static torch.Tensor ToTorch(Tensor values)
    {
        torch.Tensor copy = empty(values.Shape.Size);
        values.Values.CopyTo(MemoryMarshal.Cast<byte, float>(copy.bytes));
        return copy;
    }
}
