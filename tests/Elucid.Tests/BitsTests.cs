using Elucid.Activations;
using Elucid.Data;
using Elucid.Kernels;
using Elucid.Modules;
using Elucid.Numerics;
using Elucid.Optimizers;
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
        string[] here = [.. Kernels(), Training()];
        if (!File.Exists(file))
            File.WriteAllLines(file, here);
        Assert.Equal(File.ReadAllLines(file), here);
    }

    static IEnumerable<string> Kernels()
    {
        float[] x = Floats.Sample, dy = [.. x.Select((_, i) => 0.25f + i % 7)], y = new float[x.Length], dx = new float[x.Length];
        foreach (ActivationInfo info in ActivationCatalog.All)
        {
            ActivationKernel<float> kernel = info.Create().Kernel();
            kernel.Forward(x, y);
            kernel.Backward(x, dy, dx);
            yield return $"{info.Name} forward {Hash(y)} backward {Hash(dx)}";
        }
    }

    static string Training()
    {
        RandomStream random = new(seed: 1);
        Sequential model = new(
            new Flatten(), new Linear(64, 32, random), new ActivationLayer(ActivationCatalog.Parse("elu")), new Linear(32, 10, random));
        DataSplit digits = Digits.Load().Split(test: Portion.Rows(1500), random.Derive("split"));
        new Trainer(model, new Adam(model), digits.Train, options: new TrainerOptions { Epochs = 1 }).Fit();
        return $"trained weights {string.Join(' ', model.NamedParameters().Select(p => Hash(p.Value.Values)))}";
    }

    // FNV-1a. The sign and payload of a NaN are the machine's.
    static string Hash(ReadOnlySpan<float> values)
    {
        ulong hash = 14695981039346656037;
        foreach (float value in values)
            hash = (hash ^ BitConverter.SingleToUInt32Bits(float.IsNaN(value) ? float.NaN : value)) * 1099511628211;
        return hash.ToString("X16");
    }
}
