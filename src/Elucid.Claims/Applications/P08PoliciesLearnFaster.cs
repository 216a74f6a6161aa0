using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class P08PoliciesLearnFaster : Card
{
    static readonly Condition
        Faster = new Superiority("elu", "relu", CartPoleTraining.Return.Name, 40),
        FasterThanTanh = new Superiority("elu", "tanh", CartPoleTraining.Return.Name, 40),
        Smoother = new Superiority("elu", "relu", CartPoleTraining.Jumps.Name, -Math.Log(1 - 0.05));

    public override string Sentence => "In reinforcement learning a policy network with ELU learns faster and explores more smoothly.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "supported against ReLU, no difference to tanh";

    public override string Limits =>
        "One small task, balancing a pole, and one algorithm with one network for policy and value. Faster is the mean return of all episodes while "
            + "learning, smoother a probability that changes less from state to state; a policy that has learned more also decides more sharply.";

    public override IReadOnlyList<string> Sources => ["Barto, Sutton and Anderson 1983", "Mnih et al. 2016, arXiv:1602.01783"];

    // 2: at another initial gain, too.
    public override int Revision => 2;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [CartPoleTraining.Of() with { Conditions = [Faster, Smoother] }, Gains.Experiment];

    static OtherGain Gains => new(CartPoleTraining.Of(), "P08-gain", Faster, Smoother) { Arms = ["relu", "elu"], TuningSeeds = 4 };

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[CartPoleTraining.Id];
        ConditionResult faster = Faster.Evaluate(result), tanh = FasterThanTanh.Evaluate(result), smoother = Smoother.Evaluate(result);
        Finding finding = Findings.In([("faster learning", [faster]), ("smoother exploration", [smoother])], "ReLU",
            $"Of at most 500 ELU's mean return while learning is {Findings.Mean(result, "elu", CartPoleTraining.Return.Name)}, "
                + $"{Findings.Difference(faster, "higher", "lower", decimals: 0)} than ReLU's and "
                + $"{Findings.Difference(tanh, "higher", "lower", decimals: 0)} than tanh's; its policy changes "
                + $"{Findings.Difference(smoother, "less", "more")} from state to state than ReLU's.");
        finding = finding with
        {
            Qualifier = string.Join("; ", new[] { finding.Qualifier, tanh.Verdict == Verdict.Supported ? "" : "not shown against tanh" }
                .Where(text => text.Length > 0)),
            Charts = [Pictures.PairedDifferences(result, CartPoleTraining.Return.Name), Pictures.Curves(result, "return", "return", unit: "update")],
            Tables = [Findings.Means(result), Tables.Extras(result, "First update with a mean return of 195", "updates until 195")],
        };
        return Gains.Qualify(finding, evidence);
    }
}
