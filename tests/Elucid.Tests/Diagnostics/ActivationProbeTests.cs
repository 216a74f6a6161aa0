using Elucid.Activations;
using Elucid.Autograd;
using Elucid.Data;
using Elucid.Diagnostics;
using Elucid.Losses;
using Elucid.Modules;
using Elucid.Numerics;
using Elucid.Optimizers;
using Elucid.Tensors;
using Elucid.Tests.Training;
using Elucid.Training;

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
        Assert.Equal(1.0 / 3, reading.DeadShare, 1e-12);
        Assert.Equal(1, reading.Mean);
        Assert.Equal(Math.Sqrt(0.5), reading.GradientRatio, 1e-6);
    }

    [Fact]
    public void Shares_over_layers_are_weighted_by_units()
    {
        ProbeReading reading = new([new("a", 3, 1.0 / 3, 1, 1), new("b", 1, 1, 3, 1)], []);
        Assert.Equal(0.5, reading.DeadShare);
        Assert.Equal(2, reading.Mean);
        Assert.Equal(1, reading.GradientRatio);
    }

    [Fact]
    public void Where_there_is_no_layer_nothing_is_claimed_of_it()
    {
        ProbeReading reading = new ActivationProbe(new Lstm(2, 3, new RandomStream(1))).Read(new Tensor([4, 5, 2]), y => Ops.Sum(y));
        Assert.Empty(reading.Layers);
        Assert.Equal(double.NaN, reading.DeadShare);
        Assert.Equal(double.NaN, reading.Mean);
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
        Assert.All(model.NamedModules().Select(m => m.Module).OfType<ActivationLayer>(), layer => Assert.Null(layer.Observer));

        Assert.Throws<FormatException>(() => probe.Read(x, _ => throw new FormatException()));
        Assert.True(model.IsTraining);
        Assert.All(model.NamedModules().Select(m => m.Module).OfType<ActivationLayer>(), layer => Assert.Null(layer.Observer));
    }

    [Fact]
    public void Training_gives_the_same_bits_with_and_without_a_probe()
    {
        float[][] Run(bool probed)
        {
            Sequential model = Blobs.Model(outputs: 3, dropout: 0.2);
            Dataset data = Blobs.Classes(90, 1);
            Trainer trainer = new(model, new Adam(model, 0.01f), data, options: new TrainerOptions { Epochs = 4 });
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
