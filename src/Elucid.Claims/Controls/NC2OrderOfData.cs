using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class NC2OrderOfData : Control
{
    const string ExperimentId = "NC2";
    const int Repetitions = 40, Blocks = 10, Allowed = 5;

    static readonly Superiority Better = new("elu, other order", "elu", SmallDigits.Loss.Name, -Math.Log(1 - 0.03));

    public override string Sentence => "ELU against itself with the examples in another order is told apart in hardly more than 5 % of all studies.";

    public override string Expected => "at most 5 of 40 studies say that there is a difference";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [SmallDigits.Of(ExperimentId, Of("elu", 0), Of("elu, other order", 1)) with { Seeds = Repetitions * Blocks, Conditions = [Better] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        Metric metric = SmallDigits.Loss.Metric;
        double[] differences = metric.Differences(
            result.Scores("elu", metric.Name).Values, result.Scores("elu, other order", metric.Name).Values);
        Verdict[] verdicts =
            [.. differences.Chunk(Blocks).Select(study => VerdictRule.Decide(PairedComparison.Of(study), Better.MinimalEffect))];
        int told = verdicts.Count(verdict => verdict is Verdict.Supported or Verdict.RefutedOpposite);
        double deviation = PairedComparison.Of(differences).StandardDeviation;
        ClaimVerdict verdict = told > Allowed ? ClaimVerdict.Refuted
            : verdicts.Length < Repetitions ? ClaimVerdict.Inconclusive
            : ClaimVerdict.Supported;
        return new Finding(verdict,
            $"{told} of {verdicts.Length} studies say that ELU differs from itself, where {Allowed} are allowed; the standard deviation of such a "
                + $"difference is {Format.Fixed(100 * deviation, 1)} %.")
        {
            Against = "ELU",
            Conditions = [Better.Evaluate(result)],
        };
    }

    static Arm Of(string name, int order) => new(name, Settings.Of(("activation", "elu"), ("order", order)));
}
