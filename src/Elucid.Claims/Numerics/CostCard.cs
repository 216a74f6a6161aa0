using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>A claim about time, decided by one experiment on this machine.</summary>
internal abstract class CostCard : Card
{
    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Limits => "Ratios of one machine and this library; another library's exponential may cost ten times as much.";

    public sealed override bool Trains => false;

    /// <summary>The experiment.</summary>
    public abstract Experiment Experiment { get; }

    /// <summary>What decides; all must hold.</summary>
    public abstract IReadOnlyList<Condition> Conditions { get; }

    /// <summary>What it is compared with.</summary>
    public abstract string Against { get; }

    /// <summary>The answer in one sentence.</summary>
    public abstract string Answer(ExperimentResult result);

    public sealed override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Experiment];

    public sealed override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[Experiment.Id];
        return Findings.Of([.. Conditions.Select(condition => condition.Evaluate(result))], Against, Answer(result)) with
        {
            Tables = [Medians(result)],
        };
    }

    /// <summary>The median over the blocks.</summary>
    protected static double Median(ExperimentResult result, string arm, string measure)
    {
        double[] sorted = [.. result.Scores(arm, measure).Values.ToArray().Order()];
        return sorted[sorted.Length / 2];
    }

    static ReportTable Medians(ExperimentResult result) => new(
        "Medians",
        [new(""), .. result.Experiment.Measures.Select(measure => new ReportColumn(measure.Name, Alignment: ColumnAlignment.End))],
        [.. result.Experiment.Arms.Select(arm => new ReportRow(
            [arm.Name, .. result.Experiment.Measures.Select(measure => new ReportCell(Format.Number(Median(result, arm.Name, measure.Name))))]))]);
}
