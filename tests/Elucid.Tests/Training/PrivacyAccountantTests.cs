namespace Elucid.Tests.Training;

[AnyWidth]
public class PrivacyAccountantTests
{
    // Of the binomial formula for whole orders (Mironov et al. 2019, section 3.3), computed in Python with lgamma in log space.
    [Theory]
    [InlineData(0.1, 1, 2, 0.017036863236176536)]
    [InlineData(0.1, 1, 8, 1.3783614113481268)]
    [InlineData(0.01, 1.1, 16, 1.6998267277531747)]
    [InlineData(0.5, 0.7, 3, 2.050360721879677)]
    [InlineData(0.004, 1.3, 32, 3.7678858384221754)]
    [InlineData(0.2, 5, 64, 0.10136705462043255)]
    public void The_divergence_of_whole_orders_is_that_of_the_binomial_formula(double q, double z, double order, double expected) =>
        Assert.Equal(expected, PrivacyAccountant.Divergence(z, q, order), 1e-9 * expected);

    [Theory]
    [InlineData(1.5), InlineData(20)]
    public void With_everybody_in_each_round_subsampling_changes_nothing(double order) =>
        Assert.Equal(PrivacyAccountant.Divergence(2, 1, order), PrivacyAccountant.Divergence(2, 1 - 1e-12, order), 1e-9);

    // The minimum over whole orders from 2 to 512 of the same script; finer orders may only be better.
    [Theory]
    [InlineData(0.01, 1.1, 10_000, 1e-5, 5.654308000150121)]
    [InlineData(250.0 / 60_000, 1.3, 3_600, 1e-5, 0.9422002181626392)]
    public void Epsilon_is_at_most_that_of_the_best_whole_order(double q, double z, int rounds, double delta, double ofWholeOrders) =>
        Assert.InRange(PrivacyAccountant.Epsilon(z, q, rounds, delta), 0.98 * ofWholeOrders, ofWholeOrders + 1e-9);

    // By Simpson's rule in Python, over orders a quarter apart.
    [Theory]
    [InlineData(0.1, 1, 20, 1e-2, 1.8589804664369163)]
    [InlineData(1, 5, 20, 1e-3, 3.090174064851926)]
    [InlineData(1, 1, 1, 1e-5, 4.728924276256027)]
    public void Epsilon_is_that_of_the_best_order(double q, double z, int rounds, double delta, double expected) =>
        Assert.Equal(expected, PrivacyAccountant.Epsilon(z, q, rounds, delta), 1e-9);

    [Fact]
    public void More_noise_is_better_and_more_rounds_and_clients_are_worse()
    {
        double one = PrivacyAccountant.Epsilon(1, 0.1, 20, 1e-3);
        Assert.True(PrivacyAccountant.Epsilon(1.1, 0.1, 20, 1e-3) < one);
        Assert.True(PrivacyAccountant.Epsilon(1, 0.1, 21, 1e-3) > one);
        Assert.True(PrivacyAccountant.Epsilon(1, 0.11, 20, 1e-3) > one);
        Assert.True(PrivacyAccountant.Epsilon(1, 0.1, 20, 1e-4) > one);
    }

    [Fact]
    public void No_noise_promises_nothing_and_no_round_needs_none()
    {
        Assert.Equal(double.PositiveInfinity, PrivacyAccountant.Epsilon(0, 0.1, 1, 1e-3));
        Assert.Equal(0, PrivacyAccountant.Epsilon(0, 0.1, 0, 1e-3));
        Assert.InRange(PrivacyAccountant.Epsilon(0.01, 1, 1, 1e-3), 4_000, 6_000);
        Assert.InRange(PrivacyAccountant.Epsilon(1000, 0.01, 1, 1e-3), 0, 1e-3);
    }

    [Theory]
    [InlineData(0.5, 1.01), InlineData(0.5, 1.5), InlineData(0.001, 1.01), InlineData(0.001, 1.2), InlineData(0.01, 1.05)]
    public void With_little_noise_a_bound_stands_for_the_integral(double q, double order)
    {
        const double z = 1.0 / 32;
        double integral = PrivacyAccountant.Integral(z, q, order);
        Assert.InRange(PrivacyAccountant.Bound(z, q, order), integral * (1 - 1e-12), 1.03 * integral);
    }

    [Fact]
    public void Hardly_any_noise_and_very_much_have_an_epsilon_at_once()
    {
        Assert.InRange(PrivacyAccountant.Epsilon(1e-4, 0.5, 1, 1e-3), 4e7, 6e7);
        Assert.InRange(PrivacyAccountant.Epsilon(1e-9, 0.01, 10, 1e-3), 4e18, 6e18);
        Assert.Equal(double.PositiveInfinity, PrivacyAccountant.Epsilon(1e-200, 0.5, 1, 1e-3));
        Assert.InRange(PrivacyAccountant.Epsilon(1e200, 0.5, 1, 1e-3), 0, 1e-2);
        Assert.InRange(PrivacyAccountant.Epsilon(1, 0.5, 1, 1e-300), 1, 100);
    }

    [Theory]
    [InlineData(-1, 0.1, 1e-3, "noiseMultiplier must be at least 0 and finite, but got -1. (Parameter 'noiseMultiplier')")]
    [InlineData(1, 0, 1e-3, "Expected a probability above 0 and at most 1, but got 0. (Parameter 'participation')")]
    [InlineData(1, 0.1, 1, "Expected a δ above 0 and below 1, but got 1. (Parameter 'delta')")]
    public void What_is_no_probability_is_refused(double z, double q, double delta, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentOutOfRangeException>(() => PrivacyAccountant.Epsilon(z, q, 1, delta)).Message);
}
