using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Policies are compared by the mean return of the test's episodes, and must beat acting at random.</summary>
sealed class ControlProfile : TaskProfile
{
    public override LearningTask Task => LearningTask.Control;

    public override Metric Deciding => Metric.TestReturn;

    public override IReadOnlyList<Metric> Beside(IReadOnlyList<string> outputNames) =>
        [Metric.TestWorstReturn, Metric.TestSteps, Metric.TestSolved];

    public override bool LossIsScore => true;

    public override string LossName => "minus the mean return";

    public override string ExamplesName => "episodes";

    public override string OutputsName => "actions";

    internal override bool HasOneOutputEach => false;

    public override string InputMeaning(string data) => $"what is seen in {data}";

    public override string OutputMeaning => "logits of the actions";

    public override string TrivialName => "random policy";

    public override string LinearName => $"best of {Format.Count(LinearPolicies.Tried)} linear policies";

    internal override string TrivialAnswer => "acting by";

    internal override string LinearKind => "A policy without hidden layers";

    internal override Evaluation Trivial(DataSplit split)
    {
        int actions = split.Test.OutputCount;
        return Judged(EpisodeData.Play(random => _ => random.NextInt32(actions), split.Test), split.Test);
    }

    internal override Evaluation Linear(DataSplit split) => Judged(LinearPolicies.Play(split), split.Test);

    internal override IReadOnlyList<Baseline> Baselines(DataSplit split, Standardizer? scales, NetworkRecipe recipe)
    {
        EnvironmentInfo environment = EpisodeData.EnvironmentOf(split.Test);
        Baseline[] both = [new(TrivialName, Trivial(split)), new(LinearName, Linear(split))];
        return environment.Rule is not { } rule ? both
            : [.. both, new($"rule: {environment.RuleName}", Judged(EpisodeData.Play(_ => rule, split.Test), split.Test))];
    }

    internal override float[] TrivialOutputs(Dataset training) => new float[training.OutputCount];

    internal override double LinearPenalty(int outputs) => 0;

    // Of a policy that would rather be surer of what it does: what a probe sends back.
    internal override Tensor LossOf(Tensor outputs, Dataset data, int first = 0)
    {
        int actions = outputs.Shape[1];
        int[] likeliest = new int[outputs.Shape[0]];
        for (int row = 0; row < likeliest.Length; row++)
        {
            ReadOnlySpan<float> logits = outputs.Values.Slice(row * actions, actions);
            for (int action = 1; action < actions; action++)
                if (logits[action] > logits[likeliest[row]])
                    likeliest[row] = action;
        }
        return Loss.CrossEntropy(outputs, likeliest);
    }

    // Episodes begin nearly alike: what is seen later tells which units live.
    internal override (Tensor X, Func<Tensor, Tensor> Loss) Probe(Dataset training, RandomStream random) =>
        (EpisodeData.SeenAtRandom(training, ProbeRows, random), outputs => LossOf(outputs, training));

    internal override bool TrivialAnswersFail => true;

    internal override bool IsTrivial(Judged network, Judged trivial) => !Deciding.IsBetter(network.By(Deciding), trivial.By(Deciding));

    // Nobody can leak the future of an episode that is not yet played.
    internal override bool IsTooGood(Judged network, Judged trivial) => false;

    static Evaluation Judged(IReadOnlyList<Episode> played, Dataset episodes) => EpisodeScores.Of(played, EpisodeData.EnvironmentOf(episodes));
}
