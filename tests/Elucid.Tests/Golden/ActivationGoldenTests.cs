using System.Text.Json;
using Elucid.Activations;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Tests.Golden;

public sealed class ActivationGoldenTests
{
    static readonly JsonElement File = GoldenFile.Read("activations.json");

    public static TheoryData<string> Names => [.. File.GetProperty("activations").Names()];

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
    public void All_of_the_catalog_that_PyTorch_has_is_compared()
    {
        string[] without = ["identity", "pelu"];
        Assert.Equal(
            ActivationCatalog.All.Select(info => info.Name).Except(without).Order(),
            File.GetProperty("activations").Names().Where(n => !n.Contains(':')).Order());
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
