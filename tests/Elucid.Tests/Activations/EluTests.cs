using Elucid.Kernels;
using Elucid.Numerics;
using Elucid.Tests.Numerics;

namespace Elucid.Tests.Activations;

/// <summary>The faults that other implementations of ELU had or have.</summary>
public sealed class EluTests
{
    [Fact]
    public void Small_negative_inputs_keep_all_their_digits()
    {
        Assert.Equal(-1e-8f, Forward(1, -1e-8f));
        Assert.Equal(-9.9999996e-8f, Forward(1, -1e-7f));
        Assert.Equal(-0.00099950016f, Forward(1, -1e-3f));
    }

    [Fact]
    public void Subnormal_inputs_survive()
    {
        Assert.Equal(-float.Epsilon, Forward(1, -float.Epsilon));
        Assert.Equal(-1e-40f, Forward(1, -1e-40f));
    }

    [Fact]
    public void Minus_zero_stays_minus_zero()
    {
        Assert.True(float.IsNegative(Forward(1, -0f)));
        Assert.True(float.IsNegative(Forward(0.5f, -0f)));
    }

    [Fact]
    public void The_derivative_far_below_zero_is_not_zero()
    {
        Assert.Equal(2.0611537e-9f, Backward(1, -20));
        Assert.Equal(3.783506e-44f, Backward(1, -100));
    }

    [Fact]
    public void The_derivative_from_the_output_is_zero_there_as_documented() =>
        Assert.Equal(0, BackwardFromOutput(1, Forward(1, -20)));

    [Fact]
    public void A_large_positive_input_gives_itself_and_derivative_1()
    {
        foreach (float x in new[] { 100f, 3.4e38f, float.PositiveInfinity })
        {
            Assert.Equal(x, Forward(1, x));
            Assert.Equal(x, Forward(1.7f, x));
            Assert.Equal(1, Backward(1, x));
        }
    }

    [Fact]
    public void Minus_infinity_gives_minus_alpha_and_derivative_0()
    {
        Assert.Equal(-1, Forward(1, float.NegativeInfinity));
        Assert.Equal(-0.5f, Forward(0.5f, float.NegativeInfinity));
        Assert.Equal(0, Backward(0.5f, float.NegativeInfinity));
    }

    [Fact]
    public void The_derivative_at_0_is_alpha()
    {
        Assert.Equal(1, Backward(1, 0));
        Assert.Equal(0.5f, Backward(0.5f, 0));
        Assert.Equal(0.5f, Backward(0.5f, -0f));
        Assert.Equal(0.5f, BackwardFromOutput(0.5f, 0));
    }

    [Fact]
    public void Alpha_0_is_relu()
    {
        foreach (float x in Floats.Special.Where(x => !float.IsNaN(x)))
        {
            Assert.Equal(MathF.Max(x, 0), Forward(0, x));
            Assert.Equal(x > 0 ? 1 : 0, Backward(0, x));
        }
    }

    [Fact]
    public void Every_97th_negative_float_is_within_0_9_ulp()
    {
        const int First = unchecked((int)0x80000000), Last = unchecked((int)0xC2D00000);     // −0 and −104
        float[] x = new float[4096], y = new float[4096];
        for (int bits = First; bits <= Last; bits += 97 * x.Length)
        {
            for (int i = 0; i < x.Length; i++)
                x[i] = BitConverter.Int32BitsToSingle((int)Math.Min(bits + 97L * i, Last));
            Elementwise.Map(Elu.Default, x, y);
            for (int i = 0; i < x.Length; i++)
            {
                double exact = DoubleLane1.ExpM1(new(x[i])).Value;
                if (Ulp.Error(y[i], exact) > Ulp.Allowed(0.9) || !float.IsNegative(y[i]))
                    Assert.Fail($"elu({x[i]:R}) = {y[i]:R}, expected {exact:R}");
            }
        }
    }

    [Theory]
    [InlineData(0.1f), InlineData(0.5f), InlineData(1.3f), InlineData(3.7f)]
    public void Any_alpha_is_within_1_ulp(float alpha)
    {
        Activation f = ActivationCatalog.Create("elu", ("alpha", alpha));
        float[] x = [.. Floats.Every(9_973, -104, -1e-35f)], y = new float[x.Length], d = new float[x.Length];
        f.Kernel().Forward(x, y);
        f.Kernel().Backward(x, [.. x.Select(_ => 1f)], d);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.True(Ulp.Error(y[i], f.Evaluate(x[i])) <= Ulp.Allowed(1), $"{f}({x[i]:R}) = {y[i]:R}, expected {f.Evaluate(x[i]):R}");

            // Where eˣ is subnormal it has few digits left, and α multiplies their rounding.
            double exact = f.EvaluateDerivative(x[i]), smallest = (1 + alpha) * float.Epsilon;
            Assert.True(Ulp.Error(d[i], exact) <= Ulp.Allowed(2)
                || Math.Abs(d[i] - exact) <= smallest, $"{f}'({x[i]:R}) = {d[i]:R}, expected {exact:R}");
        }
    }

    static float Forward(float alpha, float x)
    {
        float[] y = new float[17];
        Elementwise.Map(new Elu(alpha), [.. Enumerable.Repeat(x, 17)], y);
        Assert.Single(y.Distinct());
        return y[0];
    }

    static float Backward(float alpha, float x)
    {
        float[] dx = new float[17];
        Elementwise.Backward(new Elu(alpha), [.. Enumerable.Repeat(x, 17)], [.. Enumerable.Repeat(1f, 17)], dx);
        Assert.Single(dx.Distinct());
        return dx[0];
    }

    static float BackwardFromOutput(float alpha, float y)
    {
        float[] dx = new float[1];
        Elementwise.BackwardFromOutput(new Elu(alpha), [y], [1], dx);
        return dx[0];
    }
}
