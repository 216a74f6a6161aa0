namespace Elucid.Samples;

/// <summary>
/// Two networks with an optimizer each: a generator learns numbers around 4 from a discriminator that tells them from true ones (Goodfellow et al.
/// 2014, arXiv:1406.2661).
/// </summary>
static class TwoNetworks
{
    public static void Run(TextWriter output)
    {
        // <page>
        RandomStream random = new(seed: 3);
        Sequential generator = Network(random), discriminator = Network(random);
        Adam ofGenerator = new(generator, learningRate: 2e-3, beta1: 0.5), ofDiscriminator = new(discriminator, learningRate: 2e-3, beta1: 0.5);
        Tensor yes = new([64, 1], Enumerable.Repeat(1f, 64).ToArray()), no = new([64, 1]);
        TrainingLoop loop = TrainingLoop.Of(
            [new("generator", generator, ofGenerator), new("discriminator", discriminator, ofDiscriminator)],
            step =>
            {
                Tensor real = Draw(step.Random, mean: 4, deviation: 0.5f), noise = Draw(step.Random), fake = generator.Forward(noise);
                step.Minimize(ofDiscriminator, () => Judge(real, yes) + Judge(fake, no), "discriminator");
                // This loss goes through the discriminator, too. What it leaves there is no part of the discriminator's next step.
                step.Minimize(ofGenerator, () => Judge(generator.Forward(noise), yes), "generator");
            },
            new TrainingLoopOptions { Steps = 1500 });
        History history = loop.Fit();
        // </page>
        output.WriteLine($"generated numbers around {generator.Forward(Draw(random)).Values.ToArray().Average():F1}");
        output.WriteLine($"last losses: {history.Epochs[^1].Metrics}");

        Tensor Judge(Tensor x, Tensor target) => Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(x), target);
    }

    static Sequential Network(RandomStream random) =>
        new(new Linear(1, 32, random), Activations.Elu(), new Linear(32, 1, random));

    static Tensor Draw(RandomStream random, float mean = 0, float deviation = 1)
    {
        Tensor numbers = new([64, 1]);
        random.FillGaussian(numbers.Edit(), mean, deviation);
        return numbers;
    }
}
