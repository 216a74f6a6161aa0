namespace Elucid;

/// <summary>How the steps of series are shared out: a forecast's window, and the cutoffs that are for training, validation and test.</summary>
/// <param name="Window">Steps that a forecast looks back.</param>
/// <param name="Season">Steps of a season.</param>
/// <param name="Validation">The first step that validation forecasts, counted from the first of all.</param>
/// <param name="Test">The first step that tests forecast.</param>
internal readonly record struct ForecastSpans(int Window, int Season, long Validation, long Test)
{
    const double ValidationShare = 0.15, TestShare = 0.2;
    const int FewestCutoffs = 4, FewestWindows = 8, ShortestWindow = 4;

    /// <summary>
    /// A fifth of the steps is for the test and 15 % for validation, in any case a season of cutoffs where there is room, and at least one. What
    /// training forecasts ends before the first cutoff of validation, and what validation forecasts before that of the test.
    /// </summary>
    /// <param name="steps">From the first step of all series to the last.</param>
    /// <param name="asked">The horizon, and window and season if they are named.</param>
    /// <param name="usual">The frequency's season.</param>
    /// <param name="path">What messages call the table.</param>
    /// <exception cref="DataFormatException">There are too few steps.</exception>
    public static ForecastSpans Of(long steps, SeriesOptions asked, int usual, string path)
    {
        int horizon = asked.Horizon, season = asked.Season ?? (3L * usual <= steps ? usual : 1), least = asked.Ahead.Count > 0 ? horizon : 2;
        if (asked.Window is { } named && named < least)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(SeriesOptions.Window))} must be at least the {horizon} steps of the horizon, as "
                    + $"{Spelling.Of(nameof(SeriesOptions.Ahead))} brings what is known of them into the window, but got {named}.");
        long ofValidation = Math.Max(Math.Max(season, FewestCutoffs), (long)Math.Round(ValidationShare * steps) - horizon + 1),
            ofTest = Math.Max(Math.Max(season, FewestCutoffs), (long)Math.Round(TestShare * steps) - horizon + 1);
        long Rest(int window) => steps - window - horizon - (FewestWindows - 1) - (2 * (horizon - 1L));
        int window = asked.Window ?? Math.Max(least, Math.Max(2 * season, 12));
        if (asked.Window is null && Rest(window) < ofValidation + ofTest)
            window = Math.Max(least, Math.Max(season, ShortestWindow));
        long rest = Rest(window);
        if (rest < 2)
            throw new DataFormatException(
                $"'{path}': expected at least {steps + 2 - rest} steps to train and test forecasts of {horizon} steps from a window of {window}, but "
                    + $"there are {steps}. Choose a smaller {Spelling.Of(nameof(SeriesOptions.Horizon))}"
                    + $"{(window > ShortestWindow ? $" or {Spelling.Of(nameof(SeriesOptions.Window))}" : "")}, or add rows.");
        if (rest < ofValidation + ofTest)
            (ofValidation, ofTest) = (rest / 2, rest - (rest / 2));
        long test = steps - horizon + 1 - ofTest, validation = test - horizon + 1 - ofValidation;
        return new ForecastSpans(window, season, validation, test);
    }
}
