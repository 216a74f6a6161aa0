namespace Elucid.Lab;

/// <summary>Language models are compared by perplexity, on a ratio scale: by their mean cross-entropy.</summary>
sealed class TextProfile : TaskProfile
{
    // Nearly every token foretold with certainty.
    const double PerfectPerplexity = 1.01;

    const int PromptTokens = 16, SampleTokens = 200;

    public override LearningTask Task => LearningTask.Text;

    public override Metric Deciding => Metric.TestPerplexity;

    public override IReadOnlyList<Metric> Beside(IReadOnlyList<string> outputNames) =>
        [Metric.TestLoss with { Name = "test nats per token", ShortName = "nats per token" }, Metric.TestBitsPerCharacter];

    public override string LossName => "cross-entropy (nats per token)";

    public override string OutputsName => "tokens";

    internal override bool HasOneOutputEach => false;

    public override string InputMeaning(string data) => $"tokens of {data}, each the number of its place among the outputs";

    public override string OutputMeaning => "logits of the token after each token:";

    public override string TrivialName => "frequency of each token";

    public override string LinearName => "frequency of each pair";

    internal override string TrivialAnswer => "foretelling by";

    internal override string LinearKind => "A table of pairs";

    internal override string TooGood =>
        "Such a score is often too good to be true: look for passages that stand in both parts, or for a text that repeats itself.";

    internal override Evaluation Trivial(DataSplit split) => NgramBaseline.Fit(split.Train, order: 1).Evaluate(split.Test);

    internal override Evaluation Linear(DataSplit split) => NgramBaseline.Fit(split.Train, order: 2).Evaluate(split.Test);

    internal override float[] TrivialOutputs(Dataset training)
    {
        NgramBaseline frequencies = NgramBaseline.Fit(training, order: 1);
        return [.. Enumerable.Range(0, training.OutputCount).Select(token => (float)Math.Log(frequencies.Probability(0, token)))];
    }

    internal override double LinearPenalty(int outputs) => 0;

    internal override Tensor LossOf(Tensor outputs, Dataset data, int first = 0)
    {
        int length = outputs.Shape[1];
        int[] tokens = [.. data.Targets.Slice(first * length, outputs.Shape[0] * length).ToArray().Select(token => (int)token)];
        return Loss.CrossEntropy(Ops.Reshape(outputs, [-1, outputs.Shape.Last]), tokens);
    }

    internal override bool IsTrivial(Judged network, Judged trivial) => !Deciding.IsBetter(network.By(Deciding), trivial.By(Deciding));

    internal override bool IsTooGood(Judged network, Judged trivial) => network.By(Deciding) < PerfectPerplexity;

    // It goes on from the beginning of text that it was not trained on.
    internal override EpochSample? Sample(TrainedModel model, DataSplit split, int epoch)
    {
        Dataset unseen = split.Validation ?? split.Test;
        int[] tokens = [.. unseen.Features[..Math.Min(PromptTokens, unseen.FeatureCount)].ToArray().Select(token => (int)token)];
        string prompt = model.File.Tokenizer!.Decode(tokens);
        return new(epoch, prompt, string.Concat(model.Generate(prompt, SampleTokens, temperature: 0.8, seed: (ulong)epoch)));
    }
}
