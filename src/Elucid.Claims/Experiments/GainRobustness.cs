using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>The contrast that decides a card, at other initial gains: an effect of He's gain must not be taken for one of the activation.</summary>
/// <param name="Of">The experiment; its networks take the setting <c>gain</c>.</param>
/// <param name="Arm">The arm that is claimed to be better.</param>
/// <param name="Over">The one that it is compared with.</param>
internal sealed record GainRobustness(Experiment Of, string Arm, string Over)
{
    const int Seeds = 5;

    const string Dependence = "depends on the initial gain";

    const string He = "He", LeCun = "LeCun", Unit = "unit";

    /// <summary>Both arms with He's and with LeCun's gain, and the first one with the gain that keeps its variance, too; on five seeds, and tuned on
    /// one: it looks for a sign, not for a size.</summary>
    public Experiment Experiment => Of with
    {
        Id = $"{Of.Id}-gain",
        Arms = [.. new[] { He, LeCun }.SelectMany(gain => new[] { With(Arm, gain), With(Over, gain) }), With(Arm, Unit)],
        Baseline = Name(Over, He),
        Seeds = Math.Min(Seeds, Of.Seeds),
        Tuning = Of.Tuning is { } tuning ? tuning with { Seeds = [tuning.Seeds[0]] } : null,
        Conditions = [],
    };

    /// <summary>An arm that is an activation with an initial gain.</summary>
    public static Arm ArmOf(string name, string activation, string gain) => new(name, Settings.Of(("activation", activation), ("gain", gain)));

    /// <summary>The finding, and what it says of gains.</summary>
    public Finding Qualify(Finding finding, Evidence evidence, string measure) => Qualify(
        finding, evidence[$"{Of.Id}-gain"], measure, (Name(Arm, He), Name(Over, He)), (Name(Arm, LeCun), Name(Over, LeCun)), Name(Arm, Unit));

    /// <summary>The finding, and what it says of gains; from an experiment whose arms are named otherwise.</summary>
    /// <param name="finding">What was found with He's gain.</param>
    /// <param name="result">The result that has the arms.</param>
    /// <param name="measure">The measure that decides.</param>
    /// <param name="he">The two arms with He's gain.</param>
    /// <param name="leCun">The two arms with LeCun's.</param>
    /// <param name="unit">The first arm with the gain that keeps the variance; it is compared with the other at He's, which does that for
    /// ReLU.</param>
    public static Finding Qualify(
        Finding finding, ExperimentResult result, string measure, (string Arm, string Over) he, (string Arm, string Over) leCun, string unit)
    {
        ConditionResult Effect((string Arm, string Over) pair) => new Superiority(pair.Arm, pair.Over, measure, double.Epsilon).Evaluate(result);
        (string Gain, ConditionResult Effect)[] rows =
            [("He", Effect(he)), ("LeCun", Effect(leCun)), ("unit variance, against He's", Effect((unit, he.Over)))];
        bool isDecided = finding.Conditions.Any(condition => condition.Verdict is Verdict.Supported or Verdict.RefutedOpposite);
        bool isRobust = Math.Sign(rows[0].Effect.Estimate) == Math.Sign(rows[1].Effect.Estimate);
        return (!isDecided || isRobust ? finding : Depending(finding)) with
        {
            Tables =
            [
                .. finding.Tables,
                ReportTable.OfPairs(
                    $"Lead in {measure} at other initial gains, {result.Seeds.Count} seeds",
                    rows.Select(row => (row.Gain, Findings.Effect(row.Effect)))),
            ],
        };
    }

    /// <summary>A finding that another initial gain turns round: supported at one and with the other sign at another is no claim about the
    /// activation; refuted stays refuted, and says so.</summary>
    public static Finding Depending(Finding finding) => finding.Qualifier.EndsWith(Dependence, StringComparison.Ordinal) ? finding : finding with
    {
        Verdict = finding.Verdict == ClaimVerdict.Supported ? ClaimVerdict.Depends : finding.Verdict,
        Qualifier = string.Join("; ", new[] { finding.Qualifier, Dependence }.Where(text => text.Length > 0)),
    };

    Arm With(string arm, string gain) => new(
        Name(arm, gain), Of.Arms.First(known => known.Name == arm).Settings.With("gain", gain.ToLowerInvariant()));

    static string Name(string arm, string gain) => $"{arm}, {gain}";
}
