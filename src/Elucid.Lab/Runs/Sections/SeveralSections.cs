using System.Globalization;
using System.Text;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>How well each of several targets is answered, whether their losses are in balance, whether they pull at one end, and whether sharing
/// helps.</summary>
internal sealed class SeveralSections : TaskSections
{
    const int MostShown = 6, FewRows = 30;

    protected override bool AreFor(RunResult run) => run.Data.Task == LearningTask.Several;

    protected override IEnumerable<ReportTable> Tables(RunResult run) => [Scores(run)];

    protected override IEnumerable<string> Sentences(RunResult run) =>
        [TargetBalance.Sentence(run), TargetCosines.Sentence(run), Sharing(run)];

    protected override IEnumerable<string> Warnings(RunResult run)
    {
        string[] few = [.. Known(run).Where(one => one.Rows < FewRows).Select(one => $"{one.Target} ({one.Rows})")];
        if (few.Length > 0)
            yield return $"So few test rows know a target that its scores are mostly chance: {string.Join(", ", few)}, of "
                + $"{Format.Count(run.Split.Test.Count)}. {Spelling.Of(nameof(RunSettings.Folds), 10)} judges on all rows.";
    }

    // How many test rows know each target.
    static IEnumerable<(string Target, int Rows)> Known(RunResult run)
    {
        IReadOnlyList<TargetInfo> targets = run.File.SeveralTargets;
        ReadOnlyMemory<float> answers = run.Split.Test.Targets.ToArray();
        return targets.Select((target, i) => (target.Name, Enumerable.Range(0, run.Split.Test.Count)
            .Count(row => !float.IsNaN(answers.Span[row * targets.Count + i]))));
    }

    // Empty where every row knows every target.
    static string JudgedOn(RunResult run) => Known(run).All(one => one.Rows == run.Split.Test.Count) ? ""
        : $" Test rows that know it: {string.Join(", ", Known(run).Select(one => $"{one.Target} {Format.Count(one.Rows)}"))}.";

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        IReadOnlyList<TargetInfo> targets = run.File.SeveralTargets;
        yield return new ReportSection(
            "How well is each target answered?",
            "The share explained is 1 − Σ(t − y)²/Σ(t − t̄)² on the test rows where the target is known: R² of a quantity, and of classes the same "
                + "with their probabilities for y and 1 for the class that it is. 0 is what the best constant answer gets. Other scores are in the "
                + $"target's own unit.{JudgedOn(run)} {Sharing(run)}",
            [])
        { Tables = [Scores(run)] };
        yield return TargetBalance.Section(run);
        if (TargetCosines.Section(run) is { } cosines)
            yield return cosines;
        for (int target = 0; target < Math.Min(MostShown, targets.Count); target++)
        {
            if (TargetView.Of(run, target) is not { } view)
                continue;
            foreach (ReportSection section in SectionsOf(view))
                yield return section with { Heading = $"{targets[target].Name}: {char.ToLowerInvariant(section.Heading[0])}{section.Heading[1..]}" };
        }
    }

    protected override IEnumerable<(string Name, string Content)> Files(RunResult run)
    {
        StringBuilder csv = new("target,score,network");
        (string Name, Evaluation Test)[] judged = Judged(run);
        csv.AppendJoin("", judged.Skip(1).Select(one => $",{PredictionCsv.Quote(one.Name)}")).Append('\n');
        foreach (TargetInfo target in run.File.SeveralTargets)
            foreach (string score in (string[])["explained", "loss", "remaining", "accuracy", "balanced accuracy", "f1", "rmse", "mae"])
                if (run.Test.Metrics.ContainsKey(target.ScoreName(score)))
                    csv.Append(PredictionCsv.Quote(target.Name)).Append(',').Append(score)
                        .AppendJoin("", judged.Select(one => $",{Text(one.Test, target.ScoreName(score))}")).Append('\n');
        yield return ("targets.csv", csv.ToString());
    }

    static string Text(Evaluation test, string score) =>
        test.Metrics.TryGetValue(score, out double value) ? value.ToString(CultureInfo.InvariantCulture) : "";

    static ReportTable Scores(RunResult run) => TargetTable.Of("Test data, target by target", run.File.SeveralTargets, Judged(run));

    static (string Name, Evaluation Test)[] Judged(RunResult run) =>
    [
        ("network", run.Test), .. run.Apart is { } apart ? [("apart", apart.Test)] : Array.Empty<(string, Evaluation)>(),
        ("linear", run.Baselines[1].Test), ("constant", run.Baselines[0].Test),
    ];

    static IEnumerable<ReportSection> SectionsOf(RunResult view)
    {
        if (view.File.Task == LearningTask.Regression)
            return [PredictedAgainstTrue.Section(view), .. CommitteeSections.OfAnswers(view), .. ColumnSections.Of(view)];
        ClassAnswers answers = new(view);
        return
        [
            Confusion.Section(answers), Reliability.Section(answers), .. CommitteeSections.OfAnswers(view), .. ColumnSections.Of(view),
        ];
    }

    static string Sharing(RunResult run)
    {
        if (run.Apart is not { } apart)
            return run.Settings.Apart || run.Members.Count > 0 ? ""
                : $"Whether a network for each target would do better: {Spelling.Of(nameof(RunSettings.Apart), true)}.";
        List<string> better = [], worse = [], open = [];
        foreach ((int i, TargetInfo target) in run.File.SeveralTargets.Index())
            if (apart.GainOf(run.Outputs, i) is var (gain, interval))
            {
                string range = interval.IsNone ? "" : $", with other test rows {Format.Number(interval.Lower)} to {Format.Number(interval.Upper)}";
                (interval.IsNone || interval.Contains(0) ? open : gain > 0 ? better : worse).Add(
                    $"{target.Name} ({(gain > 0 ? "+" : "")}{Format.Number(gain)}{range})");
            }
        string[] parts =
        [
            .. better.Count > 0 ? [$"helps {string.Join(", ", better)}"] : Array.Empty<string>(),
            .. worse.Count > 0 ? [$"hurts {string.Join(", ", worse)}"] : Array.Empty<string>(),
            .. open.Count > 0 ? [$"makes no difference that can be told for {string.Join(", ", open)}"] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? "" : $"One network for all, beside one of the same size for each target, by the share explained: sharing "
            + $"{string.Join("; ", parts)}. Other initial weights ({Spelling.Of(nameof(RunSettings.Seed))}) may say otherwise.";
    }
}
