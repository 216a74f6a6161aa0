using System.Globalization;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>The networks of <see cref="AlphaGrid"/> on dense images with each α at each of several learning rates: whether the best α is a matter of
/// the rate. It is shown, and decides nothing.</summary>
internal static class AlphaRates
{
    public const string Id = "T17-rates";

    static readonly double[] Rates = [0.0003, 0.001, 0.003, 0.01, 0.03];

    public static Experiment Of(ClaimData data) => AlphaGrid.Of(data) with
    {
        Id = Id,
        Arms =
        [
            .. from alpha in AlphaGrid.Alphas
               from rate in Rates
               select new Arm(Name(alpha, rate), Settings.Of(
                   ("activation", string.Create(CultureInfo.InvariantCulture, $"elu:alpha={alpha}")), ("images", "dense"), ("rate", rate))),
        ],
        Baseline = Name(1, 0.001),
        Seeds = 3,
    };

    /// <summary>The accuracy of each pair, as colours.</summary>
    public static Chart Picture(ExperimentResult result) => new HeatMapChart(
        [.. Rates.Select(rate => Text($"rate {rate}"))],
        [.. AlphaGrid.Alphas.Select(alpha => new HeatMapRow(Text($"α = {alpha}"), [.. Rates.Select(rate => 100 * Accuracy(result, alpha, rate))]))])
    {
        Title = "Which α at which learning rate?",
        Caption = $"Means over {result.Seeds.Count} seeds; networks that diverged count as chance. All below 80 % have one colour.",
        Value = new Axis("% of test images told right") { Min = 80 },
    };

    /// <summary>The best α at each rate, in a sentence.</summary>
    public static string Says(ExperimentResult result) => $"At Adam's rates from {Text($"{Rates[0]}")} to {Text($"{Rates[^1]}")} the best α "
        + $"of four is {string.Join(", ", Rates.Select(rate => Text($"{BestAt(result, rate)}")))}, in this order.";

    static double BestAt(ExperimentResult result, double rate) => AlphaGrid.Alphas.MaxBy(alpha => Accuracy(result, alpha, rate));

    static double Accuracy(ExperimentResult result, double alpha, double rate) =>
        result.Scores(Name(alpha, rate), Metric.TestAccuracy.Name).Values.ToArray().Average();

    static string Name(double alpha, double rate) => Text($"α = {alpha}, rate {rate}");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
