namespace Elucid.Samples;

/// <summary>
/// An optimizer of one's own: Lion moves every weight by the same step, in the direction of its averaged gradient's sign (Chen et al. 2023,
/// arXiv:2302.06675, algorithm 2).
/// </summary>
sealed class Lion(
    IReadOnlyList<ParameterGroup> groups, double learningRate = 1e-4, float beta1 = 0.9f, float beta2 = 0.99f, double weightDecay = 0)
    : Optimizer(groups, learningRate, weightDecay, stateCount: 1)
{
    protected override string Kind => FormattableString.Invariant($"Lion(beta1 {beta1}, beta2 {beta2})");

    protected override void Update(ParameterUpdate parameter)
    {
        Span<float> weights = parameter.Weights, average = parameter.State(0);
        ReadOnlySpan<float> gradient = parameter.Gradient;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] -= parameter.LearningRate * (MathF.Sign(beta1 * average[i] + (1 - beta1) * gradient[i]) + parameter.WeightDecay * weights[i]);
            average[i] = beta2 * average[i] + (1 - beta2) * gradient[i];
        }
    }
}

/// <summary>Trains the digits with it.</summary>
static class OwnOptimizer
{
    public static void Run(TextWriter output)
    {
        RandomStream random = new(seed: 1);
        DataSplit digits = Digits.Load().Split(test: Portion.Rows(397), random.Derive("split"));
        Sequential model = new(new Flatten(), new Linear(64, 64, random), Activations.Elu(), new Linear(64, 10, random));
        new Trainer(model, new Lion([model], learningRate: 5e-4), digits.Train, options: new TrainerOptions { Epochs = 10 }).Fit();
        output.WriteLine($"test accuracy {Evaluation.Of(model, digits.Test).Accuracy:P1}");
    }
}
