namespace Elucid.Tests.Data.Series;

/// <summary>Windows of series know nothing of what comes after their cutoff.</summary>
public sealed class ForecastWindowsTests
{
    [Fact]
    public void Parts_follow_one_another_without_a_common_step()
    {
        ForecastWindows windows = ForecastWindows.Of(Passengers.Load());
        DataSplit split = windows.Data.Split(windows.Test).HoldOut(windows.Validation);
        long[] Cutoffs(Dataset data) => [.. ForecastWindows.OriginsOf(data).Select(origin => origin.Cutoff)];

        Assert.Equal(Cutoffs(split.Train)[^1] + 12, windows.FirstValidation);
        Assert.Equal(Cutoffs(split.Validation!)[^1] + 12, windows.FirstTest);
        Assert.Equal(132, Cutoffs(split.Test)[^1]);
    }

    [Fact]
    public void An_output_of_nothing_repeats_the_season()
    {
        ForecastWindows windows = ForecastWindows.Of(Passengers.Load());

        double[] first = ForecastWindows.Restore(windows.Data, new float[windows.Data.Count * 12])[..12];

        Assert.Equal(Passengers.Thousands[12..24].ToArray().Select(number => (double)number), first);
    }

    [Fact]
    public void Targets_are_what_follows_the_window()
    {
        ForecastWindows windows = ForecastWindows.Of(Passengers.Load());

        double[] all = ForecastWindows.Restore(windows.Data, windows.Data.Targets);

        Assert.Equal(Passengers.Thousands[24..36].ToArray().Select(number => (double)number), all[..12].Select(number => Math.Round(number, 4)));
        Assert.Equal(432, all[^1], 4);
    }

    [Fact]
    public void Perfect_forecasts_have_no_error_and_naive_ones_their_own()
    {
        Dataset data = ForecastWindows.Of(Passengers.Load()).Data;
        Evaluation perfect = Evaluation.FromOutputs(data.Targets, data), naive = Evaluation.FromOutputs(new float[data.Targets.Length], data);

        Assert.Equal(0, perfect.Mae);
        short[] numbers = Passengers.Thousands.ToArray();
        double expected = Enumerable.Range(24, 109).SelectMany(cutoff =>
            Enumerable.Range(cutoff, 12).Select(at => Math.Abs(numbers[at] - (double)numbers[at - 12]))).Average();
        Assert.Equal(expected, naive.Mae!.Value, 1e-4);
    }
}
