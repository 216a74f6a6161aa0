namespace Elucid.Samples;

/// <summary>
/// A cart learns to balance a pole: an actor that chooses pushes and a critic that foretells how long it will last, each with an optimizer (Williams
/// 1992, with a learned baseline).
/// </summary>
static class BalancePole
{
    const float Discount = 0.98f;

    public static void Run(TextWriter output)
    {
        RandomStream random = new(seed: 2);
        Sequential actor = Network(2, random), critic = Network(1, random);
        Adam ofActor = new(actor, learningRate: 5e-3), ofCritic = new(critic, learningRate: 1e-2);
        CartPole world = new();
        TrainingLoop loop = TrainingLoop.Of(
            [new("actor", actor, ofActor), new("critic", critic, ofCritic)],
            step =>
            {
                Episode episode = Episode.Run(world, seen => Draw(actor.Predict(seen), step.Random), step.Random, maxSteps: 200);
                Tensor returns = (1 - Discount) * episode.Returns(Discount), expected = Values(episode);
                step.Minimize(ofCritic, () => Loss.Huber(Values(episode), returns));
                step.Minimize(ofActor, () =>
                    Loss.PolicyGradient(actor.Forward(episode.Observations), episode.Actions, returns, expected, entropyWeight: 0.01));
                step.Record("length", episode.Length);
            },
            new TrainingLoopOptions { Epochs = 40, StepsPerEpoch = 20, ClipNorm = 1, Goal = Goal.Highest("length") });
        History history = loop.Fit();
        double first = history.Epochs[0].Metrics["length"], best = history.Epochs[history.BestEpoch - 1].Metrics["length"];
        output.WriteLine($"balanced for {first:F0} steps at first, {best:F0} at best");

        Tensor Values(Episode episode) => Ops.Reshape(critic.Forward(episode.Observations), -1);
    }

    static Sequential Network(int outputs, RandomStream random) =>
        new(new Linear(4, 32, random), Activations.Elu(), new Linear(32, outputs, random));

    static int Draw(float[] logits, RandomStream random) => random.NextSingle() < 1 / (1 + MathF.Exp(logits[0] - logits[1])) ? 1 : 0;
}
