namespace Elucid.Samples;

/// <summary>Two networks with an optimizer each: a generator learns numbers around 4 from a discriminator that tells them from true ones (Goodfellow et al. 2014, arXiv:1406.2661).</summary>
static class TwoNetworks
{
    public static void Run(TextWriter output)
    {
        RandomStream random = new(seed: 3);
        Sequential generator = Network(random), discriminator = Network(random);
        Adam ofGenerator = new(generator, learningRate: 2e-3f, beta1: 0.5f), ofDiscriminator = new(discriminator, learningRate: 2e-3f, beta1: 0.5f);
        Tensor yes = new([64, 1], Enumerable.Repeat(1f, 64).ToArray()), no = new([64, 1]);
        for (int step = 0; step < 1500; step++)
        {
            // The gradients of both losses add up until the step.
            Judge(Draw(random, mean: 4, deviation: 0.5f), yes);
            Judge(Generate(generator, random), no);
            ofDiscriminator.Step();

            // This loss goes through the discriminator, too. What it leaves there is no part of the discriminator's next step.
            using Tape tape = Tape.Start();
            tape.Backward(Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(generator.Forward(Draw(random))), yes));
            ofGenerator.Step();
        }
        float[] drawn = Generate(generator, random).Values.ToArray();
        output.WriteLine($"generated numbers around {drawn.Average():F1}");

        void Judge(Tensor x, Tensor target)
        {
            using Tape tape = Tape.Start();
            tape.Backward(Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(x), target));
        }
    }

    static Sequential Network(RandomStream random) =>
        new(new Linear(1, 32, random), Activations.Elu(), new Linear(32, 1, random));

    static Tensor Generate(Sequential generator, RandomStream random)
    {
        using Tape tape = Tape.StartWithoutGradients();
        return generator.Forward(Draw(random)).Keep();
    }

    static Tensor Draw(RandomStream random, float mean = 0, float deviation = 1)
    {
        Tensor numbers = new([64, 1]);
        random.FillGaussian(numbers.Edit(), mean, deviation);
        return numbers;
    }
}
