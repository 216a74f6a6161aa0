namespace Elucid.Tests.Autograd;

[EveryActivation]
public sealed class NormalizationTests
{
    [Theory]
    [InlineData(5, 3)]
    [InlineData(4, 17)]
    [InlineData(3, 2, 5)]
    [InlineData(2, 3, 4, 5)]
    public void Batch_norm_has_the_gradients_of_its_formula(params int[] lengths)
    {
        Tensor x = Grid.Tensor(new Shape(lengths), seed: 1), weight = Grid.Between([lengths[1]], seed: 2, 0.5f, 2),
            bias = Grid.Tensor([lengths[1]], seed: 3);
        GradientCheck.Run(() => Ops.BatchNorm(x, weight, bias, new Tensor([lengths[1]]), new Tensor([lengths[1]]), epsilon: 0.25), x, weight, bias);
        Tensor mean = Grid.Tensor([lengths[1]], seed: 4).Keep(), variance = Grid.Between([lengths[1]], seed: 5, 0.5f, 2).Keep();
        GradientCheck.Run(() => Ops.Normalize(x, weight, bias, mean, variance), x, weight, bias);
    }

    [Fact]
    public void Group_and_layer_norm_have_the_gradients_of_their_formulas()
    {
        Tensor x = Grid.Tensor([2, 6, 3], seed: 1), weight = Grid.Between([6], seed: 2, 0.5f, 2), bias = Grid.Tensor([6], seed: 3);
        GradientCheck.Run(() => Ops.GroupNorm(x, 3, weight, bias, epsilon: 0.25), x, weight, bias);
        Tensor factors = Grid.Between([6, 3], seed: 4, 0.5f, 2), shifts = Grid.Tensor([6, 3], seed: 5);
        GradientCheck.Run(() => Ops.LayerNorm(x, [6, 3], factors, shifts, epsilon: 0.25), x, factors, shifts);
    }

    public static TheoryData<string> Activations => [.. ActivationCatalog.All.Where(info => !info.Create().IsLearned).Select(info => info.Name)];

    [Theory, MemberData(nameof(Activations))]
    public void Sequential_fuses_without_changing_a_bit(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        foreach ((Module norm, Tensor x) in new (Module, Tensor)[]
        {
            (new BatchNorm1d(19), Grid.Tensor([7, 19], seed: 1)),
            (new BatchNorm2d(3), Grid.Tensor([4, 3, 5, 9], seed: 2)),
            (new GroupNorm(2, 4), Grid.Tensor([3, 4, 5, 9], seed: 3)),
        })
        {
            ActivationLayer layer = new(f);
            Sequential model = new(norm, layer);
            foreach (bool isTraining in new[] { true, false })
            {
                if (isTraining)
                    model.Train();
                else
                    model.Eval();
                foreach (bool isUsedBefore in new[] { false, true })
                {
                    float[][] fused = Results(model, x, isUsedBefore);
                    using Taps taps = Taps.On(model, module => module == layer);
                    Assert.Equal(Results(model, x, isUsedBefore), fused);
                }
            }
        }
    }

    /// <summary>Group norm against what it is made of: few and many channels in a group, short and long ones.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(49)]
    [InlineData(300)]
    [InlineData(5000)]
    public void Group_norm_is_layer_norm_of_each_group(int length)
    {
        foreach ((int groups, int channels) in new[] { (1, 1), (3, 3), (2, 4), (1, 17), (2, 40) }.Where(
            sizes => sizes.Item2 / sizes.Item1 * length > 1))
        {
            Tensor x = Grid.Tensor([2, channels, length], seed: 3), weight = Grid.Tensor([channels], seed: 4),
                bias = Grid.Tensor([channels], seed: 5), dy = Grid.Tensor(x.Shape, seed: 6);
            Tensor[] given = [x, weight, bias];
            float[][] Run(Func<Tensor> normed)
            {
                foreach (Tensor tensor in given)
                    tensor.ClearGradient();
                using Tape tape = Tape.Start();
                Tensor y = normed();
                tape.Backward(Ops.Sum(Ops.Multiply(y, dy)));
                return [y.Values.ToArray(), .. given.Select(tensor => tensor.Gradient.ToArray())];
            }
            float[][] whole = Run(() => Ops.GroupNorm(x, groups, weight, bias)), parts = Run(() =>
            {
                int size = channels / groups * length;
                Tensor normed = Ops.Reshape(Ops.LayerNorm(Ops.Reshape(x, [2 * groups, size]), [size]), x.Shape);
                return Ops.Add(Ops.Multiply(normed, Ops.Reshape(weight, [1, channels, 1])), Ops.Reshape(bias, [1, channels, 1]));
            });
            foreach ((float[] expected, float[] got) in parts.Zip(whole))
                Assert.True(expected.Zip(got, (a, b) => Math.Abs(a - b)).Max() <= 1e-5f * Math.Max(1, expected.Max(Math.Abs)),
                    $"{groups} groups of {channels} channels");
        }
    }

    [Theory]
    [InlineData(200, 96, 20)]
    [InlineData(700, 130, 1)]
    [InlineData(1, 3, 70001)]
    public void Threads_change_no_bit(int batch, int channels, int length)
    {
        Tensor x = Grid.Tensor(length == 1 ? [batch, channels] : [batch, channels, length], seed: 6);
        ActivationLayer elu = new(ActivationCatalog.Parse("elu"));
        foreach (Func<Module> make in new Func<Module>[]
        {
            () => new Sequential(new BatchNorm1d(channels), elu), () => new GroupNorm(1, channels), () =>
                new GroupNorm(channels % 2 == 0 ? channels / 2 : channels, channels), () => new LayerNorm([.. x.Shape.Skip(1)]), () =>
                    new LayerNorm(x.Shape.Last),
        })
        {
            float[][] Run(int threads)
            {
                using ThreadLimit limit = Threads.Limit(threads);
                return Results(make(), x, isUsedBefore: false);
            }
            float[][] one = Run(1);
            Assert.Equal(one, Run(2));
            Assert.Equal(one, Run(5));
        }
    }

    [Theory]
    [InlineData(1e4, 1, 1)]
    [InlineData(1e4, 1, 50)]
    [InlineData(-3e6, 16, 1)]
    [InlineData(0, 1e-3, 50)]
    public void A_large_mean_takes_no_digits_from_the_deviation(double mean, double deviation, int length)
    {
        // ±deviation around the mean, exactly: outputs are ±1 and the variance is the square.
        Tensor x = new([8, 2, length]);
        for (int i = 0; i < x.Shape.Size; i++)
            x.Edit()[i] = (float)(mean + (i / (2 * length) % 2 == 0 ? deviation : -deviation));
        BatchNorm1d layer = new(2, epsilon: 1e-12, momentum: 1);
        AssertAlternates(layer.Forward(x), 2 * length);
        Assert.Equal(mean, layer.RunningMean.Values[0], Math.Abs(mean) * 1e-7 + deviation * 1e-6);
        Assert.Equal(1, layer.RunningVariance.Values[1] / (deviation * deviation * 8 * length / (8.0 * length - 1)), 1e-5);
        AssertAlternates(Ops.GroupNorm(Ops.Transpose(x, 0, 1), 1, epsilon: 1e-12), length);
        AssertAlternates(Ops.LayerNorm(Ops.Reshape(Ops.Transpose(x, 0, 1), 2, 8 * length), [8 * length], epsilon: 1e-12), length);
    }

    static void AssertAlternates(Tensor y, int run)
    {
        for (int i = 0; i < y.Shape.Size; i++)
            Assert.Equal(i / run % 2 == 0 ? 1 : -1, y.Values[i], 1e-5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_outlier_in_the_first_place_takes_no_digits_either(bool isColumn)
    {
        // The sums are taken around the first element, which is far from all others: 3000 standard deviations.
        const int N = 1 << 14;
        Tensor x = isColumn ? new([N, 3]) : new([1, 3, N]);
        int Place(int i) => isColumn ? 3 * i + 1 : N + i;
        for (int i = 0; i < N; i++)
            x.Edit()[Place(i)] = i == 0 ? 3e5f : i % 2 == 0 ? 101 : 99;
        double[] values = [.. Enumerable.Range(0, N).Select(i => (double)x.Values[Place(i)])];
        double mean = values.Average(), variance = values.Sum(v => (v - mean) * (v - mean)) / (N - 1);
        BatchNorm1d layer = new(3, momentum: 1);
        layer.Forward(x);
        Assert.Equal(1, layer.RunningVariance.Values[1] / variance, 1e-6);
        Assert.Equal(1, layer.RunningMean.Values[1] / mean, 1e-6);
    }

    [Fact]
    public void Constant_channels_become_the_bias_and_what_is_not_a_number_stays_so()
    {
        Tensor x = new([4, 3, 2], [.. Enumerable.Range(0, 24).Select(i => i / 2 % 3 == 0 ? 7.5f : i)]), weight = new([3], [2, 2, 2]),
            bias = new([3], [5, 6, 7]);
        x.Edit()[2] = float.NaN;
        float[] y = Ops.BatchNorm(x, weight, bias, new Tensor([3]), new Tensor([3])).Values.ToArray();
        for (int i = 0; i < 24; i++)
        {
            if (i / 2 % 3 == 0)
                Assert.Equal(5, y[i]);
            Assert.Equal(i / 2 % 3 == 1, float.IsNaN(y[i]));
        }
        float[] rows = Ops.LayerNorm(x, [2]).Values.ToArray();
        Assert.Equal([0, 0, float.NaN, float.NaN], rows[..4]);
    }

    [Fact]
    public void An_empty_batch_passes_and_moves_nothing()
    {
        BatchNorm2d layer = new(3);
        Tensor x = new([0, 3, 2, 2], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor y = layer.Forward(x), groups = Ops.GroupNorm(x, 1), rows = Ops.LayerNorm(x, [2]);
        tape.Backward(Ops.Sum(Ops.Add(y, Ops.Add(groups, rows))));
        Assert.Equal(x.Shape, y.Shape);
        Assert.True(x.HasGradient);
        Assert.Equal([0, 0, 0], layer.Weight!.Gradient.ToArray());
        Assert.Equal([0, 0, 0], layer.RunningMean.Values.ToArray());
        Assert.Equal(0, layer.BatchesTracked.ToScalar());
    }

    static float[][] Results(Module model, Tensor x, bool isUsedBefore)
    {
        x.ClearGradient();
        foreach ((_, Tensor value) in model.NamedParameters())
            value.ClearGradient();
        using Tape tape = Tape.Start();
        Tensor y = model.Forward(x), loss = Ops.Mean(Ops.Multiply(y, y));
        // What comes later on the tape reaches x first in the backward pass.
        tape.Backward(isUsedBefore ? Ops.Add(loss, Ops.Mean(x)) : loss);
        return [y.Values.ToArray(), x.Gradient.ToArray(), .. model.NamedParameters().Select(p => p.Value.Gradient.ToArray())];
    }
}
