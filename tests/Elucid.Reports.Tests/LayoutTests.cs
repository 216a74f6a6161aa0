using CsCheck;

namespace Elucid.Reports.Tests;

public class LayoutTests
{
    static readonly double[] Odd = [0, 1, double.MaxValue, double.MinValue, double.NaN];

    [Theory]
    [InlineData(1, 40, "10 20 30 40")]
    [InlineData(1, 3, "1 2 3")]
    [InlineData(-5, 5, "−4 −2 0 2 4")]
    [InlineData(0.001, 0.0042, "0.001 0.002 0.003 0.004")]
    [InlineData(0, 5e6, "0 1e+6 2e+6 3e+6 4e+6 5e+6")]
    public void Ticks_are_round(double low, double high, string expected) =>
        Assert.Equal(expected, Labels(new AxisScale(new Axis("x"), [low, high], 5, tight: true)));

    [Theory]
    [InlineData(0.004, 2.5, "0.01 0.1 1")]
    [InlineData(0.7, 9, "1 2 5")]
    [InlineData(3.1, 3.4, "3.1 3.2 3.3 3.4")]
    public void Logarithmic_ticks_are_powers_of_ten_or_one_two_five(double low, double high, string expected) =>
        Assert.Equal(expected, Labels(new AxisScale(new Axis("y") { IsLogarithmic = true }, [low, high], 5)));

    [Fact]
    public void Percent_axes_stop_at_the_whole()
    {
        var scale = new AxisScale(new Axis("accuracy") { IsPercent = true }, [0.5, 1], 5);

        Assert.Equal("50 % 60 % 70 % 80 % 90 % 100 %", Labels(scale));
        Assert.Equal(1, scale.Position(1), 12);
    }

    [Fact]
    public void Categories_name_whole_numbers() =>
        Assert.Equal("a b", Labels(new AxisScale(new Axis("layer") { Categories = ["a", "b"] }, [0, 1], 5)));

    [Fact]
    public void Ticks_rise_and_lie_on_the_axis_for_any_values()
    {
        Gen<double> value = Gen.OneOf(Gen.Double, Gen.Double[-1, 1], Gen.OneOf([.. Odd.Select(Gen.Const)]));
        Gen.Select(value.Array[0, 5], Gen.Int[1, 12], Gen.Bool, Gen.Bool).Sample((values, count, isLogarithmic, tight) =>
        {
            var scale = new AxisScale(new Axis("y") { IsLogarithmic = isLogarithmic }, values, count, tight);
            double before = -1e-6;
            foreach (Tick tick in scale.Ticks)
            {
                Assert.InRange(tick.Position, before, 1 + 1e-6);
                before = tick.Position;
            }
            Assert.InRange(scale.Ticks.Count, 0, 100);
        });
    }

    [Fact]
    public void Labels_keep_their_order_and_distance_and_stay_inside()
    {
        Gen.Double[0, 100].Array[1, 10].Sample(wanted =>
        {
            Array.Sort(wanted);
            double[] places = LabelSpread.Apart(wanted, 10, 0, 100);
            Assert.InRange(places[0], -1e-9, 100);
            Assert.InRange(places[^1], 0, 100 + 1e-9);
            for (int i = 1; i < places.Length; i++)
                Assert.True(places[i] - places[i - 1] >= 10 - 1e-9);
        });
    }

    [Fact]
    public void Labels_that_do_not_meet_stay_where_they_are() =>
        Assert.Equal([5.0, 40, 45, 80], LabelSpread.Apart([5, 42, 43, 80], 5, 0, 100));

    [Fact]
    public void Text_wraps_between_words()
    {
        Assert.Equal(["aaa bbb", "cccccccccccccc", "d"], TextWidth.Wrap("aaa bbb cccccccccccccc d", 10, 45));
        Assert.Empty(TextWidth.Wrap("  ", 10, 45));
    }

    static string Labels(AxisScale scale) => string.Join(' ', scale.Ticks.Select(t => t.Label));
}
