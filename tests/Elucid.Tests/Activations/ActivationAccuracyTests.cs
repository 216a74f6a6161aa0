using Elucid.Kernels;
using Elucid.Tests.Numerics;

namespace Elucid.Tests.Activations;

[EveryActivation]
public sealed class ActivationAccuracyTests
{
    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.Name)];

    // What the catalog states for the defaults holds for other parameters, too; softplus with another β comes to 2.3 ulp, and to less where e^(β·x)
    // is subnormal.
    public static TheoryData<string> NamesWithParameters =>
    [
        .. ActivationCatalog.All.Select(info => info.Name).Concat(OtherParameters.Names),
        "elu:alpha=0.1", "elu:alpha=0.7", "elu:alpha=1.9999999", "elu:alpha=1000", "celu:alpha=1e-6", "celu:alpha=0.3", "celu:alpha=1.3",
        "celu:alpha=1e6",
        "pelu:a=1.7:b=3", "pelu:a=0.3:b=0.7", "pelu:a=1000:b=0.1", "leaky-relu:slope=0.3", "prelu:slope=-1.7",
        "swish:beta=0.3", "swish:beta=1.7", "swish:beta=1e6", "softplus:beta=0.7", "softplus:beta=3", "softplus:beta=1e6",
    ];

    [Theory, MemberData(nameof(NamesWithParameters))]
    public void Kernel_is_within_its_stated_error_of_the_double_lane(string name)
    {
        Activation f = ActivationCatalog.Parse(name).InSinglePrecision();
        float[] x = Floats.Sample, y = new float[x.Length], d = new float[x.Length], ones = [.. x.Select(_ => 1f)];
        double maxUlp = name.StartsWith("softplus:", StringComparison.Ordinal) ? 2.3 : f.Info.MaxUlp;
        f.Kernel().Forward(x, y);
        f.Kernel().Backward(x, ones, d);
        for (int i = 0; i < x.Length; i++)
        {
            AssertNear($"{name}({x[i]:R})", y[i], f.Evaluate(x[i]), maxUlp, f.Info.AbsoluteError);
            AssertNear($"{name}'({x[i]:R})", d[i], f.EvaluateDerivative(x[i]), f.Info.MaxDerivativeUlp, f.Info.AbsoluteDerivativeError);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Derivative_agrees_with_central_differences_of_the_double_lane(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        for (double x = -12.0137; x < 12; x += 0.0371)      // never within 1e-3 of a kink at 0 or ±3
        {
            const double H = 1e-5;
            double difference = (f.Evaluate(x + H) - f.Evaluate(x - H)) / (2 * H);
            Assert.Equal(difference, f.EvaluateDerivative(x), 2e-8);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Derivative_from_the_output_agrees_with_that_from_the_input(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        ActivationKernel<float> kernel = f.Kernel();
        float[] x = [.. Enumerable.Range(-100, 201).Select(i => 0.05f * i)], y = new float[x.Length], dy = [.. x.Select(v => 1 + v * v)],
            dx = new float[x.Length];
        kernel.Forward(x, y);
        if (!kernel.HasOutputDerivative)
        {
            Assert.Equal(
                "The output of this activation does not determine its derivative. Call Backward with the input instead.",
                Assert.Throws<NotSupportedException>(() => kernel.BackwardFromOutput(y, dy, dx)).Message);
            return;
        }
        kernel.BackwardFromOutput(y, dy, dx);
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(dy[i] * f.EvaluateDerivative(x[i]), dx[i], dy[i] * 4e-7);
    }

    [Theory, MemberData(nameof(Names))]
    public void Large_inputs_reach_their_limits_without_nan(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        float[] x = [float.NegativeInfinity, -3.4e38f, -1e10f, -104, 104, 1e10f, 3.4e38f, float.PositiveInfinity], y = new float[8], d = new float[8];
        f.Kernel().Forward(x, y);
        f.Kernel().Backward(x, [1, 1, 1, 1, 1, 1, 1, 1], d);
        Assert.DoesNotContain(y, float.IsNaN);
        Assert.All(d, value => Assert.True(float.IsFinite(value), $"{name}' gave {value}"));
    }

    [Theory, MemberData(nameof(Names))]
    public void Nan_stays_nan_forward_and_backward(string name)
    {
        Activation activation = ActivationCatalog.Parse(name);
        ActivationKernel<float> f = activation.Kernel();
        // A derivative that is one number everywhere is that number at NaN, too.
        bool isConstant = Sample.All(x => activation.EvaluateDerivative(x) == activation.EvaluateDerivative(0));
        foreach (float nan in new[] { float.NaN, -float.NaN })      // .NET's has its sign set, the other has not
        {
            float[] y = new float[1], d = new float[1];
            f.Forward([nan], y);
            Assert.True(float.IsNaN(y[0]));
            f.Backward([nan], [1], d);
            Assert.True(float.IsNaN(d[0]) || isConstant);
            if (!f.HasOutputDerivative)
                continue;
            f.BackwardFromOutput([nan], [1], d);
            Assert.True(float.IsNaN(d[0]) || isConstant);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Zero_maps_to_the_known_value_and_zero_to_zero_of_the_same_sign(string name)
    {
        float[] y = new float[2];
        Activation f = ActivationCatalog.Parse(name);
        f.Kernel().Forward([0f, -0f], y);
        float atZero = (float)f.Info.KnownValues.Single(value => value.X == 0).Y;
        Assert.Equal(atZero, y[0]);
        Assert.Equal(atZero, y[1]);
        if (atZero == 0)
            Assert.True(float.IsPositive(y[0]) && float.IsNegative(y[1]), $"{name} gave {y[0]} and {y[1]}");
    }

    // All functions whose derivative is nowhere negative.
    public static TheoryData<string> Rising =>
        [.. ActivationCatalog.All.Where(info => Sample.All(x => info.Create().EvaluateDerivative(x) >= 0)).Select(info => info.Name), "elu:alpha=0.3",
            "celu:alpha=2"];

    [Theory, MemberData(nameof(Rising))]
    public void Monotone_functions_never_fall(string name)
    {
        // Or by their own rounding; the others do not, by a sweep of all floats where the machine fuses.
        Activation f = ActivationCatalog.Parse(name);
        double allowed = !f.Info.NeverFalls ? 2 : Elucid.Numerics.Lane1.IsFused ? 0 : 1;
        float[] x = [.. Floats.Every(9_001, -200, 200), .. Enumerable.Range(-3000, 6000).SelectMany(Neighbours)], y = new float[x.Length];
        Array.Sort(x);
        f.Kernel().Forward(x, y);
        for (int i = 1; i < x.Length; i++)
            Assert.True(y[i] >= y[i - 1] || Ulp.Error(y[i], y[i - 1]) <= allowed, $"{name} falls from {y[i - 1]:R} to {y[i]:R} at {x[i]:R}");
    }

    [Fact]
    public void Only_functions_that_rise_say_that_they_never_fall() =>
        Assert.Empty(ActivationCatalog.All.Where(info => info.NeverFalls).Select(info => info.Name).Except(Rising.Select(row => row.Data)));

    static IEnumerable<double> Sample => Enumerable.Range(-4000, 8001).Select(i => 0.01 * i);

    static IEnumerable<float> Neighbours(int i)
    {
        float x = 1.7e-3f * i;
        return [x, MathF.BitIncrement(x), MathF.BitIncrement(MathF.BitIncrement(x))];
    }

    static void AssertNear(string what, float got, double exact, double maxUlp, double absolute)
    {
        double ulp = Ulp.Error(got, exact);
        Assert.True(ulp <= Ulp.Allowed(maxUlp)
            || Math.Abs(got - exact) <= Ulp.Allowed(absolute), $"{what} = {got:R}, expected {exact:R}: {ulp:F2} ulp");
    }
}
