using Elucid.Kernels;

namespace Elucid.Tests.Kernels;

/// <summary>A fused pass gives what separate passes give.</summary>
public sealed class FusedTests
{
    // (units, inner, repetitions): rows, channels, one unit; whole lanes, tails, and more elements than one thread's piece.
    public static TheoryData<int, int, int> Layouts =>
        new() { { 5, 1, 3 }, { 37, 1, 4 }, { 3, 49, 2 }, { 4, 3, 5 }, { 1, 1, 50 }, { 300, 1, 900 }, { 6, 700, 60 } };

    [Theory, MemberData(nameof(Layouts))]
    public void Bias_and_activation(int units, int inner, int repetitions)
    {
        (float[] x, float[] dy, float[] bias, _) = Draw(units, inner, repetitions);
        float[] sum = [.. x.Select((v, i) => v + bias[Unit(i)])], y = new float[x.Length], fused = new float[x.Length], dx = new float[x.Length];
        Elementwise.Map(Elu.Default, sum, y);
        Fused.Bias(Elu.Default, x, bias, fused, inner);
        Assert.Equal(y, fused);

        Elementwise.Backward(Elu.Default, sum, dy, dx);
        float[] fusedDx = new float[x.Length], ofBias = new float[units], fromInput = new float[units];
        Fused.BiasBackward(Elu.Default, x, bias, dy, fusedDx, ofBias, inner);
        Assert.Equal(dx, fusedDx);
        AssertSums(dx, ofBias, Unit);
        Fused.BiasBackwardFromInput(Elu.Default, sum, dy, fusedDx, fromInput, inner);
        Assert.Equal(dx, fusedDx);
        Assert.Equal(ofBias, fromInput);

        Elementwise.BackwardFromOutput(Elu.Default, y, dy, dx);
        Array.Clear(ofBias);
        Fused.BiasBackwardFromOutput(Elu.Default, y, dy, fusedDx, ofBias, inner);
        Assert.Equal(dx, fusedDx);
        AssertSums(dx, ofBias, Unit);

        int Unit(int i) => i / inner % units;
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Scale_shift_and_activation(int units, int inner, int repetitions)
    {
        (float[] x, float[] dy, float[] scale, float[] shift) = Draw(units, inner, repetitions);
        float[] z = [.. x.Select((v, i) => float.MultiplyAddEstimate(scale[Unit(i)], v, shift[Unit(i)]))], y = new float[x.Length],
            fused = new float[x.Length];
        Elementwise.Map(Elu.Default, z, y);
        Fused.ScaleShift(Elu.Default, x, scale, shift, fused, inner);
        Assert.Equal(y, fused);

        float[] g = new float[x.Length], dx = new float[x.Length], ofScale = new float[units], ofShift = new float[units];
        Elementwise.Backward(Elu.Default, z, dy, g);
        Fused.ScaleShiftBackward(Elu.Default, x, scale, shift, dy, dx, ofScale, ofShift, inner);
        Assert.Equal(g.Select((v, i) => v * scale[Unit(i)]), dx);
        AssertSums([.. g.Zip(x, (a, b) => a * b)], ofScale, Unit);
        AssertSums(g, ofShift, Unit);

        int Unit(int i) => i / inner % units;
    }

    [Fact]
    public void Residual_addition_and_activation()
    {
        (float[] x, float[] dy, _, _) = Draw(101, 1, 3);
        float[] residual = [.. x.Reverse()], sum = [.. x.Zip(residual, (a, b) => a + b)], y = new float[x.Length], fused = new float[x.Length];
        Elementwise.Map(Elu.Default, sum, y);
        Fused.Residual(Elu.Default, x, residual, fused);
        Assert.Equal(y, fused);
        Elementwise.Backward(Elu.Default, sum, dy, y);
        Fused.ResidualBackward(Elu.Default, x, residual, dy, fused);
        Assert.Equal(y, fused);
        Fused.ResidualBackward(Elu.Default, x, residual, dy, fused, accumulate: true);
        Assert.Equal(y.Select(v => v + v), fused);
    }

    [Fact]
    public void Sums_have_the_same_bits_for_every_number_of_threads()
    {
        (float[] x, float[] dy, float[] bias, _) = Draw(700, 1, 600);
        float[] one = Sums(1), four = Sums(4);
        Assert.Equal(one, four);

        float[] Sums(int threads)
        {
            using ThreadLimit limit = Threads.Limit(threads);
            float[] sums = new float[700];
            Fused.BiasBackward(Elu.Default, x, bias, dy, new float[x.Length], sums);
            return sums;
        }
    }

    [Fact]
    public void In_place_and_without_the_inputs_gradient()
    {
        (float[] x, float[] dy, float[] bias, _) = Draw(5, 7, 4);
        float[] dx = new float[x.Length], sums = new float[5], again = new float[5], overX = [.. x], overDy = [.. dy];
        Fused.BiasBackward(Elu.Default, x, bias, dy, dx, sums, inner: 7);
        Fused.BiasBackward(Elu.Default, overX, bias, dy, overX, again, inner: 7);
        Assert.Equal(dx, overX);
        Assert.Equal(sums, again);
        Fused.BiasBackward(Elu.Default, x, bias, overDy, overDy, new float[5], inner: 7);
        Assert.Equal(dx, overDy);
        Array.Clear(again);
        Fused.BiasBackward(Elu.Default, x, bias, dy, [], again, inner: 7);
        Assert.Equal(sums, again);
    }

    [Fact]
    public void Halves_have_their_sums_in_float()
    {
        Half[] x = [.. Enumerable.Repeat((Half)1, 4096)], dy = [.. Enumerable.Repeat((Half)1.5f, 4096)], dx = new Half[4096];
        float[] bias = [0.5f, -2], ofBias = new float[2];
        Fused.BiasBackward(Elu.Default, x, bias, dy, dx, ofBias);
        Assert.Equal(3072, ofBias[0]);
        Assert.Equal(3072 * MathF.Exp(-1), ofBias[1], 0.05f);            // Half itself would stop at 2,048: adding 1 changes nothing there
        double[] wide = new double[2];
        Fused.BiasBackward(Elu.Default, [1.0, 1.0], [0.5, -2.0], [1.5, 1.5], new double[2], wide);
        Assert.Equal([1.5, 1.5 * Math.Exp(-1)], wide, (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal(
            "Fused.Bias: 10 elements cannot be divided among 4 units with 1 neighbouring elements each: the number of elements must be a "
                + "multiple of units · inner.",
            Assert.Throws<ArgumentException>(() => Fused.Bias(Elu.Default, new float[10], new float[4], new float[10])).Message);
        Assert.Equal(
            "Fused.BiasBackward has 5 units, but 4 gradients with respect to the first parameters. There must be one per unit.",
            Assert.Throws<ArgumentException>(
                () => Fused.BiasBackward(Elu.Default, new float[10], new float[5], new float[10], new float[10], new float[4])).Message);
        Assert.Equal(
            "Fused.Bias takes parameters of type float for elements of type Half, but these are of type Double. Convert them first.",
            Assert.Throws<NotSupportedException>(() => Fused.Bias(Elu.Default, new Half[10], new double[5], new Half[10])).Message);
    }

    static void AssertSums(float[] terms, float[] sums, Func<int, int> unit)
    {
        double[] exact = new double[sums.Length], size = new double[sums.Length];
        for (int i = 0; i < terms.Length; i++)
        {
            exact[unit(i)] += terms[i];
            size[unit(i)] += Math.Abs(terms[i]);
        }
        for (int i = 0; i < sums.Length; i++)
            Assert.Equal(exact[i], sums[i], 1e-5 * size[i] + 1e-12);
    }

    static (float[] X, float[] Dy, float[] First, float[] Second) Draw(int units, int inner, int repetitions)
    {
        RandomStream random = new(3);
        float[] x = new float[units * inner * repetitions], dy = new float[x.Length], first = new float[units], second = new float[units];
        random.FillGaussian(x);
        random.FillGaussian(dy);
        random.FillUniform(first, -1, 1);
        random.FillUniform(second, -1, 1);
        return (x, dy, first, second);
    }
}
