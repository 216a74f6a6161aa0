using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>How unlike the rows of training those of the test are, and where the threshold lies.</summary>
internal static class AnomalySection
{
    const int Bins = 30, MostPictures = 12, MostRows = 10;

    static readonly double[] Levels = [0.9, ReconstructionSchema.Level, 0.99];

    /// <summary>The threshold, and what it says of the test rows.</summary>
    public static string Sentence(RunResult run, Reconstructed made) => made.Threshold is not { } threshold
        ? "There are no validation rows to measure a threshold for anomalies on."
        : $"Anomalies: an error above {Format.Number(threshold)}, below which {Format.Percent(ReconstructionSchema.Level)} of rows like those of "
            + $"training lie ({By(made.Validation.Count)}). Of {Format.Count(made.Test.Rows.Count)} test rows "
            + $"{Format.Percent(Above(made.Test.Rows, threshold))} are above it."
            + (made.Scores.Auc is { } auc ? $" Other kinds than those of training stand out with an AUC of {Format.Number(auc)} (PCA "
                + $"{Format.Number(made.Scores.AucOf(made.Linear.Rows) ?? double.NaN)}); the scores above count them, too." : "");

    public static ReportSection Of(RunResult run, Reconstructed made)
    {
        IReadOnlyList<double> test = made.Test.Rows;
        return new ReportSection(
            "What is unlike the rest?",
            $"{Sentence(run, made)} The threshold is a quantile of the validation rows, never of the test rows; where the two curves "
                + $"differ, the test "
                + "rows are not like those of training. A row with a large error is unlike those that were learned from; whether that matters, only "
                + "somebody who knows the data can say.",
            [Histogram(made), .. Strangest(run, test)])
        {
            Tables =
            [
                .. made.Scores.AreTwo ? new[] { made.Scores.ToTable() } : [], .. made.Validation.Count > 0 ? new[] { Thresholds(made) } : [],
                .. StrangestRows(run, test),
            ],
        };
    }

    // So many rows are needed for one of them to lie above the quantile.
    static string By(int rows) => $"by {Format.Count(rows)} validation row{(rows == 1 ? "" : "s")}"
        + (Math.Ceiling(ReconstructionSchema.Level * (rows + 1)) > rows ? ", which are too few to say so: it is the largest of their errors" : "");

    static double Above(IReadOnlyList<double> errors, double threshold) => errors.Count(error => !(error <= threshold)) / (double)errors.Count;

    static LineChart Histogram(Reconstructed made)
    {
        double[] all = [.. made.Test.Rows.Concat(made.Validation).Where(error => error > 0 && double.IsFinite(error)).DefaultIfEmpty(1)];
        double low = Math.Log(all.Min()), high = Math.Max(Math.Log(all.Max()), low + 1e-3);
        double[] x = [.. Enumerable.Range(0, Bins).Select(i => Math.Exp(low + (i + 0.5) / Bins * (high - low)))];
        Series Curve(string name, IReadOnlyList<double> errors, int style)
        {
            double[] shares = new double[Bins];
            foreach (double error in errors)
                shares[(int)Math.Clamp((Math.Log(Math.Max(error, double.Epsilon)) - low) / (high - low) * Bins, 0, Bins - 1)] += 1.0 / errors.Count;
            return new(name, x, shares) { Style = new(style) };
        }
        return new LineChart
        {
            Title = "How large errors are",
            X = new("error of a row (mean squared)") { IsLogarithmic = true },
            Y = new("share of the rows") { IsPercent = true, Min = 0 },
            Rules = made.Threshold is > 0 and var threshold ? [new ChartRule(threshold, "threshold")] : [],
            Series =
            [
                .. made.Validation.Count > 0 ? new[] { Curve("validation", made.Validation, 1) } : [],
                .. made.Scores.AreTwo
                    ? new[] { Curve("test, kinds of training", made.Scores.OfTraining, 0), Curve("test, other kinds", made.Scores.Others, 2) }
                    : [Curve("test", made.Test.Rows, 0)],
            ],
        };
    }

    static ReportTable Thresholds(Reconstructed made) => new(
        "Other thresholds", [new("of rows like training's below"), Number("error"), Number("test rows above")],
        [
            .. Levels.Select(level => (level, Value: ReconstructionSchema.Quantile(made.Validation, level)))
                .Select(at => new ReportRow(
                    [Format.Percent(at.level), Format.Number(at.Value), Format.Percent(Above(made.Test.Rows, at.Value))])),
        ]);

    static IEnumerable<Chart> Strangest(RunResult run, IReadOnlyList<double> errors)
    {
        if (!ClassAnswers.ArePicturesIn(run))
            yield break;
        Dataset test = run.Split.Test;
        float[] outputs = run.Outputs.Values.ToArray();
        int[] rows = [.. Order(errors).Take(MostPictures)];
        yield return new ImageChart
        {
            Title = "The strangest test images",
            Rows =
            [
                new("as they are", [.. rows.Select(row => PixelImage.Of(test, row) with { Name = Format.Number(errors[row]) })]),
                new("reconstructed", [.. rows.Select(row => PixelImage.Of(
                    new Shape(test.FeatureShape), outputs.AsSpan(row * test.FeatureCount, test.FeatureCount)))]),
            ],
        };
    }

    static IEnumerable<ReportTable> StrangestRows(RunResult run, IReadOnlyList<double> errors)
    {
        if (run.Data.Schema is not { } schema || run.Scales?.Features is not { } scales)
            yield break;
        int[] rows = [.. Order(errors).Take(MostRows)];
        Dataset test = run.Split.Test.Subset(rows);
        IReadOnlyList<Prediction> said = new TrainedModel(run.File, run.Network).Predict(test.Map((row, result) =>
        {
            row.CopyTo(result);
            scales.Restore(result);
        }));
        float[] own = test.Features.ToArray();
        scales.Restore(own);
        yield return new ReportTable(
            "The strangest test rows", [Number("error"), new("column that adds most"), new("its value"), new("reconstructed")],
            [
                .. said.Select((answer, i) =>
                {
                    int first = 0;
                    Column column = schema.Columns[0];
                    foreach (Column one in schema.Columns.TakeWhile(one => one.Name != answer.StrangestColumn))
                        first += one.Width;
                    column = schema.Columns.First(one => one.Name == answer.StrangestColumn);
                    float[] back = [.. answer.Values.Values.Skip(first).Take(column.Width).Select(value => (float)value)];
                    return new ReportRow(
                    [
                        Format.Number(errors[rows[i]]), column.Name, column.TextOf(own.AsSpan(i * test.FeatureCount + first, column.Width)),
                        column.TextOf(back),
                    ]);
                }),
            ]);
    }

    static IEnumerable<int> Order(IReadOnlyList<double> errors) =>
        Enumerable.Range(0, errors.Count).OrderByDescending(row => double.IsNaN(errors[row]) ? double.PositiveInfinity : errors[row]);

    static ReportColumn Number(string name) => new(name, Alignment: ColumnAlignment.End);
}
