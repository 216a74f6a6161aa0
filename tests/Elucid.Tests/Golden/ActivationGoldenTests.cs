using System.Text.Json;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Tests.Golden;

[EveryActivation]
public sealed class ActivationGoldenTests
{
    static readonly JsonElement File = GoldenFile.Read("activations.json");

    // The file has functions that the catalog may get.
    public static TheoryData<string> Names =>
        [.. File.GetProperty("activations").Names().Where(name => ActivationCatalog.All.Any(info => info.Name == name.Split(':')[0]))];

    [Theory, MemberData(nameof(Names))]
    public void Double_values_are_PyTorchs(string name)
    {
        Activation f = ActivationCatalog.Parse(name).InSinglePrecision();
        ForEachPoint(name, (x, value, derivative) =>
        {
            AssertWithin(1e-13, 1e-16, value, f.Evaluate(x), $"{name}({x:R})");
            AssertWithin(1e-13, 1e-16, derivative, f.EvaluateDerivative(x), $"{name}′({x:R})");
        });
    }

    [Theory, MemberData(nameof(Names))]
    public void Float_values_are_within_the_stated_error(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        ActivationKernel<float> kernel = f.Kernel();
        // The catalog states its bounds for default parameters and fused multiply-add; elsewhere each of a few operations rounds once more.
        bool isStated = name == f.Info.Name && Lane1.IsFused;
        double allowed = isStated ? f.Info.MaxUlp : 2 * f.Info.MaxUlp + 1;
        double allowedOfDerivative = isStated ? f.Info.MaxDerivativeUlp : 2 * f.Info.MaxDerivativeUlp + 1;
        ForEachPoint(name, (x, value, derivative) =>
        {
            float[] y = new float[1], dx = new float[1];
            kernel.Forward([(float)x], y);
            kernel.Backward([(float)x], [1], dx);
            AssertWithin(0, Math.Max(allowed * Ulp(value), f.Info.AbsoluteError), value, y[0], $"{name}({x:R})");
            AssertWithin(0, Math.Max(allowedOfDerivative * Ulp(derivative), f.Info.AbsoluteDerivativeError), derivative, dx[0], $"{name}′({x:R})");
        });
    }

    [Fact]
    public void Every_function_is_compared_with_what_its_entry_names_in_PyTorch()
    {
        var ofTorch = File.GetProperty("activations").EnumerateArray()
            .ToDictionary(entry => entry.GetProperty("name").GetString()!, entry => entry.GetProperty("torch").GetString());
        Assert.All(ActivationCatalog.All, info => Assert.True(ofTorch.GetValueOrDefault(info.Name) == info.PyTorch,
            $"The entry of {info.Name} says that PyTorch computes it by '{info.PyTorch}', but activations.json has values of "
                + $"'{ofTorch.GetValueOrDefault(info.Name)}'. "
            + "Add the function to make_golden.py beside it and run that, or change the entry."));
    }

    static void ForEachPoint(string name, Action<double, double, double> check)
    {
        JsonElement entry = File.GetProperty("activations").Named(name);
        double[] points = File.GetProperty("points").Doubles();
        double[] values = entry.GetProperty("values").Doubles(), derivatives = entry.GetProperty("derivatives").Doubles();
        Assert.InRange(points.Length, 60, 100);
        for (int i = 0; i < points.Length; i++)
            check(points[i], values[i], derivatives[i]);
    }

    static void AssertWithin(double relative, double absolute, double expected, double actual, string what) =>
        Assert.True(Math.Abs(actual - expected) <= Math.Max(relative * Math.Abs(expected), absolute),
            $"{what}: expected {expected:R}, but got {actual:R}.");

    /// <summary>The distance between neighbouring floats at a number.</summary>
    static double Ulp(double value) => (double)MathF.BitIncrement(Math.Abs((float)value)) - Math.Abs((float)value);
}
