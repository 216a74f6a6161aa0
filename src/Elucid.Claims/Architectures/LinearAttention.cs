namespace Elucid.Claims;

/// <summary>Causal attention without softmax: each head weighs what stands before by φ(q)·φ(k), with φ(x) = elu(x) + 1 or another function that is
/// nowhere below 0 (Katharopoulos et al. 2020, arXiv:2006.16236, equations 4 and 7).</summary>
/// <remarks>Sums over what came before would make its cost linear in the length. At 48 characters the product of all pairs is as quick, and is the
/// same number. Where φ is 0 of all keys, the answer is 0: elu + 1 gets there in float32 below −17.3, and ReLU easily.</remarks>
internal sealed class LinearAttention : Module
{
    const double SmallestSum = 1e-6;

    readonly Linear _input, _output;
    readonly ActivationLayer _features;
    readonly int _heads;
    readonly double _added;

    /// <param name="features">The width of input and output.</param>
    /// <param name="heads">A divisor of it.</param>
    /// <param name="function">φ, but for what is added.</param>
    /// <param name="added">What is added to the function: 1 for ELU.</param>
    /// <param name="random">Where weights are drawn from.</param>
    public LinearAttention(int features, int heads, Activation function, double added, RandomStream random)
    {
        _input = Child("in_proj", new Linear(features, 3 * features, random, initializer: Initializer.Glorot.AsUniform()));
        _output = Child("out_proj", new Linear(features, features, random, initializer: Initializer.Glorot.AsUniform()));
        _features = Child("features", new ActivationLayer(function));
        (_heads, _added) = (heads, added);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        (int batch, int length, int features) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        Tensor projected = _input.Forward(x);
        Tensor Heads(int part) => Ops.Transpose(
            Ops.Reshape(Ops.Slice(projected, -1, part * features, features), [batch, length, _heads, features / _heads]), 1, 2);
        Tensor Positive(Tensor heads) => _features.Forward(heads) + _added;
        Tensor weights = Ops.MatMul(Positive(Heads(0)), Ops.Transpose(Positive(Heads(1)))) * Past(length);
        Tensor answers = Ops.MatMul(weights, Heads(2)) / (Ops.Sum(weights, [-1], keepAxes: true) + SmallestSum);
        return Tapped(x, _output.Forward(Ops.Reshape(Ops.Transpose(answers, 1, 2), [batch, length, features])));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => _output.OutputShape(input);

    // 1 for what a position may see, 0 for what comes after it.
    static Tensor Past(int length)
    {
        Tensor past = Tensor.Zeros([length, length]);
        Span<float> values = past.Edit();
        for (int query = 0; query < length; query++)
            values.Slice(query * length, query + 1).Fill(1);
        return past;
    }
}
