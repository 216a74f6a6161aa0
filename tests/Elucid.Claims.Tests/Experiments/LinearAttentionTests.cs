namespace Elucid.Claims.Tests.Experiments;

/// <summary>Attention without softmax.</summary>
[AnyWidth]
public class LinearAttentionTests
{
    const int Length = 6, Features = 8, Heads = 2, Width = Features / Heads;

    [Fact]
    public void All_pairs_give_what_sums_over_the_past_give()
    {
        LinearAttention attention = new(Features, Heads, Activations.Elu(), added: 1, new RandomStream(1));
        Tensor x = Input();
        ReadOnlySpan<float> y = attention.Forward(x).Values;
        double[] weight = OfParameter(attention, "in_proj.weight"), output = OfParameter(attention, "out_proj.weight");

        double[] answers = new double[Length * Features];
        for (int head = 0; head < Heads; head++)
        {
            double[,] sums = new double[Width, Width];                          // Σ φ(k)·vᵀ, and Σ φ(k) beside it
            double[] keys = new double[Width];
            for (int at = 0; at < Length; at++)
            {
                double[] q = Projected(at, head), k = Projected(at, Heads + head), v = Projected(at, 2 * Heads + head);
                double[] answer = new double[Width];
                double total = 1e-6;
                for (int i = 0; i < Width; i++)
                {
                    keys[i] += Phi(k[i]);
                    total += Phi(q[i]) * keys[i];
                    for (int j = 0; j < Width; j++)
                    {
                        sums[i, j] += Phi(k[i]) * v[j];
                        answer[j] += Phi(q[i]) * sums[i, j];
                    }
                }
                for (int j = 0; j < Width; j++)
                    answers[at * Features + head * Width + j] = answer[j] / total;
            }
        }
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(
                Enumerable.Range(0, Features).Sum(k => output[i % Features * Features + k] * answers[i / Features * Features + k]), y[i], 1e-5);

        double Phi(double value) => value < 0 ? Math.Exp(value) : value + 1;
        double[] Projected(int at, int part) => [.. Enumerable.Range(part * Width, Width).Select(row =>
            Enumerable.Range(0, Features).Sum(k => weight[row * Features + k] * x.Values[at * Features + k]))];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_comes_after_a_position_changes_nothing_there(bool isLinear)
    {
        RandomStream random = new(1);
        Module attention = isLinear ? new LinearAttention(Features, Heads, Activations.Relu(), added: 0, random)
            : new CausalAttention(Features, Heads, random);
        Tensor x = Input(), other = Input();
        other.Edit()[^Features..].Fill(9);
        float[] y = attention.Forward(x).Values.ToArray(), changed = attention.Forward(other).Values.ToArray();
        Assert.Equal(y[..^Features], changed[..^Features]);
        Assert.NotEqual(y[^Features..], changed[^Features..]);
    }

    // ReLU may find nothing in all keys: 0 of 0.
    [Fact]
    public void A_question_that_nothing_answers_gets_zeros_and_passes_no_gradient_that_is_not_finite()
    {
        LinearAttention attention = new(Features, Heads, Activations.Relu(), added: 0, new RandomStream(1));
        foreach ((string name, Tensor parameter) in attention.NamedParameters())
            if (name == "in_proj.bias")
                parameter.Edit()[..(2 * Features)].Fill(-1000);
        using Tape tape = Tape.Start();
        Tensor y = attention.Forward(Input());
        tape.Backward(Ops.Sum(y));
        Assert.All(y.Values.ToArray(), value => Assert.Equal(0, value));
        Assert.All(attention.NamedParameters(), parameter =>
            Assert.All(parameter.Value.Gradient.ToArray(), value => Assert.True(float.IsFinite(value))));
    }

    static Tensor Input()
    {
        Tensor x = Tensor.Zeros([1, Length, Features]);
        new RandomStream(2).FillGaussian(x.Edit());
        return x;
    }

    static double[] OfParameter(Module module, string name) =>
        [.. module.NamedParameters().First(parameter => parameter.Name == name).Value.Values.ToArray().Select(value => (double)value)];
}
