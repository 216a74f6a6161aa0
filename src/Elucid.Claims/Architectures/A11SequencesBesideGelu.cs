using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class A11SequencesBesideGelu : Card
{
    static readonly string Loss = CharacterModel.UnseenLoss.Name;

    static readonly Condition Equal = new Equivalence("elu", "gelu", Loss, -Math.Log(1 - 0.02));

    static readonly Condition Lead = new Superiority("elu", "gelu", Loss, double.Epsilon);

    public override string Sentence => "In simple sequence models ELU holds its own against GELU.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "refuted: GELU's loss is lower by more than 2 %";

    public override string Limits =>
        "A plain recurrent network of 128 units after 600 steps on one novel. Holds its own is fixed here as a loss on unseen text that is "
            + "within 2 % "
            + "of GELU's. Gates, as in an LSTM, were not tried.";

    public override IReadOnlyList<string> Sources => ["Elman 1990, Finding structure in time, Cognitive Science 14", "Austen 1818, Persuasion"];

    public override LikeStudy? Like => new(
        LearningTask.Text, "rnn", "128 units", "adam", "elu", "gelu", Loss, Metric.TestLoss.Name);

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [ElmanModel.Of() with { Conditions = [Equal] }, ElmanModel.AtOneRate, ElmanModel.Gains.Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ElmanModel.Id];
        ConditionResult equal = Equal.Evaluate(result), lead = Lead.Evaluate(result),
            atOneRate = Lead.Evaluate(evidence[ElmanModel.AtOneRateId]);
        string Mean(string arm) => Findings.Mean(result, arm, Loss);
        Finding finding = Findings.Of(equal, "GELU",
            $"ELU's loss on unseen text is {Findings.Change(lead)} than GELU's: {Mean("elu")} against {Mean("gelu")}; ReLU's is {Mean("relu")} and "
                + $"tanh's {Mean("tanh")}. At a rate of 0.01 for both ELU's is {Findings.Change(atOneRate)} than GELU's. "
                + $"{Findings.Failures(result)}.") with
        {
            Charts = [Pictures.PairedDifferences(result, Loss), Pictures.Curves(result, "loss", "training loss", stepsEach: 25)],
            Tables = [Findings.Means(result), CharacterModel.WithoutNetwork, CharacterModel.Samples(result)],
        };
        // Which of the two leads is what another gain may turn; that they are equal has no sign.
        Finding atGains = ElmanModel.Gains.Qualify(finding with { Conditions = [lead] }, evidence, Loss);
        return finding with { Qualifier = atGains.Qualifier, Tables = atGains.Tables };
    }
}
