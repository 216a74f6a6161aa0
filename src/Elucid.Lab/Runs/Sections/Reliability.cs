using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Whether a network is right as often as it says.</summary>
internal static class Reliability
{
    const int Bins = 10;

    public static ReportSection Section(ClassAnswers answers)
    {
        CalibrationBin[] bins =
            [.. CalibrationError.Bins(answers.Data.Labels, answers.Probabilities, answers.Classes, Bins).Where(bin => bin.Count > 0)];
        Score error = CalibrationError.Of(answers.Data.Labels, answers.Probabilities, answers.Classes, Bins);
        double confidence = bins.Sum(bin => bin.Count * bin.Confidence) / Math.Max(1, bins.Sum(bin => bin.Count));
        string size = error.Value is { } value
            ? $" On average the two are {Format.Percent(value)} apart (expected calibration error, {Bins} bins)."
            : "";
        (double Lower, double Upper)[] intervals = [.. bins.Select(Wilson)];
        return new ReportSection(
            "Is it right as often as it says?",
            $"Examples are grouped by how probable the network calls its answer. Below the diagonal it is surer than it should be, above it more "
                + $"careful.{size} It says {Format.Percent(confidence)} on average, and is right in "
                + $"{Format.Percent(answers.Run.Test.Accuracy ?? double.NaN)}. The band is what chance leaves open at 95 % (Wilson).",
            [
                new LineChart
                {
                    Title = "Reliability",
                    X = new("said probability of the answer") { IsPercent = true, Min = 0, Max = 1 },
                    Y = new("share that is right") { IsPercent = true, Min = 0, Max = 1 },
                    Series =
                    [
                        new("as it should be", [0, 1], [0, 1]) { Style = SeriesStyle.Background },
                        new("network", [.. bins.Select(bin => bin.Confidence)], [.. bins.Select(bin => bin.Accuracy)],
                            [.. intervals.Select(i => i.Lower)], [.. intervals.Select(i => i.Upper)]) { Style = new(0) },
                    ],
                },
                new BarChart
                {
                    Title = "How sure it is",
                    X = new("share of the examples") { IsPercent = true, Min = 0 },
                    Bars =
                    [
                        .. bins.Select(bin => new Bar(RangeOf(bin), bin.Count / (double)answers.Data.Count)
                        {
                            Note = Format.Count(bin.Count),
                            Style = new(0),
                        }),
                    ],
                },
            ], ChartLayout.Pairs);
    }

    static string RangeOf(CalibrationBin bin)
    {
        int upper = Math.Clamp((int)Math.Ceiling(bin.Confidence * Bins), 1, Bins) * 100 / Bins;
        return $"{upper - 100 / Bins} to {upper} %";
    }

    // E. B. Wilson, Journal of the American Statistical Association 22, 1927.
    static (double Lower, double Upper) Wilson(CalibrationBin bin)
    {
        const double z = 1.959964;
        double n = bin.Count, p = bin.Accuracy, scale = 1 / (1 + z * z / n);
        double centre = scale * (p + z * z / (2 * n)), half = scale * z * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
