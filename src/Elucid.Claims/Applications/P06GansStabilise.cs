using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class P06GansStabilise : Card
{
    const string Leaky = "leaky-relu:slope=0.2";

    static readonly Condition[] Cleared = Better(""), Uncleared = Better(RingOfGaussians.Uncleared);

    public override string Sentence => "In GANs a discriminator with ELU stabilises training, and the generator matches the data better.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "supported on a toy, by the number of modes";

    public override string Limits =>
        "Points in the plane, no images. Better is fixed here as one mode more of eight, with a share of good points that is at most five points "
            + "lower. The verdict is that of a discriminator whose gradients of the generator's step are cleared, which is right; programs "
            + "that forget it are shown beside it.";

    public override IReadOnlyList<string> Sources => ["Goodfellow et al. 2014, arXiv:1406.2661", "Metz et al. 2017, arXiv:1611.02163, section 3.1"];

    // 2: at another initial gain, too.
    public override int Revision => 2;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [RingOfGaussians.Of() with { Conditions = [.. Cleared, .. Uncleared] }, Gains.Experiment];

    static GainRobustness Gains => new(RingOfGaussians.Of(), "elu", Leaky);

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[RingOfGaussians.Id];
        string modes = RingOfGaussians.Modes.Name;
        ConditionResult[] cleared = [.. Cleared.Select(condition => condition.Evaluate(result))];
        ConditionResult uncleared = Uncleared[0].Evaluate(result);
        ConditionResult calmer = new Superiority("elu", Leaky, RingOfGaussians.Jitter.Name, -Math.Log(1 - 0.05)).Evaluate(result);
        Finding finding = Findings.Of(cleared, "Leaky ReLU with slope 0.2",
            $"Of eight modes the generator finds {Findings.Mean(result, "elu", modes)} with ELU in the discriminator, "
                + $"{Findings.Mean(result, Leaky, modes)} with Leaky ReLU and {Findings.Mean(result, "relu", modes)} with ReLU; its jitter is "
                + $"{Findings.Change(calmer)} than Leaky ReLU's. With gradients that are not cleared the lead in modes is "
                + $"{Findings.Points(uncleared)}. {Findings.Failures(result)}.") with
        {
            Charts = [Pictures.PairedDifferences(result, modes), Pictures.PairedDifferences(result, RingOfGaussians.Jitter.Name)],
            Tables = [Findings.Means(result)],
        };
        return Gains.Qualify(finding, evidence, modes);
    }

    static Condition[] Better(string variant) =>
    [
        new Superiority($"elu{variant}", Leaky + variant, RingOfGaussians.Modes.Name, 1),
        new NotMuchBetter(Leaky + variant, $"elu{variant}", RingOfGaussians.Quality.Name, 0.05),
    ];
}
