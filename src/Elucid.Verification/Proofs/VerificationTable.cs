using Elucid.Reports;

namespace Elucid.Verification;

/// <summary>A verification as a table and in a sentence.</summary>
public static class VerificationTable
{
    /// <summary>A row for each function and derivative.</summary>
    public static ReportTable Of(VerificationReport report)
    {
        List<Column> columns =
        [
            new("function", r => r.Function + (r.IsDerivative ? "′" : ""), ColumnAlignment.Start),
            new("", Verdict, ColumnAlignment.Start),
            new("max ulp", r => new ReportCell(Ulps(r.MaxUlp), r.MaxUlp <= r.Bound.Ulps ? CellTone.Plain : CellTone.Failed, SortKey: r.MaxUlp)),
            new("bound", r => $"{r.Bound.Ulps:0.####}{(r.Bound.Absolute > 0 ? $" or {r.Bound.Absolute:0.#E-0}" : "")}"),
            new("else", r => r.Bound.Absolute > 0 && r.MaxAbsolute > 0 ? Format.Number(r.MaxAbsolute) : Format.Missing),
            new("at x =", r => r.Worst is { } worst ? Input(worst.Input, r.Type) : Format.Missing),
            new("violations", Violations),
            new("falls", r => r.Falls is { } falls ? Format.Count(falls) : Format.Missing),
        ];
        if (report.Results.Any(result => result.Type != ElementType.Float))
            columns.Insert(1, new("type", r => r.Type.ToString().ToLowerInvariant(), ColumnAlignment.Start));
        return new("", [.. columns.Select(c => new ReportColumn(c.Header, Alignment: c.Alignment))],
            [.. report.Results.Select(r => new ReportRow([.. columns.Select(c => c.Cell(r))]))]);
    }

    /// <summary>What was shown, in a sentence or two.</summary>
    public static string Conclusion(VerificationReport report)
    {
        if (report.Results.Count == 0)
            return "Stopped before anything was verified.";
        int failed = report.Results.Count(r => !r.Passed);
        string all = report.Results.Count == 1 ? "the one row" : $"the {report.Results.Count} rows";
        string verdict = failed > 0 ? $"{failed} of {all} break what is stated."
            : report.IsComplete ? $"Within the stated bounds, with the right special values: {all}."
            : $"Stopped when {Tried(report)} of the inputs were tried: these are within the stated bounds, with the right special values.";
        string widths = report.Results[0].Widths is [var only] ? $"lanes of {only}"
            : $"lanes of {string.Join(", ", report.Results[0].Widths.SkipLast(1))} and {report.Results[0].Widths[^1]}";
        string scope = !report.IsComplete ? failed > 0 ? $"The run was stopped when {Tried(report)} of the inputs were tried"
            : "The rest is not known"
            : report.Results.All(r => r.IsExhaustive) ? "Every input there is was tried, so this is a proof for this machine"
            : "A sample of the inputs was tried, so this is not a proof";
        return $"{verdict} {scope} ({widths} elements; {Format.Duration(TimeSpan.FromSeconds(report.Seconds))}).";
    }

    static string Tried(VerificationReport report) => Format.Percent((double)report.Inputs / report.PlannedInputs);

    static ReportCell Verdict(VerificationResult result) =>
        !result.Passed ? new ReportCell("FAIL", CellTone.Failed) : result.IsComplete ? new ReportCell("PASS", CellTone.Best)
            : $"{Format.Percent((double)result.Inputs / result.PlannedInputs)} done";

    static string Ulps(double ulps) =>
        double.IsFinite(ulps) ? ulps == 0 ? "0" : ulps < 1e6 ? Format.Fixed(ulps, ulps < 100 ? 3 : 0) : Format.Number(ulps) : "∞";

    static string Input(double x, ElementType type) => type switch
    {
        ElementType.Float => Format.Exact((float)x),
        ElementType.Half => Format.Exact((float)(System.Half)x),
        ElementType.BFloat16 => Format.Number(x),
        _ => Format.Exact(x),
    };

    static ReportCell Violations(VerificationResult result)
    {
        (long Count, string Kind)[] kinds =
        [
            (result.WidthsMustAgree ? result.WidthDifferences : 0, "bits"), (result.NaNViolations, "NaN"), (result.InfinityViolations, "∞"),
            (result.ZeroViolations, "±0"), (result.RoundingViolations, "rounding"),
        ];
        string[] broken = [.. kinds.Where(kind => kind.Count > 0).Select(kind => $"{Format.Count(kind.Count)} {kind.Kind}")];
        return broken.Length == 0 ? "none" : new ReportCell(string.Join(", ", broken), CellTone.Failed);
    }

    sealed record Column(string Header, Func<VerificationResult, ReportCell> Cell, ColumnAlignment Alignment = ColumnAlignment.End);
}
