using Elucid.Tests.Autograd;

namespace Elucid.Tests.Modules;

public sealed class QuantizeTests
{
    [Fact]
    public void Wide_layers_multiply_in_eight_bits_and_others_stay()
    {
        Sequential model = Sequential.Mlp([40, 64, 64, 10], Elucid.Activations.Elu(), new RandomStream(1));
        Module quantized = Inference.Quantize(model);
        Assert.Equal(
            ["Linear(40 → 64, 8 bits)", "elu", "Linear(64 → 64, 8 bits)", "elu", "Linear(64 → 10)"],
            quantized.Children.Select(child => child.Module.ToString()!));
    }

    [Fact]
    public void Answers_are_near_those_of_the_network()
    {
        Sequential model = Sequential.Mlp([40, 128, 128, 10], Elucid.Activations.Elu(), new RandomStream(2));
        Tensor x = Grid.Tensor([9, 40], seed: 3), exact = model.Predict(x), y = Inference.Quantize(model).Predict(x);
        float largest = exact.Values.ToArray().Max(Math.Abs);
        Assert.All(exact.Values.ToArray().Zip(y.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 0.05f * largest));
        Assert.NotEqual(exact.Values.ToArray(), y.Values.ToArray());
    }

    [Fact]
    public void The_network_is_left_as_it_is_and_the_other_computes_as_in_use()
    {
        RandomStream random = new(4);
        Sequential model = new(new Linear(32, 32, random), new BatchNorm1d(32), new Dropout(0.5, random), new Linear(32, 4, random));
        Tensor x = Grid.Tensor([3, 32], seed: 5);
        Module quantized = Inference.Quantize(model);
        float[] once = quantized.Forward(x).Values.ToArray();
        Assert.All(model.NamedModules(), m => Assert.True(m.Module.IsTraining));
        Assert.Equal(once, quantized.Forward(x).Values.ToArray());
        Assert.Equal(quantized.Predict(x).Values.ToArray(), once);
    }

    [Fact]
    public void A_network_whose_parts_must_have_their_types_is_quantized_too()
    {
        NetworkRecipe recipe = new() { Model = "mean", Hidden = [40, 40] };
        Module network = recipe.BuildNetwork([6], 3, Elucid.Activations.Elu(), new RandomStream(1), LearningTask.Classification, 50);
        Assert.Contains(Inference.Quantize(network).NamedModules(), m => m.Module is Int8Linear);
    }

    [Fact]
    public void It_cannot_be_trained_through()
    {
        Module quantized = Inference.Quantize(new Linear(32, 32, new RandomStream(6)));
        using Tape tape = Tape.Start();
        Tensor x = Grid.Tensor([1, 32], seed: 7);
        x.RequiresGradient = true;
        Assert.Throws<InvalidOperationException>(() => quantized.Forward(x));
    }

    [Fact]
    public void Another_length_of_rows_is_refused()
    {
        Module quantized = Inference.Quantize(new Linear(32, 40, new RandomStream(8)));
        Assert.Equal(new Shape(2, 40), quantized.OutputShape([2, 32]));
        ShapeException error = Assert.Throws<ShapeException>(() => quantized.Forward(Grid.Tensor([2, 31], seed: 9)));
        Assert.Contains("[*, 32]", error.Message, StringComparison.Ordinal);
    }
}
