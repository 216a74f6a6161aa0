namespace Elucid.Cli.Tests;

/// <summary>What docs/guides/forecast.md shows, in a short form, and what is refused.</summary>
public sealed class ForecastTests : IDisposable
{
    readonly CommandLine _tool = new();

    public void Dispose() => _tool.Dispose();

    string[] Passengers(params string[] more) =>
        ["train", "--data", "passengers", "--hidden", "8", "--epochs", "2", "--quiet", "--out", _tool["run"], .. more];

    static int Promo(int month) => month % 5 == 0 ? 1 : 0;

    string Sales()
    {
        File.WriteAllText(_tool["sales.csv"], "month,store,units,promo\n" + string.Concat(Enumerable.Range(0, 72).SelectMany(i =>
            new[] { "north", "south" }.Select((store, s) =>
                $"{2019 + (i / 12)}-{(i % 12) + 1:00},{store},{100 + (50 * s) + (10 * (i % 12)) + i + (20 * Promo(i))},{Promo(i)}\n"))));
        return _tool["sales.csv"];
    }

    [Fact]
    public void Passengers_are_foretold_without_any_other_option()
    {
        Outcome trained = _tool.Run(Passengers());
        Outcome predicted = _tool.Run("predict", Path.Combine(_tool["run"], "model.safetensors"), "passengers");

        Assert.Equal("", trained.Error.Replace(
            "Monthly: 144 rows, 1949-01 to 1960-12. Use --frequency to overrule.\n"
                + "Forecasts of 12 steps look back 24 (--window); a season has 12 (--season).\n", "", StringComparison.Ordinal));
        Assert.Matches(
            @"MAE +MASE +RMSE *\n─+\n +best epoch, \d +[\d.]+ +[\d.]+ +[\d.]+ *\n +seasonal naive forecast \(12\) +46\.8 ", trained.Output);
        Assert.Contains("Test: 18 forecasts of 12 steps, from 1958-07 to 1959-12. The 80 % intervals hold ", trained.Output);
        Assert.Contains("1961-12", trained.Output);
        Assert.StartsWith("time,step,forecast,lower,upper\n1961-01,1,", predicted.Output);
        Assert.Equal(13, predicted.Output.TrimEnd().Split('\n').Length);
        Assert.True(File.Exists(Path.Combine(_tool["run"], "backtest.csv")));
    }

    [Fact]
    public void Sunspots_are_known_by_name_and_look_back_over_a_cycle()
    {
        Outcome trained = _tool.Run(
            "train", "--data", "sunspots", "--task", "forecast", "--hidden", "8", "--epochs", "1", "--quiet", "--out", _tool["run"]);
        Outcome predicted = _tool.Run("predict", Path.Combine(_tool["run"], "model.safetensors"), "sunspots");

        Assert.Contains("Monthly: 2,820 rows, 1749-01 to 1983-12.", trained.Error);
        Assert.Contains("Forecasts of 12 steps look back 132; no season is assumed.", trained.Error);
        Assert.StartsWith("time,step,forecast,lower,upper\n1984-01,1,", predicted.Output);
    }

    [Fact]
    public void The_window_of_a_forecast_is_the_users()
    {
        string[] train = ["train", "--data", "sunspots", "--hidden", "8", "--epochs", "1", "--quiet", "--out", _tool["run"]];
        Assert.Contains("look back 24;", _tool.Run([.. train, "--window", "24"]).Error);
        Assert.Contains(
            "--window is for texts and forecasts", _tool.Run("train", "--data", "digits", "--window", "24", "--out", _tool["other"]).Error);
    }

    [Fact]
    public void An_exported_forecaster_says_what_it_takes()
    {
        _tool.Run(Passengers());

        Assert.Equal(
            $"{_tool["p.onnx"]}: operator set 17.\n  input  [batch, 24, 1]: windows of passengers less their last value, in their own deviations\n"
                + "  output [batch, 12]: what is added to the last season, in deviations of the window, +1, +2, +3, +4, +5, +6, +7, +8, +9, +10, +11, "
                + "+12\n",
            _tool.Run("export", Path.Combine(_tool["run"], "model.safetensors"), "--onnx", _tool["p.onnx"]).Output);
    }

    [Fact]
    public void Several_series_with_what_is_known_ahead_go_on_from_a_file_that_says_it()
    {
        string sales = Sales();
        Outcome trained = _tool.Run("train", "--data", sales, "--task", "forecast", "--time", "month", "--target", "units", "--series", "store",
            "--ahead", "promo", "--horizon", "6", "--hidden", "8", "--epochs", "2", "--quiet", "--out", _tool["run"]);
        string model = Path.Combine(_tool["run"], "model.safetensors");
        Outcome refused = _tool.Run("predict", model, sales);
        File.AppendAllText(sales, string.Concat(Enumerable.Range(1, 6).SelectMany(month =>
            new[] { "north", "south" }.Select(store => $"2025-{month:00},{store},,0\n"))));
        Outcome predicted = _tool.Run("predict", model, sales);

        Assert.Equal(ExitCode.Done, trained.ExitCode);
        Assert.Contains("Covariates: promo (known ahead).", trained.Error);
        Assert.Contains(
            "series 'north': expected 'promo' up to 2025-06, as the model learned with what is known ahead, but rows end at 2024-12. Add rows without "
                + "'units' that say it.", refused.Error.Replace('\n', ' '));
        Assert.StartsWith("store,time,step,forecast,lower,upper\nnorth,2025-01,1,", predicted.Output);
        Assert.Equal(13, predicted.Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Activations_are_compared_by_their_forecasts()
    {
        Outcome compared = _tool.Run(
            "compare", "--data", "passengers", "--hidden", "8", "--epochs", "2", "--activations", "elu,relu", "--seeds", "2", "--quiet", "--out",
            _tool["study"]);

        Assert.Equal(ExitCode.Done, compared.ExitCode);
        Assert.Contains("MAE", compared.Output);
        Assert.Matches(@"seasonal naive forecast \(12\) +46\.77", compared.Output);
        Assert.Contains(" MASE ", compared.Output);
    }

    [Theory]
    [InlineData("--task forecast needs --time COLUMN: the column that says when a row was.", "--target", "units", "--horizon", "6")]
    [InlineData("--task forecast needs --target COLUMN: the column to foretell.", "--horizon", "6")]
    [InlineData("--task forecast needs --horizon STEPS: how many steps to look ahead.", "--target", "units", "--time", "month")]
    [InlineData("--split is not for forecasts, which are always tested on what came last: omit it.", "--split", "time", "--target", "units")]
    [InlineData("--horizon must be a number of steps from 1 to 10,000, but got 0.", "--target", "units", "--time", "month", "--horizon", "0")]
    public void What_is_missing_is_named_with_its_option(string sentence, params string[] options)
    {
        Outcome outcome = _tool.Run(["train", "--data", Sales(), "--task", "forecast", .. options]);

        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Contains(sentence, outcome.Error.Replace('\n', ' '));
    }

    [Fact]
    public void Options_of_forecasts_are_refused_for_other_tasks() => Assert.Contains(
        "--horizon is for forecasts: add --task forecast, or omit it.", _tool.Run("train", "--horizon", "3").Error);

    [Fact]
    public void A_class_per_row_is_not_learned_from_the_passengers() => Assert.Contains(
        "--data passengers is a series: omit --task, or use --task forecast.",
        _tool.Run("train", "--data", "passengers", "--task", "regression").Error);
}
