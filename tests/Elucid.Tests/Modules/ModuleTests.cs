using Elucid.Tests.Autograd;

namespace Elucid.Tests.Modules;

[EveryActivation]
public sealed class ModuleTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    [Fact]
    public void Parameters_have_PyTorchs_names_in_order_of_creation()
    {
        Sequential model = new(
            new Flatten(), new Linear(12, 5, new RandomStream(1)), new ActivationLayer(ActivationCatalog.Parse("prelu"), units: 5),
            new Dropout(0.5, new RandomStream(2)), new Linear(5, 4, new RandomStream(3), bias: false),
            new ActivationLayer(ActivationCatalog.Parse("pelu"), units: 4),
            new Sequential(new Linear(4, 2, new RandomStream(4))));
        Assert.Equal(
            ["1.weight [5, 12]", "1.bias [5]", "2.weight [5]", "4.weight [4, 5]", "5.a [4]", "5.b [4]", "6.0.weight [2, 4]", "6.0.bias [2]"],
            model.NamedParameters().Select(p => $"{p.Name} {p.Value.Shape}"));
        Assert.All(model.NamedParameters(), p => Assert.True(p.Value.RequiresGradient));
        Assert.Equal(60 + 5 + 5 + 20 + 4 + 4 + 8 + 2, model.ParameterCount);
        Assert.Equal(["", "0", "1", "2", "3", "4", "5", "6", "6.0"], model.NamedModules().Select(m => m.Name));
        Assert.All(model.NamedParameters().First(p => p.Name == "2.weight").Value.Values.ToArray(), slope => Assert.Equal(0.25f, slope));
    }

    [Fact]
    public void The_state_is_parameters_and_buffers_in_PyTorchs_order()
    {
        Sequential model = new(new Counted(), new Linear(3, 2, new RandomStream(1)));
        Assert.Equal(["0.scale", "0.count", "0.inner.weight", "0.inner.bias", "1.weight", "1.bias"], model.NamedState().Select(t => t.Name));
        Assert.Equal(["0.count"], model.NamedBuffers().Select(t => t.Name));
        Assert.Equal(["0.scale", "0.inner.weight", "0.inner.bias", "1.weight", "1.bias"], model.NamedParameters().Select(t => t.Name));
        Assert.All(model.NamedBuffers(), t => Assert.False(t.Value.RequiresGradient));
        Assert.Equal(3 + 12 + 8, model.ParameterCount);
        Assert.Equal("Counted already has a part named 'count': names are the keys of model files and must differ. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => new Counted("count")).Message);
    }

    [Fact]
    public void A_layer_used_twice_counts_once_under_its_first_name()
    {
        Linear shared = new(3, 3, new RandomStream(1));
        ActivationLayer elu = new(Elu);
        Sequential model = new(shared, elu, shared, elu);
        Assert.Equal(["0.weight", "0.bias"], model.NamedParameters().Select(p => p.Name));
        Assert.Equal(12, model.ParameterCount);
        Assert.Equal(["", "0", "1"], model.NamedModules().Select(m => m.Name));

        Tensor x = Grid.Tensor([4, 3], seed: 2);
        GradientCheck.Run(() => shared.Forward(shared.Forward(x)), x, shared.Weight, shared.Bias!);
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Mean(model.Forward(x)));
        double norm = Math.Sqrt(shared.Weight.Gradient.ToArray().Concat(shared.Bias!.Gradient.ToArray()).Sum(g => (double)g * g));
        Assert.Equal(norm, Gradients.ClipNorm(model, norm / 4), 1e-6);
        Assert.Equal(norm / 4, Gradients.Norm(model), 1e-6);
    }

    [Fact]
    public void A_module_of_ones_own_registers_its_children()
    {
        Branch module = new("left", "right");
        Assert.Equal(["left.weight", "left.bias", "right.weight", "right.bias"], module.NamedParameters().Select(p => p.Name));
        Assert.Equal(["left", "right"], module.Children.Select(c => c.Module.Name));
    }

    [Fact]
    public void Names_with_dots_empty_names_and_names_taken_are_refused()
    {
        Assert.Equal("'a.b' cannot name a part of Branch: dots separate levels in parameter names. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => new Branch("left", "a.b")).Message);
        Assert.Equal("Branch already has a part named 'left': names are the keys of model files and must differ. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => new Branch("left", "left")).Message);
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => new Branch("", "right")).ParamName);
    }

    [Fact]
    public void Train_reaches_every_level()
    {
        Sequential inner = new(new Dropout(0.5, new RandomStream(1)));
        Sequential model = new(inner, new Flatten());
        Assert.All(model.NamedModules(), m => Assert.True(m.Module.IsTraining));
        model.Eval();
        Assert.All(model.NamedModules(), m => Assert.False(m.Module.IsTraining));
        model.Train();
        Assert.All(model.NamedModules(), m => Assert.True(m.Module.IsTraining));
    }

    [Fact]
    public void Summary_is_a_table()
    {
        Sequential model = new(
            new Flatten(), new Linear(784, 128, new RandomStream(1)), new ActivationLayer(ActivationCatalog.Parse("elu:alpha=0.5")),
            new Dropout(0.25, new RandomStream(2)), new Linear(128, 10, new RandomStream(3)));
        string[] expected =
        [
            "layer                        output    parameters  multiply-adds",
            "0      Flatten               [2, 784]           0              0",
            "1      Linear(784 → 128)     [2, 128]     100,480        200,704",
            "2      elu:alpha=0.5         [2, 128]           0              0",
            "3      Dropout(0.25)         [2, 128]           0              0",
            "4      Linear(128 → 10)      [2, 10]        1,290          2,560",
            "total  input [2, 1, 28, 28]               101,770        203,264",
            "",
        ];
        Assert.Equal(expected, Summary.Of(model, [2, 1, 28, 28]).ReplaceLineEndings("\n").Split('\n'));
        Assert.Equal(
            [
                "layer                 output  parameters  multiply-adds",
                "       Linear(3 → 2)  [7, 2]           8             42",
                "total  input [7, 3]                    8             42",
                "",
            ],
            Summary.Of(new Linear(3, 2, new RandomStream(1)), [7, 3]).ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void Summary_counts_parameters_once_and_what_is_computed_each_time()
    {
        Linear layer = new(3, 3, new RandomStream(1));
        Sequential block = new(layer, new ActivationLayer(Elu));
        Assert.Equal(
            [
                "layer                 output  parameters  multiply-adds",
                "0.0    Linear(3 → 3)  [7, 3]          12             63",
                "0.1    elu            [7, 3]           0              0",
                "1.0    Linear(3 → 3)  [7, 3]      shared             63",
                "1.1    elu            [7, 3]           0              0",
                "2      Linear(3 → 3)  [7, 3]      shared             63",
                "total  input [7, 3]                   12            189",
                "",
            ],
            Summary.Of(new Sequential(block, block, layer), [7, 3]).ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void Summary_of_what_is_no_chain_lists_its_parts()
    {
        string[] Lines(Module module, Shape input) => Summary.Of(module, input).ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(
            [
                "layer                     output  parameters  multiply-adds",
                "           Autoencoder    [2, 8]",
                "encoder.0  Linear(8 → 5)  [2, 5]          45             80",
                "encoder.1  elu            [2, 5]           0              0",
                "encoder.2  Linear(5 → 3)  [2, 3]          18             30",
                "decoder.0  Linear(3 → 5)  [2, 5]          20             30",
                "decoder.1  elu            [2, 5]           0              0",
                "decoder.2  Linear(5 → 8)  [2, 8]          48             80",
                "total      input [2, 8]                  131            220",
                "",
            ],
            Lines(new Autoencoder(8, ActivationCatalog.Parse("elu"), new(1), [5, 3]), [2, 8]).Select(line => line.TrimEnd()));
        Assert.Equal(
            [
                "layer                 output  parameters  multiply-adds",
                "       Branch         [7, 2]",
                "left   Linear(3 → 2)                   8",
                "right  Linear(3 → 2)                   8",
                "total  input [7, 3]                   16              0",
                "",
            ],
            Lines(new Branch("left", "right"), [7, 3]).Select(line => line.TrimEnd()));
        Assert.Equal(
            ["", "wte", "wpe", "drop", "transformer.layers.0", "transformer.layers.1", "transformer.norm"],
            Lines(new Gpt(new GptOptions { VocabularySize = 5, MaxLength = 6, Features = 8, Layers = 2, Heads = 2 }, new(1)), [2, 6])[1..^2].Select(
                line => line.Split(' ')[0]));
        Assert.Equal(
            ["", "lstm", "head"], Lines(new LstmForecaster(3, 5, new RandomStream(1)), [2, 7, 1])[1..^2].Select(line => line.Split(' ')[0]));
        Assert.Contains("decoder.0  Linear(2 → 3)           [2, 3]", Summary.Of(new VariationalAutoencoder(6, 2, Elu, new(1), [3]), [2, 6]));
        Assert.Contains(
            "\n0      Linear(8 → 5)", Summary.Of(new Recomputed(new Sequential(new Linear(8, 5, new(1)))), [2, 8]).ReplaceLineEndings("\n"));
        Assert.Contains("layers.3   MaxPool2d(2)", Summary.Of(new GridDetector([1, 16, 16], 2, Elu, new(1), [4, 4]), [1, 1, 16, 16]));
    }

    [Fact]
    public void Dropout_drops_in_training_only()
    {
        Dropout dropout = new(0.25, new RandomStream(1));
        Tensor x = new([200, 100]);
        x.Edit().Fill(1);
        float[] dropped = dropout.Forward(x).Values.ToArray();
        Assert.All(dropped, v => Assert.True(v is 0 or 1 / 0.75f));
        // 20,000 draws: each has mean 1 and variance p / (1 − p) = 1/3; four standard errors of the mean are 0.0163.
        Assert.InRange(dropped.Average(), 1 - 0.0163, 1 + 0.0163);
        Assert.NotEqual(dropped, dropout.Forward(x).Values.ToArray());

        dropout.Eval();
        RandomState state = dropout.Random.State;
        Assert.Same(x, dropout.Forward(x));
        Assert.Equal(state, dropout.Random.State);
        Assert.Same(x, new Dropout(0, new RandomStream(1)).Forward(x));
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Dropout_refuses_what_is_no_probability(double probability) =>
        Assert.Equal($"Dropout probability must be at least 0 and below 1, but got {probability}. (Parameter 'probability')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(probability, new RandomStream(1))).Message);

    public static TheoryData<string> Activations => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Theory, MemberData(nameof(Activations))]
    public void Sequential_fuses_without_changing_a_bit(string name)
    {
        Activation activation = ActivationCatalog.Parse(name);
        Sequential model = new(
            new Linear(6, 17, new RandomStream(1)), new ActivationLayer(activation, units: 17),
            new Linear(17, 5, new RandomStream(2), bias: false), new ActivationLayer(activation, units: 5));
        Tensor x = Grid.Tensor([9, 6], seed: 3);
        float[][] fused = Results(model, x);
        foreach (Type watched in new[] { typeof(ActivationLayer), model.Children[0].Module.GetType() })
        {
            using Taps taps = Taps.On(model, module => module.GetType() == watched);
            Assert.Equal(Results(model, x), fused);
            Assert.Equal(2, taps.Readings.Count);
        }

        model.Eval();
        Assert.Equal(fused[0], model.Forward(x).Values.ToArray());
    }

    [Fact]
    public void Flatten_joins_all_but_the_batch()
    {
        Flatten flatten = new();
        Assert.Equal([4, 12], flatten.Forward(new Tensor([4, 1, 3, 4])).Shape);
        Assert.Equal([4, 1], flatten.Forward(new Tensor([4])).Shape);
        Assert.Equal("Flatten: expected input of shape [batch, …], but got []. A scalar has no batch axis.",
            Assert.Throws<ShapeException>(() => flatten.Forward(new Tensor(default(Shape)))).Message);
    }

    [Fact]
    public void A_layer_that_cannot_take_its_input_is_named()
    {
        Linear root = new(784, 10, new RandomStream(1));
        Sequential model = new(root);
        const string Expected = "Linear '0': expected input of shape [*, 784], but got [32, 28, 28]. "
            + "Its last axis must equal inFeatures; for images put a Flatten before this layer.";
        Assert.Equal(Expected, Assert.Throws<ShapeException>(() => model.Forward(new Tensor([32, 28, 28]))).Message);
        Assert.Equal(Expected, Assert.Throws<ShapeException>(() => model.OutputShape([32, 28, 28])).Message);
        Assert.StartsWith("Linear: expected",
            Assert.Throws<ShapeException>(() => new Linear(3, 2, new RandomStream(1)).Forward(new Tensor([3, 2]))).Message);
    }

    [Fact]
    public void The_units_of_a_learned_activation_are_those_of_its_input()
    {
        Activation prelu = ActivationCatalog.Parse("prelu");
        Assert.Equal("'prelu' learns its parameters per unit: expected at least 1 unit, but got 0. (Parameter 'units')",
            Assert.Throws<ArgumentException>(() => new ActivationLayer(prelu, units: 0)).Message);
        ActivationLayer layer = new(prelu, units: 3);
        const string Expected = "Activation 'prelu': expected input of shape [*, 3], but got [2, 6]. "
            + "It learns one set of parameters per unit of axis 1.";
        Assert.Equal(Expected, Assert.Throws<ShapeException>(() => layer.Forward(new Tensor([2, 6]))).Message);
        Assert.Equal(Expected, Assert.Throws<ShapeException>(() => layer.OutputShape([2, 6])).Message);
    }

    [Fact]
    public void Sizes_must_be_positive()
    {
        Assert.Equal("inFeatures", Assert.Throws<ArgumentOutOfRangeException>(() => new Linear(0, 3, new RandomStream(1))).ParamName);
        Assert.Equal("outFeatures", Assert.Throws<ArgumentOutOfRangeException>(() => new Linear(3, 0, new RandomStream(1))).ParamName);
    }

    [Fact]
    public void Linear_draws_its_weights_and_starts_with_no_bias()
    {
        Linear layer = new(30, 20, new RandomStream(7), initializer: Initializer.LeCun);
        float[] expected = new float[600];
        Initializer.LeCun.Fill(expected, 30, 20, new RandomStream(7));
        Assert.Equal(expected, layer.Weight.Values.ToArray());
        Assert.All(layer.Bias!.Values.ToArray(), b => Assert.Equal(0, b));
        Linear usual = new(30, 20, new RandomStream(7)), he = new(30, 20, new RandomStream(7), initializer: Initializer.He);
        Assert.Equal(usual.Weight.Values, he.Weight.Values);
        Assert.Null(new Linear(3, 2, new RandomStream(1), bias: false).Bias);
    }

    [Fact]
    public void Output_shapes_are_those_of_the_outputs()
    {
        Sequential model = new(new Linear(3, 5, new RandomStream(1)), new ActivationLayer(Elu), new Linear(5, 2, new RandomStream(2)));
        foreach (Shape input in new Shape[] { [4, 3], [3], [2, 4, 3] })
            Assert.Equal(model.Forward(new Tensor(input)).Shape, model.OutputShape(input));
        Assert.Equal(4 * (15 + 10), model.MultiplyAdds([4, 3]));
    }

    static float[][] Results(Module model, Tensor x)
    {
        x.ClearGradient();
        foreach ((_, Tensor value) in model.NamedParameters())
            value.ClearGradient();
        using Tape tape = Tape.Start();
        Tensor y = model.Forward(x);
        tape.Backward(Ops.Mean(Ops.Multiply(y, y)));
        return [y.Values.ToArray(), x.Gradient.ToArray(), .. model.NamedParameters().Select(p => p.Value.Gradient.ToArray())];
    }

    sealed class Counted : Module
    {
        readonly Linear _inner;

        public Counted(string scale = "scale")
        {
            _inner = Child("inner", new Linear(3, 3, new RandomStream(1)));
            Buffer("count", new Shape());
            Parameter(scale, [3]);
        }

        public override Tensor Forward(Tensor x) => _inner.Forward(x);

        public override Shape OutputShape(Shape input) => _inner.OutputShape(input);
    }

    sealed class Branch : Module
    {
        readonly Linear _left, _right;

        public Branch(string left, string right)
        {
            _left = Child(left, new Linear(3, 2, new RandomStream(1)));
            _right = Child(right, new Linear(3, 2, new RandomStream(2)));
        }

        public override Tensor Forward(Tensor x) => Ops.Add(_left.Forward(x), _right.Forward(x));

        public override Shape OutputShape(Shape input) => _left.OutputShape(input);
    }
}
