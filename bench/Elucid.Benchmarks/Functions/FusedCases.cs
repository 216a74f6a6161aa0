using Elucid;
using Benchmarks.Libraries;
using Benchmarks.Measuring;
using Elucid.Kernels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Functions;

/// <summary>ELU with what comes before it in networks, in one pass: beside Elucid's own separate passes and libtorch.</summary>
static class FusedCases
{
    const int Units = 256;
    const string Separate = "Elucid, separate passes";

    public static void Run(Contest contest, Report report, ReadOnlySpan<int> sizes, ReadOnlySpan<int> threads)
    {
        report.Section("Fused pairs",
            $"Over [rows, {Units}], billions of elements a second. The separate passes keep z, the input of ELU; libtorch runs what its users "
                + $"write, and "
            + "its backward pass is that of a graph recorded before. Backward passes compute the gradients of all inputs, the sums for "
            + "bias, scale and "
            + "shift included. The ratio is to the faster of the other two.",
            "pair", "elements", "threads", "fused", "separate", AllLibraries.Torch.Name, "× faster (range of rounds)", "than");
        foreach (int count in threads)
        {
            using var limit = Machine.UseThreads(count);
            foreach (int size in sizes)
                foreach (Pair pair in Pairs(Arrays.Gaussian(size, count)))
                    Row(contest, report, pair, size, count);
        }
    }

    static void Row(Contest contest, Report report, Pair pair, int size, int threads)
    {
        // The graph of a backward job is recorded already; forward jobs run as in inference.
        using var grad = set_grad_enabled(false);
        using Job<float> libtorch = pair.Libtorch;
        Check.Equal(pair.Name, pair.Fused, Separate, pair.Separate, x => x, 1e-5);
        Check.Equal(pair.Name, pair.Fused, AllLibraries.Torch.Name, libtorch, x => x, 1e-5);
        Timing[] timings = contest.Run(pair.Fused.Run, pair.Separate.Run, libtorch.Run);
        report.Duel([pair.Name, Figures.Size(size), $"{threads}"], timings[0],
            timings[1].Median < timings[2].Median ? (Separate, timings[1]) : (AllLibraries.Torch.Name, timings[2]),
            [.. timings.Select(timing => Figures.Rate(timing, size))]);
    }

    sealed record Pair(string Name, Job<float> Fused, Job<float> Separate, Job<float> Libtorch);

    static IEnumerable<Pair> Pairs(Arrays<float> batch)
    {
        UnitElu f = Elu.Default;
        Identity identity = default;
        Numbers<float> x = batch.X, y = batch.Y, dy = batch.Dy, dx = batch.Dx, z = new(batch.Count), residual = new(batch.Count);
        Numbers<float> bias = new(Units), scale = new(Units), dbias = new(Units), dscale = new(Units);
        batch.Dy.Span.CopyTo(residual.Span);
        batch.Dy.Span[..Units].CopyTo(bias.Span);
        batch.X.Span[..Units].CopyTo(scale.Span);

        yield return new("bias + ELU",
            new(y, () => Fused.Bias(f, x.Span, bias.Span, y.Span)),
            new(y, () =>
            {
                Fused.Bias(identity, x.Span, bias.Span, z.Span);
                Elementwise.Map(f, z.Span, y.Span);
            }),
            Forward(t => t[0] + t[1], Rows(x), Vector(bias)));

        // A backward pass finds in z what the forward pass before it has left there, as in a training step.
        yield return new("bias + ELU backward",
            new(dx, () => Fused.BiasBackward(f, x.Span, bias.Span, dy.Span, dx.Span, dbias.Span)),
            new(dx, () =>
            {
                Elementwise.Backward(f, z.Span, dy.Span, dx.Span);
                Fused.SumPerUnit(dx.Span, dbias.Span);
            }),
            Backward(t => t[0] + t[1], Rows(x), Vector(bias)));

        yield return new("residual + ELU",
            new(y, () => Fused.Residual(f, x.Span, residual.Span, y.Span)),
            new(y, () =>
            {
                Elementwise.Add(x.Span, residual.Span, z.Span);
                Elementwise.Map(f, z.Span, y.Span);
            }),
            Forward(t => t[0] + t[1], Rows(x), Rows(residual)));

        yield return new("residual + ELU backward",
            new(dx, () => Fused.ResidualBackward(f, x.Span, residual.Span, dy.Span, dx.Span)),
            new(dx, () => Elementwise.Backward(f, z.Span, dy.Span, dx.Span)),
            Backward(t => t[0] + t[1], Rows(x), Rows(residual)));

        yield return new("scale, shift + ELU",
            new(y, () => Fused.ScaleShift(f, x.Span, scale.Span, bias.Span, y.Span)),
            new(y, () =>
            {
                Fused.ScaleShift(identity, x.Span, scale.Span, bias.Span, z.Span);
                Elementwise.Map(f, z.Span, y.Span);
            }),
            Forward(t => t[0] * t[1] + t[2], Rows(x), Vector(scale), Vector(bias)));

        yield return new("scale, shift + ELU backward",
            new(dx, () => Fused.ScaleShiftBackward(f, x.Span, scale.Span, bias.Span, dy.Span, dx.Span, dscale.Span, dbias.Span)),
            new(dx, () =>
            {
                Elementwise.Backward(f, z.Span, dy.Span, y.Span);
                Fused.ScaleShiftBackward(identity, x.Span, scale.Span, bias.Span, y.Span, dx.Span, dscale.Span, dbias.Span);
            }),
            Backward(t => t[0] * t[1] + t[2], Rows(x), Vector(scale), Vector(bias)));

        Job<float> Forward(Func<Tensor[], Tensor> before, params Tensor[] inputs) =>
            new(() => Apply(before, inputs).Dispose(), () => TorchLibrary.ToArray<float>(Apply(before, inputs)), () => TorchLibrary.Release(inputs));

        Job<float> Backward(Func<Tensor[], Tensor> before, params Tensor[] inputs) =>
            TorchLibrary.Backward<float>(t => Apply(before, t), dy.Span, inputs);

        static Tensor Apply(Func<Tensor[], Tensor> before, Tensor[] inputs)
        {
            using var scope = NewDisposeScope();
            return elu(before(inputs), 1.0).MoveToOuterDisposeScope();
        }

        static Tensor Rows(Numbers<float> values)
        {
            using Tensor flat = TorchLibrary.ToTorch<float>(values.Span);
            return flat.reshape(-1, Units);
        }

        static Tensor Vector(Numbers<float> values) => TorchLibrary.ToTorch<float>(values.Span);
    }
}
