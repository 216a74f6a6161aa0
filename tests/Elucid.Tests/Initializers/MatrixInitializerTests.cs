namespace Elucid.Tests.Initializers;

/// <summary>Initializers that make a whole matrix, and where they are used.</summary>
public sealed class MatrixInitializerTests
{
    [Theory]
    [InlineData(7, 7), InlineData(5, 19), InlineData(19, 5), InlineData(1, 4), InlineData(3, 1)]
    public void Rows_or_columns_of_an_orthogonal_matrix_are_orthogonal(int rows, int columns)
    {
        float[] w = new float[rows * columns];
        Initializer.Orthogonal(2).Fill(w, columns, rows, new RandomStream(1));
        int count = Math.Min(rows, columns);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++)
            {
                double dot = 0;
                for (int k = 0; k < Math.Max(rows, columns); k++)
                    dot += rows <= columns ? (double)w[i * columns + k] * w[j * columns + k] : (double)w[k * columns + i] * w[k * columns + j];
                Assert.Equal(i == j ? 2 : 0, dot, 1e-6);
            }
    }

    [Fact]
    public void Draws_differ_between_seeds_and_directions_are_all_alike()
    {
        float[] first = new float[16], second = new float[16];
        Initializer.Orthogonal().Fill(first, 4, 4, new RandomStream(1));
        Initializer.Orthogonal().Fill(second, 4, 4, new RandomStream(2));
        Assert.NotEqual(first, second);
        double mean = 0;
        for (ulong seed = 0; seed < 2000; seed++)
        {
            Initializer.Orthogonal().Fill(first, 4, 4, new RandomStream(seed));
            mean += first[0] / 2000;
        }
        Assert.Equal(0, mean, 0.05);          // a deviation of ½ / √2000 = 0.011
    }

    [Fact]
    public void An_identity_is_cut_to_its_shape()
    {
        float[] wide = new float[6], tall = new float[6];
        Initializer.Identity().Fill(wide, 3, 2, new RandomStream(1));
        Initializer.Identity(4).Fill(tall, 2, 3, new RandomStream(1));
        Assert.Equal([1, 0, 0, 0, 1, 0], wide);
        Assert.Equal([2, 0, 0, 2, 0, 0], tall);
        Assert.StartsWith("Initializer: expected a gain from 0 to 1e70, with which weights are finite, but got -1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Identity(-1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_the_state_have_an_initializer_of_their_own()
    {
        RecurrentOptions options = new() { RecurrentInitializer = Initializer.Identity() };
        Gru gru = new(2, 2, new RandomStream(1), options), plain = new(2, 2, new RandomStream(1));
        Assert.Equal([1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1], State(gru, "weight_hh_l0"));
        Assert.Equal(State(plain, "weight_ih_l0"), State(gru, "weight_ih_l0"));
        Assert.NotEqual([0, 0, 0, 0, 0, 0], State(gru, "bias_ih_l0"));
        Gru both = new(2, 2, new RandomStream(1), options with { Initializer = Initializer.He });
        Assert.Equal([0, 0, 0, 0, 0, 0], State(both, "bias_ih_l0"));
    }

    [Fact]
    public void A_perceptron_has_its_widths_and_the_initializers_of_hidden_and_output_layers()
    {
        Sequential network = Sequential.Mlp([5, 4, 3, 2], Elucid.Activations.Selu(), new RandomStream(1), outputInitializer: new VarianceScaling(0));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"], network.NamedParameters().Select(p => p.Name));
        float[] expected = new float[20];
        Initializer.LeCun.Fill(expected, 5, 4, new RandomStream(1));
        Assert.Equal(expected, State(network, "0.weight"));
        Assert.Equal(new float[6], State(network, "4.weight"));
        Assert.Equal([7, 2], network.OutputShape([7, 5]));
        Assert.Equal(
            "[4]", $"{Sequential.Mlp([5, 4, 2], Elucid.Activations.Prelu(), new RandomStream(1)).NamedParameters().Single(p => p.Name == "1.weight").Value.Shape}");
        Assert.StartsWith("Mlp: expected at least two widths, the features of the input and the outputs, but got [5].",
            Assert.Throws<ArgumentException>(() => Sequential.Mlp([5], Elucid.Activations.Relu(), new RandomStream(1))).Message,
            StringComparison.Ordinal);
    }

    static float[] State(Module module, string name) => module.NamedParameters().Single(p => p.Name == name).Value.Values.ToArray();
}
