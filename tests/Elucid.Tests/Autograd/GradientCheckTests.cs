using Elucid.Kernels;

namespace Elucid.Tests.Autograd;

/// <summary>The checker must notice wrong rules, or every test that uses it means nothing.</summary>
public sealed class GradientCheckTests
{
    static readonly Tensor X = Grid.Tensor([3, 5], seed: 1);

    [Fact]
    public void A_right_rule_passes() => GradientCheck.Run(() => Square(2, overwrite: false), X);

    [Theory]
    [InlineData(2.001f)]     // one part in two thousand
    [InlineData(-2f)]
    [InlineData(0f)]
    public void A_wrong_factor_is_noticed(float factor) => Assert.True(GradientCheck.WorstError(() => Square(factor, overwrite: false), X) > 2);

    [Fact]
    public void A_rule_that_overwrites_instead_of_adding_is_noticed() =>
        Assert.True(GradientCheck.WorstError(() => Square(2, overwrite: true), X) > 100);

    [Fact]
    public void A_derivative_of_the_wrong_function_is_noticed()
    {
        ActivationKernel<float> elu = ActivationCatalog.Parse("elu").Kernel(), celu = ActivationCatalog.Parse("celu:alpha=1.01").Kernel();
        Tensor WithDerivativeOfAnother()
        {
            Tensor y = Tape.Result(X.Shape, X);
            elu.Forward(X.Values, y.Edit());
            return Tape.Record(y, () => celu.Backward(X.Values, y.Gradient, X.GradientToWrite(out bool accumulate).Span, accumulate));
        }
        Assert.True(GradientCheck.WorstError(WithDerivativeOfAnother, X) > 2);
    }

    [Fact]
    public void A_gradient_that_is_not_a_number_is_noticed() =>
        Assert.Equal(double.PositiveInfinity, GradientCheck.WorstError(() => Square(float.NaN, overwrite: false), X));

    /// <summary>x², whose derivative is claimed to be factor · x.</summary>
    static Tensor Square(float factor, bool overwrite)
    {
        Tensor y = Tape.Result(X.Shape, X);
        Elementwise.Multiply(X.Values, X.Values, y.Edit());
        return Tape.Record(y, () =>
        {
            Span<float> dx = X.GradientToWrite(out bool accumulate).Span;
            for (int i = 0; i < dx.Length; i++)
                dx[i] = (accumulate && !overwrite ? dx[i] : 0) + factor * X.Values[i] * y.Gradient[i];
        });
    }
}
