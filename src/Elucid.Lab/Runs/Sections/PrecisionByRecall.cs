using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>How well each class is found.</summary>
internal static class PrecisionByRecall
{
    const int MostCurves = 8, MostRows = 40, MostPoints = 200;

    public static ReportSection Section(FoundObjects found)
    {
        PrecisionRecall all = PrecisionRecall.OfAll(found.Data.Boxes, found.All);
        int[] shown =
            [.. Present(found).OrderByDescending(c => found.Data.Boxes.Sum(boxes => boxes.Count(box => box.Class == c))).Take(MostCurves).Order()];
        string which = shown.Length < found.Names.Count ? $" The {shown.Length} most frequent classes have a curve." : "";
        return new ReportSection(
            "How well is each class found?",
            "From the surest answer down: each more finds more of the objects (recall), and more of them are false (precision). The area "
                + "below a curve "
                + $"is the class's average precision. Where a curve ends, the rest is not found at any score.{which}",
            [
                new LineChart
                {
                    Title = "Precision by recall",
                    Caption = "A box is right if it overlaps an object of its class by one half.",
                    X = new("recall") { IsPercent = true, Min = 0, Max = 1 },
                    Y = new("precision") { IsPercent = true, Min = 0, Max = 1 },
                    Series =
                    [
                        .. found.Names.Count > 1 ? [Curve("all classes", all, 0)] : Array.Empty<Series>(),
                        .. shown.Select((c, i) => Curve(
                            found.Names[c], PrecisionRecall.OfClass(found.Data.Boxes, found.All, c), found.Names.Count > 1 ? i + 1 : 0)),
                    ],
                },
            ])
        {
            Tables = [Table(found)],
        };
    }

    /// <summary>The scores of each class; of many, of those that are found worst.</summary>
    public static ReportTable Table(FoundObjects found)
    {
        (int Class, double Half, double All)[] scores =
        [
            .. Present(found).Select(c => (
                c, MeanAveragePrecision.OfClass(found.Data.Boxes, found.All, c).Value ?? double.NaN,
                Enumerable.Range(0, 10).Average(
                    step => MeanAveragePrecision.OfClass(found.Data.Boxes, found.All, c, (50 + 5 * step) / 100.0).Value ?? double.NaN))),
        ];
        (int Class, double Half, double All)[] shown =
            scores.Length <= MostRows ? scores : [.. scores.OrderBy(score => score.Half).Take(MostRows)];
        return new ReportTable(
            shown.Length == scores.Length ? "Scores by class" : $"Scores of the {MostRows} classes of {scores.Length} that are found worst",
            [
                new("class"), End("objects", ""), End("AP@0.5", "Average precision where boxes overlap by one half."),
                End("AP@[.5:.95]", "Its mean over overlaps up to 0.95: how tightly boxes lie."),
                End("precision", $"Of what is found with a score from {Format.Number(found.LeastScore)} on, the share that is right."),
                End("recall", "Of the objects, the share that is found so."),
            ],
            [.. shown.Select(score => Row(found, score.Class, score.Half, score.All))]);
    }

    static ReportRow Row(FoundObjects found, int label, double half, double all)
    {
        int objects = found.Data.Boxes.Sum(boxes => boxes.Count(box => box.Class == label));
        int said = found.Believed.Sum(image => image.Count(one => one.Box.Class == label));
        int right = found.Believed.Zip(found.Matches, (image, matches) => image.Zip(matches)).Sum(
            image => image.Count(one => one.First.Box.Class == label && one.Second >= 0));
        return new ReportRow(
            found.Names[label], new ReportCell(Format.Count(objects), SortKey: objects), Share(half), Share(all),
            said == 0 ? Format.Missing : Share(right / (double)said), Share(right / (double)objects));
    }

    static IEnumerable<int> Present(FoundObjects found) =>
        found.Data.Boxes.SelectMany(boxes => boxes).Select(box => box.Class).Distinct().Order();

    // As far as a picture shows: the largest precision at each recall or beyond is what the area counts.
    static Series Curve(string name, PrecisionRecall curve, int style)
    {
        IReadOnlyList<PrecisionRecallPoint> points = curve.Points;
        double[] best = [.. points.Select(point => point.Precision)];
        for (int i = best.Length - 2; i >= 0; i--)
            best[i] = Math.Max(best[i], best[i + 1]);
        int every = Math.Max(1, points.Count / MostPoints);
        int[] shown = [.. Enumerable.Range(0, points.Count).Where(i => i % every == 0 || i == points.Count - 1)];
        return new(name, [.. shown.Select(i => points[i].Recall)], [.. shown.Select(i => best[i])]) { Style = new(style) };
    }

    static ReportColumn End(string header, string explanation) => new(header, explanation, ColumnAlignment.End);

    static ReportCell Share(double value) => new(Format.Percent(value), SortKey: value);
}
