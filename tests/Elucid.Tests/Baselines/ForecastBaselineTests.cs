namespace Elucid.Tests.Baselines;

public sealed class ForecastBaselineTests
{
    [Fact]
    public void Each_number_is_as_it_was_a_season_ago()
    {
        Dataset windows = TimeSeries.Windows("weeks", [.. Enumerable.Range(0, 40).Select(day => (float)(day % 7))], window: 9, horizon: 10);
        Assert.Equal(0, Evaluation.Of(new SeasonalNaive(horizon: 10, season: 7), windows).Rmse);
        Assert.Equal([8, 8, 8], new SeasonalNaive(3, 1).Forward(new Tensor([1, 2, 1], [5, 8])).Values);
        Refused.With<ShapeException>("SeasonalNaive: expected windows of shape [batch, 12 or more, 1], but got [1, 9, 1]. "
            + "A window must hold a season of one series.",
            () => new SeasonalNaive(10, 12).Forward(new Tensor([1, 9, 1])));
    }

    [Fact]
    public void A_series_that_is_a_linear_function_of_its_past_is_foretold_exactly()
    {
        float[] series = new float[80];
        (series[0], series[1]) = (1, 2);
        for (int i = 2; i < series.Length; i++)
            series[i] = 3 + 1.2f * series[i - 1] - 0.8f * series[i - 2];
        Dataset windows = TimeSeries.Windows("oscillation", series, window: 2, horizon: 2);
        DataSplit split = windows.Split(Splitter.ByTime(Portion.Rows(20), gap: 1));
        LinearAutoregression fitted = LinearAutoregression.Fit(split.Train);
        Assert.InRange(Evaluation.Of(fitted, split.Test).Rmse!.Value, 0, 1e-4);
        float[] weights = [.. fitted.NamedParameters().SelectMany(p => p.Value.Values.ToArray())];
        float[] expected = [-0.8f, 1.2f, -0.96f, 0.64f, 3, 6.6f];
        Assert.All(expected.Zip(weights), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    // What remains is at right angles to what was seen: no other linear function errs less.
    [Fact]
    public void What_the_best_linear_function_misses_has_nothing_in_common_with_the_window()
    {
        float[] series = new float[300];
        new RandomStream(5).FillGaussian(series, mean: 1000);
        Dataset windows = TimeSeries.Windows("noise", series, window: 6, horizon: 1);
        Tensor outputs = Evaluation.Outputs(LinearAutoregression.Fit(windows), windows);
        for (int column = 0; column < 6; column++)
        {
            double product = 0;
            for (int row = 0; row < windows.Count; row++)
                product += (windows.Targets[row] - outputs.Values[row]) * (windows.Features[row * 6 + column] - 1000.0);
            Assert.InRange(Math.Abs(product), 0, 0.05);
        }
    }

    // The gradient of Σ error² + penalty · Σ weight² is 0.
    [Fact]
    public void A_penalty_counts_the_squares_of_weights_beside_those_of_errors()
    {
        float[] series = new float[60];
        new RandomStream(5).FillGaussian(series);
        Dataset windows = TimeSeries.Windows("noise", series, window: 3, horizon: 1);
        LinearAutoregression fitted = LinearAutoregression.Fit(windows, penalty: 7);
        float[] weights = [.. fitted.NamedParameters().First().Value.Values], outputs = [.. Evaluation.Outputs(fitted, windows).Values];
        double[] errors = [.. outputs.Select((output, row) => (double)windows.Targets[row] - output)];
        for (int column = 0; column < 3; column++)
            Assert.Equal(7 * weights[column], errors.Select((error, row) => error * windows.Features[3 * row + column]).Sum(), 1e-4);
        Assert.Equal(0, errors.Sum(), 1e-4);
    }

    [Fact]
    public void Windows_that_say_the_same_twice_are_no_trouble()
    {
        Dataset line = TimeSeries.Windows("line", [.. Enumerable.Range(0, 30).Select(i => (float)i)], window: 8, horizon: 1);
        Assert.InRange(Evaluation.Of(LinearAutoregression.Fit(line), line).Rmse!.Value, 0, 1e-4);
        Dataset flat = TimeSeries.Windows("flat", Enumerable.Repeat(4f, 20).ToArray(), window: 3, horizon: 1);
        Assert.Equal(0, Evaluation.Of(LinearAutoregression.Fit(flat), flat).Rmse);
        Dataset few = TimeSeries.Windows("few", [1, 5, 2, 4, 3, 7, 6, 9], window: 6, horizon: 1);
        Assert.InRange(Evaluation.Of(LinearAutoregression.Fit(few), few).Rmse!.Value, 0, 1e-4);
        Refused.With<ArgumentException>("Dataset 'digits': expected windows and the numbers after them, but it is for classification.",
            () => LinearAutoregression.Fit(Digits.Load()));
    }
}
