using Elucid.Kernels;

namespace Elucid;

/// <summary>
/// A plain recurrent network: hₜ = f(W_ih·xₜ + b_ih + W_hh·hₜ₋₁ + b_hh), with tanh for f by default and any activation of the catalog with fixed
/// parameters by choice.
/// </summary>
/// <remarks>
/// Elman 1990, Finding structure in time, Cognitive Science 14. Parameters, names and results are those of PyTorch's <c>nn.RNN</c>; see
/// <see cref="Recurrent"/>. To keep long-range gradients, ReLU-like functions are started from W_hh = I (Le, Jaitly, Hinton 2015, arXiv:1504.00941).
/// </remarks>
public sealed class Rnn : Recurrent
{
    /// <summary>Creates the network and draws its weights.</summary>
    /// <param name="inputSize">Features of one step of the input.</param>
    /// <param name="hiddenSize">Length of the hidden state.</param>
    /// <param name="random">Where the weights are drawn from; dropout between layers draws from a stream derived from it.</param>
    /// <param name="options">One layer, forwards, [batch, length, features], tanh, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of layers is not positive, or dropout is outside [0, 1).</exception>
    /// <exception cref="ArgumentException">The activation learns its parameters, which cells do not train.</exception>
    public Rnn(int inputSize, int hiddenSize, RandomStream random, RecurrentOptions? options = null)
        : base(inputSize, hiddenSize, random, options, RecurrentKernel.Rnn)
    {
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Rnn(InputSize, HiddenSize, with.Random, OptionsFor(with));
}
