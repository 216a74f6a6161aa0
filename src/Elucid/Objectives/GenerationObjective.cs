namespace Elucid;

/// <summary>New examples: the loss of a <see cref="GenerativeNetwork"/>, judged by what it draws.</summary>
sealed class GenerationObjective : Objective
{
    public static GenerationObjective Instance { get; } = new();

    public override Tensor Loss(Module model, Examples batch) => LossOf(Generative(model).Losses(batch.X, batch.Random));

    public override Evaluation Evaluate(Module model, Dataset data)
    {
        GenerativeNetwork network = Generative(model);
        using ModeScope scope = model.InUse();
        RandomStream random = new(seed: 0);
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        Examples batch = new(data, Math.Min(RowsAtOnce, data.Count));
        Dictionary<string, double> sums = [];
        double loss = 0;
        for (int first = 0; first < data.Count; first += RowsAtOnce)
        {
            using Tape tape = Tape.StartWithoutGradients();
            batch.Take(rows.AsSpan(first, Math.Min(RowsAtOnce, data.Count - first)), random);
            IReadOnlyList<(string Name, Tensor Loss)> parts = network.Losses(batch.X, random);
            loss += (double)LossOf(parts).ToScalar() * batch.Count;
            foreach ((string name, Tensor part) in parts)
                sums[name] = sums.GetValueOrDefault(name) + (double)part.ToScalar() * batch.Count;
        }
        IEnumerable<(string, double)> losses = sums.Select(part => (part.Key, part.Value / data.Count));
        return new Evaluation(loss / data.Count) { Metrics = MetricValues.Of([.. Judged(network, data), .. losses]) };
    }

    public override void Check(Module model, Dataset data, int batchSize) =>
        Generative(model).OutputShape([batchSize, .. data.FeatureShape]);

    /// <summary>The same draws each time, whatever the data.</summary>
    static IEnumerable<(string, double)> Judged(GenerativeNetwork network, Dataset data)
    {
        if (GenerationData.JudgeOf(data) is not { } judge)
            return [];
        using Tape tape = Tape.StartWithoutGradients();
        Tensor drawn = network.Sample(Math.Min(data.Count, ExampleJudge.MostExamples), new RandomStream(seed: 0).Derive("judged"));
        return Kernels.Reduce.IsFinite(drawn.Values) ? [.. judge.Judge(drawn.Values, data).Select(score => (score.Key, score.Value))] : [];
    }

    static Tensor LossOf(IReadOnlyList<(string Name, Tensor Loss)> parts) =>
        parts.Skip(1).Aggregate(parts[0].Loss, (sum, part) => sum + part.Loss);

    static GenerativeNetwork Generative(Module model) => model as GenerativeNetwork ?? throw new ArgumentException(
        $"Examples are drawn by a {nameof(GenerativeNetwork)} such as {nameof(VariationalAutoencoder)}, but the network is {model}.", nameof(model));
}
