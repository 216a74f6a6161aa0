using System.Numerics;
using System.Runtime.InteropServices;
using Elucid.Activations;
using Elucid.Autograd;
using Elucid.Data;
using Elucid.Kernels;
using Elucid.Modules;
using Elucid.Numerics;
using Elucid.Optimizers;
using Elucid.Tensors;
using Elucid.Tests.Autograd;
using Elucid.Tests.Numerics;
using Elucid.Training;

namespace Elucid.Tests;

/// <summary>
/// Machines with fused multiply-add agree to the last bit. One machine cannot tell, so the first run writes what it computed to the file that ELUCID_BITS
/// names and runs elsewhere compare; <c>tests/run-on-arm64</c> does both.
/// </summary>
public sealed class BitsTests
{
    [Fact]
    public void Another_machine_computed_the_same_bits()
    {
        string? file = Environment.GetEnvironmentVariable("ELUCID_BITS");
        Assert.SkipWhen(file is null, "Compares two machines: set ELUCID_BITS to a file that the first run writes and the second reads.");
        Assert.SkipUnless(Lane1.IsFused, "Machines without fused multiply-add round twice.");
        string[] here = [.. Kernels(Floats.Sample), .. Kernels<double>(Doubles.Sample), Attention(), Training()];
        if (!File.Exists(file))
            File.WriteAllLines(file, here);
        Assert.Equal(File.ReadAllLines(file), here);
    }

    static IEnumerable<string> Kernels<T>(T[] x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] dy = [.. x.Select((_, i) => T.CreateTruncating(0.25f + i % 7))], y = new T[x.Length], dx = new T[x.Length];
        foreach (ActivationInfo info in ActivationCatalog.All)
        {
            ActivationKernel<T> kernel = info.Create().Kernel<T>();
            kernel.Forward(x, y);
            kernel.Backward(x, dy, dx);
            yield return $"{info.Name} of {typeof(T).Name} forward {Hash<T>(y)} backward {Hash<T>(dx)}";
        }
    }

    static string Attention()
    {
        Tensor[] operands = [Grid.Tensor([2, 50, 36], seed: 1), Grid.Tensor([2, 150, 36], seed: 2), Grid.Tensor([2, 150, 36], seed: 3)];
        using Tape tape = Tape.Start();
        Tensor y = Ops.Attention(operands[0], operands[1], operands[2], heads: 3, isCausal: true, dropout: 0.25, random: new RandomStream(4));
        tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
        return $"attention {Hash<float>(y.Values)} gradients {string.Join(' ', operands.Select(x => Hash<float>(x.Gradient)))}";
    }

    static string Training()
    {
        RandomStream random = new(seed: 1);
        Sequential model = new(
            new Flatten(), new Linear(64, 32, random), new ActivationLayer(ActivationCatalog.Parse("elu")), new Linear(32, 10, random));
        DataSplit digits = Digits.Load().Split(test: Portion.Rows(1500), random.Derive("split"));
        new Trainer(model, new Adam(model), digits.Train, options: new TrainerOptions { Epochs = 1 }).Fit();
        return $"trained weights {string.Join(' ', model.NamedParameters().Select(p => Hash<float>(p.Value.Values)))}";
    }

    // FNV-1a over the bytes. The sign and payload of a NaN are the machine's.
    static string Hash<T>(ReadOnlySpan<T> values) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong hash = 14695981039346656037;
        foreach (T value in values)
        {
            T counted = T.IsNaN(value) ? T.NaN : value;
            foreach (byte part in MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in counted)))
                hash = (hash ^ part) * 1099511628211;
        }
        return hash.ToString("X16");
    }
}
