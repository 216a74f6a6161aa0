using Elucid.Tests.Training;

namespace Elucid.Tests.Diagnostics;

public sealed class ActivationProbeTests
{
    static readonly Activation Relu = ActivationCatalog.Parse("relu");

    /// <summary>2 → 3 ReLU → 1 with z = [1, −1, 3] and [1, −1, 1] for the two unit vectors: the second unit is dead.</summary>
    static Sequential HandMade()
    {
        Linear hidden = new(2, 3, new RandomStream(1)), output = new(3, 1, new RandomStream(2));
        new float[] { 1, 1, -1, -1, 2, 0 }.CopyTo(hidden.Weight.Edit());
        new float[] { 0, 0, 1 }.CopyTo(hidden.Bias!.Edit());
        new float[] { 1, 1, 2 }.CopyTo(output.Weight.Edit());
        return new Sequential(hidden, new ActivationLayer(Relu), output);
    }

    static readonly Tensor UnitVectors = new([2, 2], [1, 0, 0, 1]);

    [Fact]
    public void A_hand_made_network_is_read_rightly()
    {
        ProbeReading reading = new ActivationProbe(HandMade()).Read(UnitVectors, y => Ops.Sum(y));
        // Outputs [1, 0, 3] and [1, 0, 1]: mean 1, mean square 2.
        Assert.Equal(new LayerReading("1", 3, 1.0 / 3, 1, 1), Assert.Single(reading.Layers));
        // dW₂ = [2, 0, 4]; dz = [1, 0, 2] for both examples, so that dW₁ = [[1, 1], [0, 0], [2, 2]].
        Assert.Equal(["0.weight", "2.weight"], reading.Gradients.Select(g => g.Parameter));
        Assert.Equal(Math.Sqrt(10), reading.Gradients[0].Norm, 1e-6);
        Assert.Equal(Math.Sqrt(20), reading.Gradients[1].Norm, 1e-6);
        Assert.Equal(1.0 / 3, reading.DeadShare!.Value, 1e-12);
        Assert.Equal(1, reading.Mean);
        Assert.Equal(Math.Sqrt(0.5), reading.GradientRatio!.Value, 1e-6);
    }

    [Fact]
    public void Shares_over_layers_are_weighted_by_units()
    {
        ProbeReading reading = new([new("a", 3, 1.0 / 3, 1, 1), new("b", 1, 1, 3, 1)], []);
        Assert.Equal(0.5, reading.DeadShare);
        Assert.Equal(2, reading.Mean);
        Assert.Null(reading.GradientRatio);
    }

    [Fact]
    public void Where_there_is_no_layer_nothing_is_claimed_of_it()
    {
        ProbeReading reading = new ActivationProbe(new Lstm(2, 3, new RandomStream(1))).Read(new Tensor([4, 5, 2]), y => Ops.Sum(y));
        Assert.Empty(reading.Layers);
        Assert.Null(reading.DeadShare);
        Assert.Null(reading.Mean);
    }

    [Fact]
    public void A_gradient_ratio_is_claimed_only_where_a_gradient_reaches_the_last_matrix()
    {
        Assert.Equal(1, new ProbeReading([], [new("only", 3)]).GradientRatio);
        Assert.Equal(0, new ProbeReading([], [new("first", 0), new("last", 3)]).GradientRatio);
        Assert.Null(new ProbeReading([], [new("first", 3), new("last", 0)]).GradientRatio);
        Assert.Null(new ProbeReading([], [new("only", 0)]).GradientRatio);
        // A layer of no units has no share.
        Assert.Null(new ProbeReading([new("none", 0, double.NaN, 0, 0)], []).DeadShare);
    }

    [Fact]
    public void A_layer_that_is_used_twice_is_read_in_both_places()
    {
        // z = [1, −1, 3] and [1, −1, 1], of which the second is dead in the first place; all but the third are in the second.
        ActivationLayer relu = new(Relu);
        Linear narrow = new(3, 4, new RandomStream(1)), output = new(4, 1, new RandomStream(2));
        new float[] { 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, -1 }.CopyTo(narrow.Weight.Edit());
        output.Weight.Edit().Fill(1);
        Module[] hidden = [.. HandMade().Children.Select(c => c.Module)];
        ProbeReading reading = new ActivationProbe(new Sequential(hidden[0], relu, narrow, relu, output)).Read(UnitVectors, y => Ops.Sum(y));
        Assert.Equal(["1", "1 (use 2)"], reading.Layers.Select(l => l.Layer));
        Assert.Equal([3, 4], reading.Layers.Select(l => l.Units));
        // Of the first layer only the third unit goes on to a unit that is alive.
        Assert.Equal([2.0 / 3, 0.75], reading.Layers.Select(l => l.DeadShare));
    }

    [Fact]
    public void What_is_computed_twice_is_read_once()
    {
        Sequential plain = HandMade();
        ProbeReading expected = new ActivationProbe(plain).Read(UnitVectors, y => Ops.Sum(y)),
            reading = new ActivationProbe(new Recomputed(plain)).Read(UnitVectors, y => Ops.Sum(y));
        Assert.Equal(expected.Layers, reading.Layers);
        Assert.Equal(expected.Gradients, reading.Gradients);
    }

    [Fact]
    public void Reading_between_two_backward_passes_leaves_their_sum_alone()
    {
        Tensor[] Sums(bool probed)
        {
            Sequential model = Blobs.Model(outputs: 3, dropout: 0);
            Tensor x = new([30, 4], Blobs.Classes(30, 1).Features), centre = new([30, 3], requiresGradient: true);
            ActivationProbe probe = new(model);
            for (int pass = 0; pass < 2; pass++)
            {
                using (Tape tape = Tape.Start())
                    tape.Backward(Ops.Mean((model.Forward(x) - centre) * (model.Forward(x) - centre)));
                if (probed)
                {
                    ProbeReading reading = probe.Read(x, y => Ops.Mean((y - centre) * (y - centre)));
                    // Its own gradients, not the sums.
                    Assert.Equal(new ActivationProbe(model).Read(x, y => Ops.Mean((y - centre) * (y - centre))).Gradients, reading.Gradients);
                }
            }
            return [.. model.NamedParameters().Select(p => p.Value).Append(centre)];
        }
        Assert.Equal(Sums(probed: false).Select(t => t.Gradient.ToArray()), Sums(probed: true).Select(t => t.Gradient.ToArray()));
    }

    [Fact]
    public void Units_that_are_silent_for_some_examples_only_are_alive()
    {
        Sequential model = HandMade();
        Tensor opposite = new([2, 2], [1, 0, -1, 0]);
        Assert.Equal(0, new ActivationProbe(model).Read(opposite, y => Ops.Sum(y)).DeadShare);
    }

    [Fact]
    public void An_activation_of_the_data_themselves_is_not_dead()
    {
        Sequential model = new(new ActivationLayer(Relu), new Linear(2, 1, new RandomStream(1)));
        ProbeReading reading = new ActivationProbe(model).Read(new Tensor([2, 2], [1, -1, 2, -3]), y => Ops.Sum(y));
        Assert.Equal(0.5, reading.DeadShare);
    }

    [Fact]
    public void A_layer_that_the_network_does_not_use_is_left_out()
    {
        ProbeReading reading = new ActivationProbe(new Idle()).Read(UnitVectors, y => Ops.Sum(y));
        Assert.Equal("used", Assert.Single(reading.Layers).Layer);
    }

    [Fact]
    public void Reading_leaves_the_network_as_it_was()
    {
        Sequential model = Blobs.Model(outputs: 3, dropout: 0.5);
        float[][] weights = Blobs.Weights(model);
        Dropout dropout = model.NamedModules().Select(m => m.Module).OfType<Dropout>().Single();
        RandomState state = dropout.Random.State;
        ActivationProbe probe = new(model);
        Tensor x = new([30, 4], Blobs.Classes(30, 1).Features);
        ProbeReading first = probe.Read(x, y => Ops.Mean(y)), second = probe.Read(x, y => Ops.Mean(y));
        Assert.Equal(first.Layers, second.Layers);
        Assert.Equal(first.Gradients, second.Gradients);
        Assert.Equal(weights, Blobs.Weights(model));
        Assert.Equal(state, dropout.Random.State);
        Assert.True(model.IsTraining);
        Assert.False(x.HasGradient);
        Assert.All(model.NamedParameters(), p => Assert.False(p.Value.HasGradient));
        Assert.All(model.NamedModules(), m => Assert.False(TapWatch.Includes(m.Module)));

        Assert.Throws<FormatException>(() => probe.Read(x, _ => throw new FormatException()));
        Assert.True(model.IsTraining);
        Assert.All(model.NamedModules(), m => Assert.False(TapWatch.Includes(m.Module)));
    }

    [Fact]
    public void Training_gives_the_same_bits_with_and_without_a_probe()
    {
        float[][] Run(bool probed)
        {
            Sequential model = Blobs.Model(outputs: 3, dropout: 0.2);
            Dataset data = Blobs.Classes(90, 1);
            Trainer trainer = new(model, new Adam(model, 0.01), data, options: new TrainerOptions { Epochs = 4 });
            ActivationProbe probe = new(model);
            Tensor x = new([90, 4], data.Features);
            int[] labels = data.Labels.ToArray();
            while (!trainer.IsFinished)
            {
                trainer.RunEpoch();
                if (probed)
                    probe.Read(x, y => Loss.CrossEntropy(y, labels));
            }
            return Blobs.Weights(model);
        }
        Assert.Equal(Run(probed: false), Run(probed: true));
    }

    sealed class Idle : Module
    {
        readonly Linear _linear;
        readonly ActivationLayer _used;

        public Idle()
        {
            _linear = Child("linear", new Linear(2, 3, new RandomStream(1)));
            Child("unused", new ActivationLayer(Relu));
            _used = Child("used", new ActivationLayer(Relu));
        }

        public override Tensor Forward(Tensor x) => _used.Forward(_linear.Forward(x));

        public override Shape OutputShape(Shape input) => _linear.OutputShape(input);
    }
}
