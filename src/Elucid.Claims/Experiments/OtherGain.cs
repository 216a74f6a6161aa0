using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>The conditions that decide a card once more, from LeCun's weights: for effects that are no lead of one arm over another, and where the
/// five arms of <see cref="GainRobustness"/> would take too long.</summary>
/// <param name="Of">The experiment, from He's weights; its networks take the setting <c>gain</c>.</param>
/// <param name="Id">The name of the one from LeCun's.</param>
/// <param name="Conditions">What decides; the arms keep their names.</param>
internal sealed record OtherGain(Experiment Of, string Id, params IReadOnlyList<Condition> Conditions)
{
    /// <summary>How many seeds: few, as it looks for a side and not for a size.</summary>
    public int Seeds { get; init; } = 5;

    /// <summary>How many seeds are tuned on; more where one tells rates apart badly.</summary>
    public int TuningSeeds { get; init; } = 1;

    /// <summary>The arms that the conditions name; all by default.</summary>
    public IReadOnlyList<string> Arms { get; init; } = [];

    /// <summary>The same from LeCun's weights.</summary>
    public Experiment Experiment => Of with
    {
        Id = Id,
        Arms = [.. Of.Arms.Where(arm => Arms.Count == 0 || Arms.Contains(arm.Name))],
        Settings = Of.Settings.With("gain", "lecun"),
        Seeds = Math.Min(Seeds, Of.Seeds),
        Tuning = Of.Tuning is { } tuning ? tuning with { Seeds = [.. tuning.Seeds.Take(TuningSeeds)] } : null,
        Conditions = [],
    };

    /// <summary>The finding, and what it says of gains: what is decided at He's has to lie on the same side at LeCun's.</summary>
    public Finding Qualify(Finding finding, Evidence evidence)
    {
        ExperimentResult he = evidence[Of.Id], leCun = evidence[Id];
        (ConditionResult He, ConditionResult LeCun)[] each =
            [.. Conditions.Select(condition => (condition.Evaluate(he), condition.Evaluate(leCun)))];
        bool isRobust = each.All(one =>
            one.He.Verdict is not (Verdict.Supported or Verdict.RefutedOpposite) || SideOf(one.He, he) == SideOf(one.LeCun, leCun));
        return (isRobust ? finding : GainRobustness.Depending(finding)) with
        {
            Tables =
            [
                .. finding.Tables,
                new ReportTable(
                    $"At other initial gains, LeCun's on {leCun.Seeds.Count} seeds",
                    [new("what decides"), new("He's", Alignment: ColumnAlignment.End), new("LeCun's", Alignment: ColumnAlignment.End)],
                    [.. each.Select(one => new ReportRow([one.He.Text, Findings.Effect(one.He), Findings.Effect(one.LeCun)]))]),
            ],
        };
    }

    // Of what is claimed, or not: a ratio of spreads parts at 1, a small lead at the margin, all others at 0.
    static int SideOf(ConditionResult result, ExperimentResult of) => Math.Sign(result.Estimate - result.Condition switch
    {
        SmallerSpread => 1,
        NotMuchBetter little => of.MetricOf(little.Measure).Readable(little.Margin),
        _ => 0,
    });
}
