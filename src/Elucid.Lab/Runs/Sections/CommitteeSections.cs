using System.Globalization;
using System.Text;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Whether several networks are better than one, how alike they are, and whether they know better what they know.</summary>
internal sealed class CommitteeSections : TaskSections
{
    const int MostShown = 20, Bins = 10;

    protected override bool AreFor(RunResult run) => run.Members.Count > 0;

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        yield return Against(run);
        // Of several targets these stand with what else is shown of each.
        if (run.File.Task != LearningTask.Several)
            foreach (ReportSection section in OfAnswers(run))
                yield return section;
    }

    /// <summary>How alike the members' answers are, and of classes how sure.</summary>
    public static IEnumerable<ReportSection> OfAnswers(RunResult run)
    {
        if (run.Members.Count > 1)
            yield return Alike(run);
        if (run.Members.Count > 0 && run.File.Task == LearningTask.Classification)
            yield return Surer(run);
    }

    protected override IEnumerable<string> Sentences(RunResult run)
    {
        if (run.Members.Count > 1)
            yield return Gain(run);
        if (run.Settings.Recipe is { Boosting: true, Members: { } asked } && run.Members.Count < asked && run.IsWhole)
            yield return $"{run.Members.Count} of {asked} networks {(run.Members.Count == 1 ? "answers" : "answer")}: the last one makes no "
                + $"mistake on "
                + "the training rows, or the next one was no better than guessing, so that there is nothing left to boost. Smaller "
                + "networks and fewer "
                + $"epochs leave more, or use {Spelling.Of(nameof(Recipe.Bagging), true)}.";
    }

    protected override IEnumerable<(string Name, string Content)> Files(RunResult run) => [("members.csv", Csv(run))];

    static string Gain(RunResult run)
    {
        CommitteeScores scores = run.Committee!;
        Metric metric = scores.Deciding;
        if (scores.Single is not { } single || double.IsNaN(scores.Gain))
            return $"A committee of {run.Members.Count}.";
        Interval within = metric.Within(single.Interval);
        string spread = within.IsNone ? "" : $" ({metric.Text(within.Lower)} to {metric.Text(within.Upper)})";
        if (scores.Gain == 0 && scores.GainInterval.HalfWidth == 0)
            return $"A member alone has a {metric.Name} of {metric.Text(single.Mean)} on average, and so has the committee.";
        string interval = scores.GainInterval.IsNone ? ""
            : $", with other test rows {Signed(scores.GainInterval.Lower)} to {Signed(scores.GainInterval.Upper)}";
        string verdict = scores.GainInterval.IsNone || !scores.GainInterval.Contains(0) ? "" : ": it cannot be told from no difference";
        return $"A member alone has a {metric.Name} of {metric.Text(single.Mean)} on average{spread}, the committee "
            + $"{metric.Text(metric.Of(run.Test)!.Value)}. "
            + $"Its gain is {Signed(scores.Gain)}{metric.Unit}{interval}{verdict}.";
    }

    static string Signed(double value) => (value > 0 ? "+" : "") + Format.Number(value);

    static ReportSection Against(RunResult run)
    {
        CommitteeScores scores = run.Committee!;
        Metric metric = scores.Deciding;
        double[] counts = [.. Enumerable.Range(1, run.Members.Count).Select(count => (double)count)];
        double Score(Evaluation evaluation) => metric.Of(evaluation) ?? double.NaN;
        return new ReportSection(
            "Are several better than one?",
            (run.Members.Count > 1 ? $"{Gain(run)} " : "")
                + $"The range of a member is what other initial weights give{RowsOfTheirOwn(run)} (95 %, Student's t over the members); that of the "
                + "gain is what other test rows give (bootstrap of the test rows). Neither says what other training data would have given.",
            [
                new LineChart
                {
                    Title = "How many members are enough?",
                    X = new("members"),
                    Y = new(metric.ShortName) { IsPercent = metric.IsPercent },
                    Series =
                    [
                        new("each alone", counts, [.. scores.Tests.Select(Score)]) { Style = new(1), IsPoints = true },
                        new("the first ones together", counts, [.. scores.Growing.Select(Score)]) { Style = new(0) },
                    ],
                },
            ])
        {
            Tables = [Table(run)],
        };
    }

    static string RowsOfTheirOwn(RunResult run) => run.Settings.Recipe is { Bagging: true } or { Boosting: true } ? ", and other draws of rows" : "";

    static ReportTable Table(RunResult run)
    {
        CommitteeScores scores = run.Committee!;
        Metric[] metrics = [.. run.Metrics.Where(metric => metric.Of(run.Test) is { } value && double.IsFinite(value))];
        bool votes = run.File.Committee?.Votes is not null;
        ReportCell Cell(Metric metric, Evaluation test) =>
            metric.Of(test) is { } value && double.IsFinite(value) ? new(metric.Text(value), SortKey: value) : new(Format.Missing);
        ReportRow Row(string name, Evaluation test, string epoch, string vote) => new(
            [name, .. metrics.Select(metric => Cell(metric, test)), epoch, .. votes ? [vote] : Array.Empty<ReportCell>()]);
        return new ReportTable(
            run.Members.Count <= MostShown ? "Members" : $"The first {MostShown} of {Format.Count(run.Members.Count)} members; members.csv has all",
            [
                new("member"), .. metrics.Select(metric => new ReportColumn(metric.ShortName, Alignment: ColumnAlignment.End)),
                new("best epoch", Alignment: ColumnAlignment.End),
                .. votes ? [new ReportColumn("vote", "What its answer counts.", ColumnAlignment.End)] : Array.Empty<ReportColumn>(),
            ],
            [
                .. run.Members.Take(MostShown).Select((member, i) =>
                    Row($"{member.Number}", scores.Tests[i], Format.Count(member.History.BestEpoch), Format.Number(member.Vote))),
            ])
        {
            Footer = [Row("committee", run.Test, "", "")],
        };
    }

    static ReportSection Alike(RunResult run)
    {
        CommitteeScores scores = run.Committee!;
        bool areClasses = run.File.Task == LearningTask.Classification;
        int shown = Math.Min(MostShown, run.Members.Count);
        string[] names = [.. run.Members.Take(shown).Select(member => $"{member.Number}")];
        (double error, double disagreement) = areClasses ? default : scores.Ambiguity();
        string explanation = areClasses
            ? $"The share of test examples on which two members give the same answer, {Format.Percent(scores.MeanAgreement)} on average. A committee "
                + "gains where members err on different examples: where all agree, one of them is enough."
            : $"How the errors of two members go together on the test examples, {Format.Number(scores.MeanAgreement)} on average: at 1 a committee "
                + $"gains nothing. Of the members' mean squared error {Format.Percent(disagreement / error)} is disagreement, and that part the mean "
                + "takes away (Krogh and Vedelsby 1995).";
        return new ReportSection(
            "How alike are they?", explanation,
            [
                new HeatMapChart(
                    names,
                    [.. names.Select((name, i) => new HeatMapRow(
                        name, [.. Enumerable.Range(0, shown).Select(j => i == j ? double.NaN : scores.Agreements[i][j])]))])
                {
                    Title = areClasses ? "Agreement of members" : "Correlation of the members' errors",
                    Value = areClasses ? new("examples with the same answer") { IsPercent = true } : new("correlation of errors"),
                    RowLabel = "member",
                    ColumnLabel = "member",
                },
            ]);
    }

    static ReportSection Surer(RunResult run)
    {
        CommitteeScores scores = run.Committee!;
        Dataset test = run.Split.Test;
        Series Curve(string name, ReadOnlySpan<float> outputs, int style)
        {
            CalibrationBin[] bins =
                [.. CalibrationError.Bins(test.Labels, Probabilities.FromLogits(outputs, test.OutputCount), test.OutputCount, Bins)
                    .Where(bin => bin.Count > 0)];
            return new(name, [.. bins.Select(bin => bin.Confidence)], [.. bins.Select(bin => bin.Accuracy)]) { Style = new(style) };
        }
        double Error(ReadOnlySpan<float> outputs) =>
            CalibrationError.Of(test.Labels, Probabilities.FromLogits(outputs, test.OutputCount), test.OutputCount, Bins).Value ?? double.NaN;
        double[] errors = [.. run.Members.Select((_, i) => Error(scores.OutputsOf(i)))];
        string votes = run.File.Committee?.Votes is null ? ""
            : " Votes are made into probabilities by one factor, the best one for the validation rows.";
        return new ReportSection(
            "Do they know better what they know?",
            $"How far what is said to be probable is from how often it is right: {Format.Percent(errors.Average())} for a member on average, "
                + $"{Format.Percent(Error(run.Outputs.Values))} for the committee (expected calibration error, {Bins} bins). Log losses are "
                + $"{Format.Number(scores.Tests.Average(one => one.Loss))} and {Format.Number(run.Test.Loss)}. Members that learned by heart are too "
                + $"sure; their mean is more careful, and where single networks are careful already it can be too careful.{votes}",
            [
                new LineChart
                {
                    Title = "Reliability of the first member and of the committee",
                    X = new("said probability of the answer") { IsPercent = true, Min = 0, Max = 1 },
                    Y = new("share that is right") { IsPercent = true, Min = 0, Max = 1 },
                    Series =
                    [
                        new("as it should be", [0, 1], [0, 1]) { Style = SeriesStyle.Background },
                        Curve("first member", scores.OutputsOf(0), 1), Curve("committee", run.Outputs.Values, 0),
                    ],
                },
            ]);
    }

    // macro_f1 of MacroF1.
    static string SnakeCase(string name) => string.Concat(name.Select((c, i) =>
        (i > 0 && char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(name[i - 1]) ? "_" : "") + char.ToLowerInvariant(c)));

    static string Csv(RunResult run)
    {
        CommitteeScores scores = run.Committee!;
        (string Name, double? Value)[] columns = [.. run.Test.Scores.Where(score => score.Value is not null)];
        StringBuilder csv = new StringBuilder("member,best_epoch,epochs,seconds,vote,agreement")
            .AppendJoin("", columns.Select(column => $",{SnakeCase(column.Name)}")).Append('\n');
        void Scores(Evaluation test) => csv.AppendJoin("", columns.Select(column => string.Create(
            CultureInfo.InvariantCulture, $",{test.Scores.First(score => score.Name == column.Name).Value}"))).Append('\n');
        foreach ((TrainedMember member, int i) in run.Members.Select((member, i) => (member, i)))
        {
            double agreement = scores.Agreements[i].Where((_, j) => j != i).DefaultIfEmpty(double.NaN).Average();
            csv.Append(CultureInfo.InvariantCulture,
                $"{member.Number},{member.History.BestEpoch},{member.History.Epochs.Count},{member.History.Epochs.Sum(epoch => epoch.Seconds)},{member.Vote},{(double.IsNaN(agreement) ? null : agreement)}");
            Scores(scores.Tests[i]);
        }
        csv.Append("committee,,,,,");
        Scores(run.Test);
        return csv.ToString();
    }
}
