namespace Elucid.Tests.Models;

public sealed class GenerativeNetworksTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    [Fact]
    public void The_autoencoder_has_the_widths_of_the_ELU_paper_and_mirrors_them()
    {
        Autoencoder network = new(784, Elu, new(1));
        Assert.Equal([1000, 500, 250, 30], network.Encoder.NamedModules().Select(m => m.Module).OfType<Linear>().Select(l => l.OutFeatures));
        Assert.Equal([250, 500, 1000, 784], network.Decoder.NamedModules().Select(m => m.Module).OfType<Linear>().Select(l => l.OutFeatures));
        Assert.Equal("encoder.0.weight", network.NamedParameters().First().Name);
    }

    [Fact]
    public void An_autoencoder_learns_to_repeat_what_has_few_degrees_of_freedom()
    {
        Autoencoder network = new(16, Elu, new(1), [32, 2]);
        Tensor x = Waves(64);
        float before = Step(network, x), after = Train(network, 200, 0.01f, () => Loss.MeanSquaredError(network.Forward(x), x));
        Assert.InRange(after, 0, before / 20);
    }

    [Theory]
    [InlineData(null, 0.013)]           // 0.011; 0.026 and 0.024 with the gain of hidden layers in the last one
    [InlineData("sigmoid", 0.013)]      // 0.012 and 0.011
    public void An_autoencoder_starts_so_that_it_soon_repeats_pixels(string? output, double bound)
    {
        Dataset digits = Digits.Load();
        foreach (ulong seed in (ulong[])[1, 2])
        {
            RandomStream order = new(seed);
            Autoencoder network = new(64, Elu, new(seed), [128, 64, 16], outputActivation: output is null ? null : ActivationCatalog.Parse(output));
            Train(network, 300, 0.002f, () =>
            {
                Tensor x = Rows(digits, [.. Enumerable.Range(0, 64).Select(_ => order.NextInt32(1500))]);
                return Loss.MeanSquaredError(network.Forward(x), x);
            });
            Assert.InRange(Step(network, Rows(digits, [.. Enumerable.Range(1500, 297)])), 0, bound);
        }
    }

    [Fact]
    public void The_output_of_an_autoencoder_is_linear_unless_another_is_asked_for()
    {
        Autoencoder linear = new(8, Elu, new(1), [5, 3]), logistic = new(8, Elu, new(1), [5, 3], outputActivation: Elucid.Activations.Sigmoid());
        Assert.IsType<Linear>(linear.Decoder.Children[^1].Module);
        Assert.Equal("sigmoid", ((ActivationLayer)logistic.Decoder.Children[^1].Module).Activation.Name);
        Tensor x = Waves(1);
        Assert.Equal(
            Ops.Apply(default(Sigmoid), linear.Forward(Ops.Slice(x, 1, 0, 8))).Values.ToArray(),
            logistic.Forward(Ops.Slice(x, 1, 0, 8)).Values.ToArray());
        // Of a learned activation one set of parameters for each feature.
        Autoencoder learned = new(8, Elu, new(1), [5, 3], outputActivation: Elucid.Activations.Prelu());
        Assert.Equal(8, learned.NamedParameters().Last().Value.Shape.Size);
    }

    [Fact]
    public void The_variational_loss_falls_and_its_samples_look_like_the_data()
    {
        RandomStream random = new(2);
        VariationalAutoencoder network = new(16, 2, Elu, random, [32]);
        // Half of the pixels are always on, the others never.
        Tensor x = new([64, 16], [.. Enumerable.Range(0, 64 * 16).Select(i => i % 2 == 0 ? 1f : 0f)]);
        float loss = Train(network, 150, 0.01f, () => network.Loss(x, random));
        Assert.InRange(loss, 0, 1.5);                   // 16 pixels at ln 2 each are 11 nats
        float[] samples = network.Sample(100, random).Values.ToArray();
        Assert.InRange(samples.Select((p, i) => i % 2 == 0 ? p : 1 - p).Average(), 0.85, 1);
    }

    [Fact]
    public void Gradients_flow_through_a_normal_draw_to_mean_and_variance()
    {
        Tensor mean = new([2000], requiresGradient: true), logVariance = new([2000], requiresGradient: true);
        mean.Edit().Fill(3);
        logVariance.Edit().Fill(MathF.Log(4));
        using Tape tape = Tape.Start();
        Tensor y = Ops.SampleGaussian(mean, logVariance, new(1));
        float[] noise = [.. y.Values.ToArray().Select(v => (v - 3) / 2)];
        Assert.Equal(0, noise.Average(), 0.1);
        Assert.Equal(1, noise.Average(n => n * n), 0.1);
        tape.Backward(Ops.Sum(y));
        Assert.All(mean.Gradient.ToArray(), g => Assert.Equal(1, g));
        Assert.Equal(noise, logVariance.Gradient.ToArray(), (n, g) => Math.Abs(n - g) < 1e-4);      // ∂/∂ln σ² of σ·ε is ½·σ·ε, and σ is 2
    }

    [Fact]
    public void Generator_and_discriminator_fit_each_other()
    {
        Sequential generator = Dcgan.Generator(10, [3, 16, 16], 4, Elu, new(1)), discriminator = Dcgan.Discriminator([3, 16, 16], 4, Elu, new(2));
        Assert.Equal(new Shape(5, 3, 16, 16), generator.OutputShape([5, 10, 1, 1]));
        Assert.Equal(new Shape(5, 1), discriminator.OutputShape([5, 3, 16, 16]));
        Tensor noise = new([5, 10, 1, 1]);
        new RandomStream(3).FillGaussian(noise.Edit());
        Tensor images = generator.Forward(noise);
        Assert.All(images.Values.ToArray(), p => Assert.InRange(p, -1, 1));
        Assert.Equal(new Shape(5, 1), discriminator.Forward(images).Shape);
        Assert.Contains(
            "[channels, height, width] of at least 8 × 8",
                Assert.Throws<ShapeException>(() => Dcgan.Generator(10, [1, 7, 28], 4, Elu, new(1))).Message);
    }

    [Theory]
    [InlineData(28, 28)]
    [InlineData(9, 8)]
    [InlineData(13, 21)]
    [InlineData(32, 48)]
    public void Adversaries_take_images_of_any_size(int height, int width)
    {
        Shape image = [1, height, width];
        GenerativeAdversarialNetwork network = new(Dcgan.Generator(3, image, 4, Elu, new(1)), Dcgan.Discriminator(image, 4, Elu, new(2)), 3, image);
        Tensor drawn = network.Sample(2, new(3));
        Assert.Equal(new Shape(2, 1, height, width), drawn.Shape);
        Assert.All(drawn.Values.ToArray(), pixel => Assert.InRange(pixel, 0, 1));
        Assert.Equal(new Shape(2, 1), network.Forward(drawn).Shape);
    }

    [Fact]
    public void Networks_that_do_not_fit_each_other_are_refused()
    {
        Assert.Equal(
            "GenerativeAdversarialNetwork: expected what the generator makes of 2 codes of shape [2, 3], but got [2, 4]. Give it such a last layer.",
            Assert.Throws<ShapeException>(() => new GenerativeAdversarialNetwork(
                new Linear(2, 4, new(1)), new Linear(3, 1, new(1)), 2, [3])).Message);
        Assert.Equal(
            "GenerativeAdversarialNetwork: expected what the discriminator says of 2 examples of shape [2, 1], but got [2, 2]. Give it one logit "
                + "for each.",
            Assert.Throws<ShapeException>(() => new GenerativeAdversarialNetwork(
                new Linear(2, 3, new(1)), new Linear(3, 2, new(1)), 2, [3])).Message);
    }

    [Fact]
    public void The_loss_of_a_variational_autoencoder_with_normal_noise_is_a_density()
    {
        VariationalAutoencoder network = new(2, 1, Elu, new(1), [4], likelihood: Likelihood.Gaussian);
        Tensor x = new([1, 2], [0.3f, -1.2f]);
        // With codes that are always 0 the output is known: as the deviation, e⁰ + 0.05.
        foreach ((_, Tensor value) in network.Encoder.NamedParameters())
            value.Edit().Clear();
        network.Encoder.NamedParameters().Last().Value.Edit()[1] = -60;
        Tensor y = network.Decode(Tensor.Zeros([1, 1]));
        double expected = Enumerable.Range(0, 2).Sum(i =>
            0.5 * Math.Pow((x.Values[i] - y.Values[i]) / 1.05, 2) + Math.Log(1.05) + 0.5 * Math.Log(2 * Math.PI));
        Assert.Equal(expected, network.Losses(x, new(1))[0].Loss.ToScalar(), 1e-5);
        Assert.Equal(["Reconstruction", "Divergence"], network.Losses(x, new(1)).Select(part => part.Name));
    }

    [Fact]
    public void Pixels_are_drawn_without_noise_and_other_numbers_with_it()
    {
        VariationalAutoencoder numbers = new(3, 2, Elu, new(1), [4], likelihood: Likelihood.Gaussian);
        VariationalAutoencoder pixels = new(3, 2, Elu, new(1), [4], likelihood: Likelihood.Gaussian, arePixels: true);
        Assert.Equal(pixels.Decode(pixels.Codes(5, new(7))).Values.ToArray(), pixels.Sample(5, new(7)).Values.ToArray());
        Assert.All(pixels.Sample(50, new(7)).Values.ToArray(), pixel => Assert.InRange(pixel, 0, 1));
        Assert.NotEqual(numbers.Decode(numbers.Codes(5, new(7))).Values.ToArray(), numbers.Sample(5, new(7)).Values.ToArray());
        VariationalAutoencoder copy = (VariationalAutoencoder)numbers.Clone();
        Assert.Equal(numbers.Sample(5, new(7)).Values.ToArray(), copy.Sample(5, new(7)).Values.ToArray());
    }

    [Fact]
    public void Two_adversaries_move_the_generator_towards_the_data()
    {
        // Real images are bright: the generator, dark at first, has to follow.
        RandomStream random = new(4);
        Sequential generator = Dcgan.Generator(4, [1, 8, 8], 4, Elu, random), discriminator = Dcgan.Discriminator([1, 8, 8], 4, Elu, random);
        Adam generate = new(generator, 0.005f, beta1: 0.5), discriminate = new(discriminator, 0.002f, beta1: 0.5);
        Tensor real = new([16, 1, 8, 8]), noise = new([16, 4, 1, 1]), ones = new([16, 1]), zeros = new([16, 1]);
        ones.Edit().Fill(1);
        float Brightness()
        {
            random.FillGaussian(noise.Edit());
            return generator.Forward(noise).Values.ToArray().Average();
        }
        float before = Brightness();
        for (int step = 0; step < 60; step++)
        {
            random.FillGaussian(real.Edit(), 0.8f, 0.05f);
            random.FillGaussian(noise.Edit());
            using (Tape tape = Tape.Start())
            {
                Tensor fake = generator.Forward(noise).Keep();
                tape.Backward(
                    Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(real), ones)
                        + Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(fake), zeros));
                discriminate.Step();
            }
            using (Tape tape = Tape.Start())
            {
                tape.Backward(Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(generator.Forward(noise)), ones));
                generate.Step();
            }
            foreach ((_, Tensor value) in discriminator.NamedParameters())
                value.ClearGradient();
        }
        Assert.InRange(Brightness(), before + 0.3f, 1);
    }

    static float Step(Autoencoder network, Tensor x) => Loss.MeanSquaredError(network.Forward(x), x).ToScalar();

    static float Train(Module network, int steps, float rate, Func<Tensor> compute)
    {
        Adam optimizer = new(network, rate);
        float last = 0;
        for (int step = 0; step < steps; step++)
        {
            using Tape tape = Tape.Start();
            Tensor loss = compute();
            last = loss.ToScalar();
            tape.Backward(loss);
            optimizer.Step();
        }
        return last;
    }

    static Tensor Rows(Dataset data, int[] rows)
    {
        Tensor x = new([rows.Length, data.FeatureCount]);
        for (int i = 0; i < rows.Length; i++)
            data.Features.Slice(rows[i] * data.FeatureCount, data.FeatureCount).CopyTo(x.Edit()[(i * data.FeatureCount)..]);
        return x;
    }

    static Tensor Waves(int count)
    {
        Tensor x = new([count, 16]);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < 16; j++)
                x.Edit()[i * 16 + j] = MathF.Sin(0.4f * j + i);
        return x;
    }
}
