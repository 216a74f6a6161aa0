using Elucid.Kernels;

namespace Elucid;

/// <summary>Gated recurrent units: gates r (reset) and z (update), candidate n, in this order in the parameters.</summary>
/// <remarks>
/// <code>
/// r = σ(W_ir·x + b_ir + W_hr·h + b_hr)
/// z = σ(W_iz·x + b_iz + W_hz·h + b_hz)
/// n = f(W_in·x + b_in + r·(W_hn·h + b_hn))
/// h′ = (1 − z)·n + z·h
/// </code>
/// Cho et al. 2014, arXiv:1406.1078, section 2.3, in the form of cuDNN and PyTorch's <c>nn.GRU</c>, in which r gates the product and not h itself; f
/// is tanh by default.
/// </remarks>
public sealed class Gru : Recurrent
{
    /// <summary>Creates the network and draws its weights.</summary>
    /// <param name="inputSize">Features of one step of the input.</param>
    /// <param name="hiddenSize">Length of the hidden state.</param>
    /// <param name="random">Where the weights are drawn from; dropout between layers draws from a stream derived from it.</param>
    /// <param name="options">One layer, forwards, [batch, length, features], tanh, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of layers is not positive, or dropout is outside [0, 1).</exception>
    /// <exception cref="ArgumentException">The activation learns its parameters, which cells do not train.</exception>
    public Gru(int inputSize, int hiddenSize, RandomStream random, RecurrentOptions? options = null)
        : base(inputSize, hiddenSize, random, options, RecurrentKernel.Gru)
    {
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Gru(InputSize, HiddenSize, with.Random, OptionsFor(with));
}
