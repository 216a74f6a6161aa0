using System.Text.Json;
using Elucid.Kernels;
using Elucid.Numerics;
using Elucid.Tests.Golden;
using Elucid.Tests.Numerics;

namespace Elucid.Tests.Activations;

/// <summary>Every activation in double precision against the wider lane.</summary>
[EveryActivation]
public sealed class DoubleAccuracyTests
{
    static readonly JsonElement ExactValues = GoldenFile.Read("exact.json");

    public static TheoryData<string> ExactNames => [.. ExactValues.EnumerateObject().Select(property => property.Name)];

    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.Name)];

    public static TheoryData<string> WithParameters =>
    [
        .. OtherParameters.Names,
        "elu:alpha=0.3", "elu:alpha=1.7", "elu:alpha=0", "celu:alpha=0.7", "celu:alpha=3.1", "pelu:a=1.3:b=0.7", "pelu:a=0.2:b=5",
        "leaky-relu:slope=0.3", "prelu:slope=-0.7",
        "swish:beta=1.702", "softplus:beta=3",
    ];

    [Theory, MemberData(nameof(Names))]
    public void Kernel_is_within_its_stated_error_of_the_wider_lane(string name)
    {
        ActivationInfo info = ActivationCatalog.Find(name);
        AssertWithin(info.Create(), info.MaxUlp, info.MaxDerivativeUlp);
    }

    // The catalog states its bounds for default parameters; others cost a few roundings more.
    [Theory, MemberData(nameof(WithParameters))]
    public void With_other_parameters_within_an_ulp_more(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        AssertWithin(f, f.Info.MaxUlp + 1, f.Info.MaxDerivativeUlp + 1);
    }

    // Values of the papers' formulas to 40 digits: make_wide.py in Golden.
    [Theory, MemberData(nameof(ExactNames))]
    public void The_papers_formulas_to_forty_digits_are_met_within_the_stated_error(string name)
    {
        ActivationInfo info = ActivationCatalog.Find(name);
        Activation f = info.Create();
        foreach (JsonElement point in ExactValues.GetProperty(name).EnumerateArray())
        {
            double[] numbers = point.Doubles();
            WideLane exact = new(numbers[1], numbers[2], (int)numbers[3]), exactDerivative = new(numbers[4], numbers[5], (int)numbers[6]);
            AssertNear($"{name}({numbers[0]:R})", f.Evaluate(numbers[0]), exact, info.MaxUlp, info.AbsoluteDoubleError);
            AssertNear($"{name}'({numbers[0]:R})", f.EvaluateDerivative(numbers[0]), exactDerivative, info.MaxDerivativeUlp,
                info.AbsoluteDoubleDerivativeError);
        }
    }

    static void AssertWithin(Activation f, double maxUlp, double maxDerivativeUlp)
    {
        double[] x = Doubles.Sample, y = new double[x.Length], d = new double[x.Length], ones = [.. x.Select(_ => 1.0)];
        f.Kernel<double>().Forward(x, y);
        f.Kernel<double>().Backward(x, ones, d);
        for (int i = 0; i < x.Length; i++)
        {
            (WideLane exact, WideLane exactDerivative) = f.Accept(new Exact(new(x[i])));
            AssertNear($"{f}({x[i]:R})", y[i], exact, maxUlp, f.Info.AbsoluteDoubleError);
            AssertNear($"{f}'({x[i]:R})", d[i], exactDerivative, maxDerivativeUlp, f.Info.AbsoluteDoubleDerivativeError);
        }
    }

    static void AssertNear(string what, double got, WideLane exact, double maxUlp, double absolute)
    {
        double ulp = Ulp.Error(got, exact);
        Assert.True(ulp <= Ulp.Allowed(maxUlp)
            || Math.Abs((new WideLane(got) - exact).Value) <= Ulp.Allowed(absolute), $"{what} = {got:R}, expected {exact.Value:R}: {ulp:F2} ulp");
    }

    /// <summary>f(x) and f′(x) with some 100 bits.</summary>
    sealed class Exact(WideLane x) : IActivationVisitor<(WideLane, WideLane)>
    {
        public (WideLane, WideLane) Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => (f.Forward(x), f.Derivative(x));
    }
}
