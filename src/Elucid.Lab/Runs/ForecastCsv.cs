using System.Globalization;
using System.Text;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The next steps of series, as CSV.</summary>
/// <param name="Csv">A line for each step: series (where there are several), time, step, forecast, lower, upper, and of a committee
/// disagreement.</param>
/// <param name="Notes">What the user should know: gaps that were filled, intervals that are missing.</param>
sealed record ForecastCsv(string Csv, IReadOnlyList<string> Notes)
{
    /// <summary>Goes on with each series of a table.</summary>
    /// <param name="model">A model that learned from series.</param>
    /// <param name="data">A CSV file with the same columns, or a known series.</param>
    public static ForecastCsv Of(TrainedModel model, string data)
    {
        SeriesTable table = DataSource.LoadSeries(data, model);
        SeriesSchema schema = model.File.Series!;
        string[] notes =
        [
            .. table.Notes,
            schema.IntervalRadii.Count > 0
                ? $"lower and upper hold {Format.Percent(SeriesSchema.IntervalLevel)} of values like those that the model was validated on."
                : "The model has no intervals: a training run measures them on validation data when it has ended, and nothing else does.",
        ];
        return new ForecastCsv(Text(model.Forecast(table), schema.Series), notes);
    }

    static string Text(IReadOnlyList<ForecastStep> steps, string? series)
    {
        bool isOfCommittee = steps.Any(step => step.Disagreement is not null);
        StringBuilder csv = new StringBuilder(series is null ? "" : $"{PredictionCsv.Quote(series)},")
            .Append("time,step,forecast,lower,upper").Append(isOfCommittee ? ",disagreement\n" : "\n");
        foreach (ForecastStep step in steps)
            csv.Append(series is null ? "" : $"{PredictionCsv.Quote(step.Series)},").Append(
                CultureInfo.InvariantCulture,
                $"{step.Time},{step.Step},{(float)step.Value},{Number(step.Lower)},{Number(step.Upper)}")
                .Append(step.Disagreement is { } disagreement ? $",{Number(disagreement)}\n" : "\n");
        return csv.ToString();
    }

    static string Number(double value) => double.IsNaN(value) ? "" : ((float)value).ToString(CultureInfo.InvariantCulture);
}
