namespace Elucid.Samples;

/// <summary>An initializer, an augmentation and a schedule of one's own, each a few lines.</summary>
static class OwnParts
{
    /// <summary>A share of the weights is 0, and the others are as many times larger (Martens 2010, Deep learning via Hessian-free optimization,
    /// section 5).</summary>
    sealed record Sparse(double Zeros) : Initializer
    {
        public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
        {
            He.Fill(weights, fanIn, fanOut, random);
            foreach (ref float weight in weights)
                weight = random.NextSingle() < Zeros ? 0 : weight / MathF.Sqrt(1 - (float)Zeros);
        }
    }

    /// <summary>Clears a square of the image at a random place (DeVries and Taylor 2017, arXiv:1708.04552).</summary>
    sealed class Cutout(int size) : Augmentation
    {
        public override void Check(ReadOnlySpan<int> shape)
        {
            if (shape.Length != 3 || shape[1] < size || shape[2] < size)
                throw new ArgumentException(
                    $"Cutout changes images of at least {size} × {size} pixels, but the rows have shape [{string.Join(", ", shape.ToArray())}].");
        }

        public override void Apply(Span<float> row, ReadOnlySpan<int> shape, Span<float> scratch, RandomStream random)
        {
            (int height, int width) = (shape[1], shape[2]);
            (int top, int left) = (random.NextInt32(height - size + 1), random.NextInt32(width - size + 1));
            for (int line = 0; line < shape[0] * size; line++)
                row.Slice(line / size * height * width + (top + line % size) * width + left, size).Clear();
        }
    }

    /// <summary>Falls with the square root of the steps (Vaswani et al. 2017, arXiv:1706.03762, equation 3, without its warm-up).</summary>
    sealed record InverseSquareRoot : Schedule
    {
        public override double Factor(long step, long totalSteps) => 1 / Math.Sqrt(1 + step);
    }

    public static void Run(TextWriter output)
    {
        RandomStream random = new(seed: 5);
        DataSplit digits = Digits.Load().Split(test: Portion.Rows(400), random.Derive("split"));
        Sequential network = new(new Flatten(), Sequential.Mlp([64, 64, 10], Activations.Elu(), random, new Sparse(0.5)));
        TrainerOptions options = new() { Epochs = 5, Schedule = new InverseSquareRoot().WithWarmup(20), Augmentation = new Cutout(2) };
        Trainer trainer = new(network, new Adam(network, learningRate: 0.02), digits.Train, options: options);
        trainer.Fit();
        output.WriteLine($"accuracy {Evaluation.Of(network, digits.Test).Accuracy:P1}");
    }
}
