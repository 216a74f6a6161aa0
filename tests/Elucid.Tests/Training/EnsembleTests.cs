namespace Elucid.Tests.Training;

public sealed class EnsembleTests
{
    static readonly Dataset Six = new("six", [0, 1, 2, 3, 4, 5], [1], [0, 0, 0, 1, 1, 1], ["a", "b"]);

    /// <summary>Answers row by row from a list, whatever it is asked: a row's feature is its number.</summary>
    sealed class Fixed(params float[] answers) : Module
    {
        public override Tensor Forward(Tensor x)
        {
            Tensor y = new(OutputShape(x.Shape));
            for (int row = 0; row < x.Shape[0]; row++)
                y.Edit()[2 * row + (int)answers[(int)x.Values[row]]] = 1;
            return y;
        }

        public override Shape OutputShape(Shape input) => [input[0], 2];
    }

    [Fact]
    public void Probabilities_are_averaged_not_logits()
    {
        Tensor x = new([1, 1]);
        Ensemble ensemble = Ensemble.Average([new Constant(0, 0), new Constant(100, 0)], LearningTask.Classification);
        double[] mean = Probabilities.FromLogits(ensemble.Forward(x).Values, 2);
        Assert.Equal(0.75, mean[0], 1e-6);
        Assert.Equal([50, 1], Ensemble.Average([new Constant(0, 2), new Constant(100, 0)], LearningTask.Regression).Forward(x).Values);
        Assert.Equal([2, 1.5f], Ensemble.Vote([new Constant(1, 0), new Constant(0, 9), new Constant(3, 3)], [1, 1.5, 1]).Forward(x).Values);
    }

    [Fact]
    public void An_answer_says_how_far_members_differ()
    {
        static Prediction Say(LearningTask task, ColumnScales? scales, IReadOnlyList<string> names, params Module[] members) => new TrainedModel(
            new ModelFile
            {
                Recipe = new(),
                Activation = "elu",
                FeatureShape = [1],
                OutputNames = names,
                Task = task,
                Data = "six",
                Scales = scales is null ? null : new Standardizer(new ColumnScales([0f], [1f]), scales),
            }, task == LearningTask.Classification ? Ensemble.Vote(members, [1, 1.5, 1]) : Ensemble.Average(members, task)).Predict([0f]);

        Prediction votes = Say(LearningTask.Classification, null, ["a", "b"], new Constant(1, 0), new Constant(0, 9), new Constant(3, 3));
        Assert.Equal("a", votes.Class);
        Assert.Equal(1 / 3.0, votes.Disagreement!.Value, 1e-12);
        // 1, 3 and 5 in deviations of 10: a mean of 3 and a standard deviation of 2.
        Prediction numbers = Say(LearningTask.Regression, new ColumnScales([7f], [10f]), ["y"], new One(1), new One(3), new One(5));
        Assert.Equal(37, numbers.Value);
        Assert.Equal(20, numbers.Disagreement!.Value, 1e-9);
        Assert.Null(Say(LearningTask.Regression, null, ["y", "z"], new Constant(1, 2), new Constant(3, 4)).Disagreement);
        Assert.Null(Say(LearningTask.Regression, null, ["y"], new One(1)).Disagreement);
    }

    sealed class One(float answer) : Module
    {
        public override Tensor Forward(Tensor x) => new(OutputShape(x.Shape), [answer]);

        public override Shape OutputShape(Shape input) => [input[0], 1];
    }

    sealed class Constant(float first, float second) : Module
    {
        public override Tensor Forward(Tensor x) => new(OutputShape(x.Shape), [first, second]);

        public override Shape OutputShape(Shape input) => [input[0], 2];
    }

    // Errors 1/6, then 1/10 of the new weights, and the first row is drawn more often after the first mistake.
    [Fact]
    public void Networks_that_are_better_count_more()
    {
        Queue<Module> members = new([new Fixed(1, 0, 0, 1, 1, 1), new Fixed(0, 0, 0, 0, 1, 1)]);
        List<int> firstRows = [];
        Ensemble boosted = Ensemble.Boost(
            rows =>
            {
                firstRows.Add(rows.Features.ToArray().Count(x => x == 0));
                return members.Dequeue();
            },
            Six, 2, new RandomStream(1));
        Assert.Equal(Math.Log(5), boosted.MemberWeights[0], 1e-12);
        Assert.Equal(Math.Log(9), boosted.MemberWeights[1], 1e-12);
        Assert.True(firstRows[1] > firstRows[0]);
        Assert.Equal(5 / 6.0, Evaluation.Of(boosted, Six).Accuracy!.Value, 1e-12);
    }

    [Fact]
    public void Boosting_ends_with_a_network_that_makes_no_mistake_or_guesses()
    {
        Assert.Single(Ensemble.Boost(_ => new Fixed(0, 0, 0, 1, 1, 1), Six, 5, new RandomStream(1)).Members);
        Refused.With<ArgumentException>("Dataset 'six': expected networks that are better than guessing, but the first one is not. "
            + "Train them longer.",
            () => Ensemble.Boost(_ => new Fixed(1, 1, 0, 0, 1, 1), Six, 5, new RandomStream(1)));
    }

    [Fact]
    public void Bagged_networks_see_samples_of_the_rows()
    {
        List<float[]> seen = [];
        Ensemble bagged = Ensemble.Bag(
            rows =>
            {
                seen.Add(rows.Features.ToArray());
                return new Fixed(0, 0, 0, 1, 1, 1);
            },
            Six, 4, new RandomStream(1));
        Assert.Equal(4, seen.DistinctBy(rows => string.Join(' ', rows)).Count());
        Assert.Equal(1, Evaluation.Of(bagged, Six).Accuracy);
    }

    [Fact]
    public void Threads_may_ask_at_once_and_members_are_copied_and_folded()
    {
        RandomStream random = new(1);
        Module[] members = [.. Enumerable.Range(0, 3).Select(_ =>
            new Sequential(new Linear(2, 8, random), new ActivationLayer(ActivationCatalog.Parse("elu")), new Linear(8, 2, random)))];
        Ensemble ensemble = Ensemble.Average(members, LearningTask.Classification);
        float[] alone = ensemble.Predict(new float[] { 1, -1 });
        Assert.All(Enumerable.Range(0, 64).AsParallel().Select(_ => ensemble.Predict(new float[] { 1, -1 })), answer => Assert.Equal(alone, answer));
        Assert.Equal(alone, ensemble.Clone().Predict(new float[] { 1, -1 }));
        Assert.Equal(alone, Inference.FoldBatchNorms(ensemble).Predict(new float[] { 1, -1 }));
    }

    [Fact]
    public void What_cannot_answer_together_is_refused_in_words()
    {
        Refused.With<ArgumentException>("Ensemble: expected at least one network, but got none.",
            () => Ensemble.Average([], LearningTask.Regression));
        Refused.With<ArgumentOutOfRangeException>(
            "Expected the task Classification or Regression or Text or Forecast or Reconstruct or Detect or Control or Generate or Several, but got "
                + "99. (Parameter 'task')",
            () => Ensemble.Average([new Constant(0, 0)], (LearningTask)99));
        Refused.With<ArgumentException>("Ensemble: expected a weight for each of 1 networks, but got 2.",
            () => Ensemble.Vote([new Constant(0, 1)], [1, 2]));
        Refused.With<ShapeException>("Ensemble: expected networks with outputs of shape [1, 2], but got [1, 3]. All must answer the same question.",
            () => Ensemble.Vote([new Constant(0, 1), new Linear(1, 3, new RandomStream(1))]).Forward(new Tensor([1, 1])));
    }
}
