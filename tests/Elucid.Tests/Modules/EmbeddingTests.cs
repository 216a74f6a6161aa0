using Elucid.Tests.Autograd;

namespace Elucid.Tests.Modules;

public sealed class EmbeddingTests
{
    [Fact]
    public void Whole_numbers_become_rows_of_the_table()
    {
        Embedding layer = new(5, 3, new RandomStream(1));
        Tensor y = layer.Forward(new Tensor([2, 2], [4, 0, 3, 4]));
        Assert.Equal([2, 2, 3], y.Shape);
        Assert.Equal(y.Shape, layer.OutputShape([2, 2]));
        Assert.Equal([.. Row(4), .. Row(0), .. Row(3), .. Row(4)], y.Values.ToArray());

        float[] Row(int index) => layer.Weight.Values.Slice(index * 3, 3).ToArray();
    }

    [Fact]
    public void Gradients_are_difference_quotients()
    {
        Tensor weight = Grid.Tensor([6, 4], seed: 1), indices = new([3, 2], [5, 0, 5, 5, 1, 0]);
        GradientCheck.Run(() => Ops.Embedding(indices, weight), weight);
    }

    [Fact]
    public void Padding_starts_as_zeros_and_gets_no_gradient()
    {
        Embedding layer = new(4, 2, new RandomStream(1), paddingIndex: 2);
        Assert.Equal([0, 0], layer.Weight.Values[4..6].ToArray());
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Sum(layer.Forward(new Tensor([4], [2, 1, 2, 3]))));
        Assert.Equal([0, 0, 1, 1, 0, 0, 1, 1], layer.Weight.Gradient.ToArray());
    }

    [Fact]
    public void The_table_is_drawn_from_the_normal_distribution_or_as_asked_for()
    {
        float[] expected = new float[12];
        new RandomStream(7).FillGaussian(expected);
        Assert.Equal(expected, new Embedding(4, 3, new RandomStream(7)).Weight.Values.ToArray());
        Initializer.LeCun.Fill(expected, 3, 3, new RandomStream(7));
        Assert.Equal(expected, new Embedding(4, 3, new RandomStream(7), initializer: Initializer.LeCun).Weight.Values.ToArray());
    }

    [Fact]
    public void A_network_begins_with_it()
    {
        Sequential model = new(new Embedding(10, 4, new RandomStream(1), paddingIndex: 0), new Lstm(4, 6, new RandomStream(2)));
        Assert.Equal(["0.weight", "1.weight_ih_l0", "1.weight_hh_l0", "1.bias_ih_l0", "1.bias_hh_l0"], model.NamedParameters().Select(p => p.Name));
        Tensor tokens = new([2, 3], [1, 2, 9, 5, 0, 0]);
        Assert.Equal([2, 3, 6], model.OutputShape(tokens.Shape));
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Mean(model.Forward(tokens)));
        Assert.All(model.NamedParameters(), p => Assert.True(p.Value.HasGradient));
        Assert.Equal("Embedding(10 × 4, padding 0)", model.Children[0].Module.ToString());
    }

    [Fact]
    public void No_tokens_give_no_rows()
    {
        Tensor weight = new([3, 2], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor y = Ops.Embedding(new Tensor([0, 4]), weight);
        Assert.Equal([0, 4, 2], y.Shape);
        tape.Backward(Ops.Sum(y));
        Assert.All(weight.Gradient.ToArray(), g => Assert.Equal(0, g));
    }

    [Theory]
    [InlineData(-1f, "-1")]
    [InlineData(4f, "4")]
    [InlineData(1.5f, "1.5")]
    [InlineData(float.NaN, "NaN")]
    public void Numbers_that_are_no_entries_are_named(float index, string text)
    {
        string sentence =
            $"Embedding: expected whole numbers from 0 to 3, but element 1 is {text}. Each is the number of an entry of the table. "
                + $"(Parameter 'indices')";
        Refused.With<ArgumentException>(sentence, () => new Embedding(4, 2, new RandomStream(1)).Forward(new Tensor([2], [0, index])));
        Refused.With<ArgumentException>(sentence, () => Ops.Embedding(new Tensor([2], [0, index]), new Tensor([4, 2])));
    }

    [Fact]
    public void Sizes_that_cannot_be_are_named()
    {
        Refused.With<ArgumentOutOfRangeException>(
            "Embedding: expected a padding index from 0 to 3, but got 4. It is one of the entries. (Parameter 'paddingIndex')", () =>
                new Embedding(4, 2, new RandomStream(1), paddingIndex: 4));
        Refused.With<ShapeException>(
            "Embedding: expected weight of shape [entries, features], but got [4]. Reshape it to two axes.", () =>
                Ops.Embedding(new Tensor([1]), new Tensor([4])));
        Assert.Equal("entries", Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding((1 << 24) + 1, 1, new RandomStream(1))).ParamName);
    }
}
