namespace Elucid.Claims.Tests;

/// <summary>Variances and gradients of networks of infinite width.</summary>
[AnyWidth]
public class MeanFieldTests
{
    [Theory]
    [InlineData(1, 2.0)]
    [InlineData(10, 6.5)]
    [InlineData(50, 35.7)]
    [InlineData(100, 77.8)]
    [InlineData(200, 166.8)]
    public void With_Hes_gain_the_variance_of_ELU_grows_about_linearly_with_depth(int layers, double expected) =>
        Close(expected, MeanField.Of(Activations.Elu(), gain: 2, layers).MeanSquare[^1]);

    [Theory]
    [InlineData(1, 0.278)]
    [InlineData(8, 0.573)]
    [InlineData(50, 1.95)]
    [InlineData(100, 3.06)]
    [InlineData(200, 4.68)]
    public void And_so_does_its_mean(int layers, double expected) => Close(expected, MeanField.Of(Activations.Elu(), gain: 2, layers).Mean[^1]);

    [Theory]
    [InlineData("elu", 2, 8, 2.1)]
    [InlineData("elu", 2, 100, 53)]
    [InlineData("elu", 2, 200, 317)]
    [InlineData("elu", 1.5505, 8, 1.03)]
    [InlineData("elu", 1.5505, 50, 2.0)]
    [InlineData("elu", 1.5505, 100, 4.8)]
    [InlineData("elu", 1.5505, 200, 28)]
    [InlineData("elu", 1, 100, 0.029)]
    [InlineData("elu", 1, 200, 0.0143)]
    [InlineData("relu", 2, 200, 1)]
    [InlineData("selu", 1, 100, 32)]
    [InlineData("selu", 1, 200, 1010)]
    [InlineData("tanh", 1, 100, 0.085)]
    [InlineData("tanh", 1, 200, 0.060)]
    [InlineData("tanh", 2, 100, 99)]
    public void Gradients_grow_or_shrink_by_so_much(string activation, double gain, int layers, double expected) =>
        Close(expected, Math.Pow(10, MeanField.Of(ActivationCatalog.Parse(activation), gain, layers).LogGradient[^1]));

    [Theory]
    [InlineData(1, -62.7)]
    [InlineData(2, -49.9)]
    public void Sigmoid_chokes(double gain, double powersOfTen) =>
        Close(powersOfTen, MeanField.Of(Activations.Sigmoid(), gain, layers: 100).LogGradient[^1]);

    [Theory]
    [InlineData(0.25, 1.9644)]
    [InlineData(0.5, 1.8648)]
    [InlineData(1, 1.5505)]
    [InlineData(1.5, 1.2105)]
    [InlineData(2, 0.9261)]
    public void At_the_gain_that_keeps_the_variance_it_stays(double alpha, double gain) =>
        Close(1 / gain, Gaussian.Mean(z => Math.Pow(Activations.Elu(alpha).Evaluate(z), 2)));

    // A jump of the derivative at 0 belongs to both sides with its own value.
    [Fact]
    public void A_mean_does_not_depend_on_the_value_at_a_jump() =>
        Assert.Equal(0.5, Gaussian.Mean(Activations.Relu().EvaluateDerivative), 1e-12);

    static void Close(double expected, double found) => Assert.InRange(found / expected, 0.99, 1.01);
}
