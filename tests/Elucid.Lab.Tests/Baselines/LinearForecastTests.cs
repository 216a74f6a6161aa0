namespace Elucid.Lab.Tests.Baselines;

[AnyWidth]
public sealed class LinearForecastTests
{
    static float[] Noisy(int length)
    {
        float[] series = new float[length];
        new RandomStream(3).FillGaussian(series);
        for (int i = 0; i < length; i++)
            series[i] = MathF.Sin(i) + 0.3f * series[i];
        return series;
    }

    static (double Least, double Chosen) Errors(int training)
    {
        DataSplit split = TimeSeries.Windows("waves", Noisy(training + 124), window: 24, horizon: 1).Split(Splitter.ByTime(Portion.Rows(100)));
        return (
            Evaluation.Of(LinearAutoregression.Fit(split.Train), split.Test).Loss, Evaluation.Of(LinearForecast.Fit(split.Train), split.Test).Loss);
    }

    [Fact]
    public void As_many_windows_as_numbers_of_each_are_not_learned_by_heart()
    {
        (double least, double chosen) = Errors(training: 27);
        Assert.InRange(chosen, 0, 0.3 * least);
    }

    [Fact]
    public void With_many_windows_it_is_the_best_linear_function()
    {
        (double least, double chosen) = Errors(training: 200);
        Assert.Equal(least, chosen);
    }
}
