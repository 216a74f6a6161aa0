using Elucid.Kernels;

namespace Elucid;

/// <summary>Long short-term memory: gates i (input), f (forget), candidate g, gate o (output), in this order in the parameters.</summary>
/// <remarks>
/// <code>
/// i = σ(W_ii·x + b_ii + W_hi·h + b_hi)
/// f = σ(W_if·x + b_if + W_hf·h + b_hf)
/// g = a(W_ig·x + b_ig + W_hg·h + b_hg)
/// o = σ(W_io·x + b_io + W_ho·h + b_ho)
/// c′ = f·c + i·g
/// h′ = o·a(c′)
/// </code>
/// Hochreiter and Schmidhuber 1997, Neural Computation 9; the forget gate from Gers, Schmidhuber and Cummins 2000, Neural Computation 12. Parameters,
/// names and results are those of PyTorch's
/// <c>nn.LSTM</c>; the activation a is tanh by default.
/// </remarks>
public sealed class Lstm : Recurrent
{
    const int ForgetGate = 1;

    /// <summary>Creates the network and draws its weights.</summary>
    /// <param name="inputSize">Features of one step of the input.</param>
    /// <param name="hiddenSize">Length of the hidden state and of the cell state.</param>
    /// <param name="random">Where the weights are drawn from; dropout between layers draws from a stream derived from it.</param>
    /// <param name="options">One layer, forwards, [batch, length, features], tanh, by default.</param>
    /// <param name="forgetBias">
    /// What the bias of the forget gates starts at, both biases together; null, the default, leaves it as drawn. 1 lets a network remember from the
    /// start (Jozefowicz, Zaremba and Sutskever 2015, An empirical exploration of recurrent network architectures, section 4.2).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of layers is not positive, or dropout is outside [0, 1).</exception>
    /// <exception cref="ArgumentException">The activation learns its parameters, which cells do not train, or a forget bias is asked for in a network
    /// without biases.</exception>
    public Lstm(int inputSize, int hiddenSize, RandomStream random, RecurrentOptions? options = null, double? forgetBias = null)
        : base(inputSize, hiddenSize, random, options, RecurrentKernel.Lstm)
    {
        if (forgetBias is not { } bias)
            return;
        if (!Options.Bias)
            throw new ArgumentException(
                $"{Label}: a forget bias of {bias} needs biases. Set Bias in the options, or leave forgetBias out.", nameof(forgetBias));
        foreach ((Memory<float> ofInput, Memory<float> ofHidden) in BiasesOf(ForgetGate))
        {
            ofInput.Span.Fill((float)bias);
            ofHidden.Span.Clear();
        }
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Lstm(InputSize, HiddenSize, with.Random, OptionsFor(with));
}
