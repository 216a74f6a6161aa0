namespace Elucid;

/// <summary>A network that new examples can be drawn from: it makes an example of a code, whatever code is drawn from N(0, 1).</summary>
public abstract class GenerativeNetwork : Module
{
    /// <summary>Numbers of a code.</summary>
    public abstract int Latent { get; }

    /// <summary>The examples of codes.</summary>
    /// <param name="code">[count, latent]</param>
    /// <returns>[count, ..example], in the units of the examples that the network learned from.</returns>
    public abstract Tensor Decode(Tensor code);

    /// <summary>The parts of the loss of a batch, by name: they are minimised together, or each for the weights that it is about.</summary>
    /// <param name="x">[batch, ..example], real examples.</param>
    /// <param name="random">Where codes are drawn from.</param>
    /// <returns>Scalars, each a mean over the batch.</returns>
    public abstract IReadOnlyList<(string Name, Tensor Loss)> Losses(Tensor x, RandomStream random);

    /// <summary>New examples: what codes from N(0, 1) become.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where the codes are drawn from.</param>
    /// <returns>[count, ..example]</returns>
    public virtual Tensor Sample(int count, RandomStream random) => Decode(Codes(count, random));

    /// <summary>Codes: [count, latent], each number from N(0, 1).</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where they are drawn from.</param>
    public Tensor Codes(int count, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Tensor code = new([count, Latent]);
        random.FillGaussian(code.Edit());
        return code;
    }
}
