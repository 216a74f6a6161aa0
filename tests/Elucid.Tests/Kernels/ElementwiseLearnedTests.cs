using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Tests.Kernels;

public sealed class ElementwiseLearnedTests
{
    // (units, inner, repetitions): rows, channels, one shared parameter; whole lanes and tails.
    public static TheoryData<int, int, int> Layouts => new() { { 5, 1, 3 }, { 37, 1, 4 }, { 3, 49, 2 }, { 4, 3, 5 }, { 1, 1, 50 }, { 1, 23, 2 } };

    [Theory, MemberData(nameof(Layouts))]
    public void Parametric_elu_finds_its_parameters_in_every_layout(int units, int inner, int repetitions) =>
        CheckLayout(new Pelu(), units, inner, repetitions);

    [Theory, MemberData(nameof(Layouts))]
    public void Prelu_finds_its_parameters_in_every_layout(int units, int inner, int repetitions) =>
        CheckLayout(new Prelu(), units, inner, repetitions);

    [Theory]
    [InlineData(-2.0), InlineData(-0.3), InlineData(0.4), InlineData(3.0)]
    public void Parameter_derivatives_agree_with_central_differences(double x)
    {
        Check(new Pelu(), 0.8, 1.7);
        Check(new Prelu(), 0.3, 1);

        void Check<T>(T f, double a, double b) where T : struct, ILearnedActivation
        {
            const double H = 1e-6;
            double F(double a, double b) => f.Forward<DoubleLane1>(new(x), new(a), new(b)).Value;
            Assert.Equal((F(a + H, b) - F(a - H, b)) / (2 * H), f.DerivativeWithRespectToA<DoubleLane1>(new(x), new(a), new(b)).Value, 1e-8);
            Assert.Equal((F(a, b + H) - F(a, b - H)) / (2 * H), f.DerivativeWithRespectToB<DoubleLane1>(new(x), new(a), new(b)).Value, 1e-8);
        }
    }

    [Fact]
    public void Parametric_elu_holds_its_parameters_at_a_tenth_and_lets_their_gradient_pass()
    {
        var f = new Pelu();
        Lane1 x = new(-0.2f);
        Assert.Equal(f.Forward(x, new(0.1f), new(0.1f)).Value, f.Forward(x, new(-3f), new(0.01f)).Value);
        Assert.NotEqual(0, f.DerivativeWithRespectToA(x, new(-3f), new(0.01f)).Value);
        Assert.NotEqual(0, f.DerivativeWithRespectToB(x, new(-3f), new(0.01f)).Value);
    }

    [Fact]
    public void Parametric_elu_has_finite_derivatives_at_minus_infinity()
    {
        Lane1 x = new(float.NegativeInfinity), one = new(1);
        Assert.Equal(-1, new Pelu().DerivativeWithRespectToA(x, one, one).Value);
        Assert.Equal(0, new Pelu().DerivativeWithRespectToB(x, one, one).Value);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.Equal(
            "MapLearned: 10 elements cannot be divided among 4 units with 1 neighbouring elements each: the number of elements must be a "
                + "multiple of units · inner.",
            Assert.Throws<ArgumentException>(
                () => ElementwiseLearned.MapLearned(new Prelu(), new float[10], new float[4], new float[4], new float[10])).Message);
        Assert.Equal(
            "MapLearned has 5 units, but 4 second parameters. There must be one per unit.",
            Assert.Throws<ArgumentException>(
                () => ElementwiseLearned.MapLearned(new Pelu(), new float[10], new float[5], new float[4], new float[10])).Message);
    }

    [Fact]
    public void A_fixed_activation_has_no_learned_kernel() => Assert.Equal(
        "Activation elu has no learned parameters. Use its Kernel().",
        Assert.Throws<ArgumentException>(() => ActivationCatalog.Parse("elu").LearnedKernel()).Message);

    static void CheckLayout<T>(T f, int units, int inner, int repetitions) where T : struct, ILearnedActivation
    {
        int n = units * inner * repetitions;
        var random = new Random(7);
        float[] Draw(int count, float low, float high) => [.. Enumerable.Range(0, count).Select(_ => low + (high - low) * random.NextSingle())];
        float[] x = Draw(n, -3, 3), dy = Draw(n, -1, 1), a = Draw(units, 0.2f, 2), b = Draw(units, 0.2f, 2);
        float[] y = new float[n], dx = new float[n], da = [.. Enumerable.Repeat(1f, units)], db = [.. Enumerable.Repeat(1f, units)];
        ElementwiseLearned.MapLearned(f, x, a, b, y, inner);
        ElementwiseLearned.BackwardLearned(f, x, a, b, dy, dx, da, db, inner);

        double[] sumA = [.. Enumerable.Repeat(1.0, units)], sumB = [.. Enumerable.Repeat(1.0, units)];
        for (int i = 0; i < n; i++)
        {
            int unit = i / inner % units;
            DoubleLane1 X = new(x[i]), A = new(a[unit]), B = new(b[unit]);
            Assert.Equal(f.Forward(X, A, B).Value, y[i], 2e-6);
            Assert.Equal(dy[i] * f.Derivative(X, A, B).Value, dx[i], 5e-6);
            sumA[unit] += dy[i] * f.DerivativeWithRespectToA(X, A, B).Value;
            sumB[unit] += dy[i] * f.DerivativeWithRespectToB(X, A, B).Value;
        }
        for (int unit = 0; unit < units; unit++)
        {
            Assert.Equal(sumA[unit], da[unit], 1e-4);
            Assert.Equal(sumB[unit], db[unit], 1e-4);
        }

        // Over dy in place, adding to what it holds.
        float[] overDy = [.. dy], again = [.. Enumerable.Repeat(1f, units)];
        ElementwiseLearned.BackwardLearned(f, x, a, b, overDy, overDy, again, [], inner);
        Assert.Equal(dx, overDy);
        Assert.Equal(da, again);
    }
}
