namespace Elucid;

/// <summary>An autoencoder whose code is a normal distribution, so that new examples can be drawn from it.</summary>
/// <remarks>
/// Kingma, Welling 2014, Auto-encoding variational Bayes, arXiv:1312.6114. Fully connected; the output is a logit for each feature, and features lie
/// between 0 and 1 (pixels).
/// <code>
/// Tensor loss = vae.Loss(x, random);          // minus the evidence lower bound, in nats per example
/// Tensor images = vae.Sample(16, random);     // new ones
/// </code>
/// </remarks>
public sealed class VariationalAutoencoder : Module
{
    readonly int _features;

    /// <summary>Creates the network and draws its weights.</summary>
    /// <param name="features">Numbers of an input, each from 0 to 1.</param>
    /// <param name="latent">Numbers of the code.</param>
    /// <param name="activation">The activation of the hidden layers.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="hidden">Units of the encoder's hidden layers, which the decoder mirrors; [400] if empty.</param>
    /// <param name="initializer">
    /// How the weights of hidden layers are drawn; <see cref="Initializer.He"/> by default. Those of the code have variance 1 / fan-in, those of the
    /// output 0.01 / fan-in.
    /// </param>
    public VariationalAutoencoder(
        int features, int latent, Activation activation, RandomStream random, ReadOnlySpan<int> hidden = default, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(latent);
        (_features, Latent) = (features, latent);
        int[] widths = hidden.IsEmpty ? [400] : hidden.ToArray();
        Encoder = Child("encoder", Chain.Of([features, .. widths, 2 * latent], activation, random, initializer, Chain.Code));
        Array.Reverse(widths);
        Decoder = Child("decoder", Chain.Of([latent, .. widths, features], activation, random, initializer, Chain.Output));
    }

    VariationalAutoencoder(int features, int latent, Sequential encoder, Sequential decoder) =>
        (_features, Latent, Encoder, Decoder) = (features, latent, Child("encoder", encoder), Child("decoder", decoder));

    /// <summary>Numbers of the code.</summary>
    public int Latent { get; }

    /// <summary>[batch, features] → [batch, 2 · latent]: means, then logarithms of variances.</summary>
    public Sequential Encoder { get; }

    /// <summary>[batch, latent] → [batch, features], logits.</summary>
    public Sequential Decoder { get; }

    /// <summary>The distribution of the code of each example.</summary>
    /// <param name="x">[batch, features]</param>
    /// <returns>Means and logarithms of variances, [batch, latent] each.</returns>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        Tensor code = Encoder.Forward(x);
        return (Ops.Slice(code, 1, 0, Latent), Ops.Slice(code, 1, Latent, Latent));
    }

    /// <summary>What the mean of the code tells of each example.</summary>
    /// <param name="x">[batch, features]</param>
    /// <returns>[batch, features], logits: the logistic function of them is the reconstruction.</returns>
    public override Tensor Forward(Tensor x) => Tapped(x, Decoder.Forward(Encode(x).Mean));

    /// <summary>Reconstruction error plus the divergence of the codes from N(0, 1): minus the evidence lower bound.</summary>
    /// <param name="x">[batch, features], each from 0 to 1.</param>
    /// <param name="random">Where codes are drawn from.</param>
    /// <param name="klWeight">β of a β-VAE (Higgins et al. 2017); 1 by default.</param>
    /// <returns>A scalar, in nats per example.</returns>
    /// <exception cref="ArgumentException">A feature lies outside [0, 1].</exception>
    /// <exception cref="ArgumentOutOfRangeException">β is negative or not finite.</exception>
    public Tensor Loss(Tensor x, RandomStream random, double klWeight = 1)
    {
        Require.NotNegative(klWeight);
        Elucid.Loss.CheckRange<Elucid.Loss.Probability>(x, weights: null, Label, "features");
        (Tensor mean, Tensor logVariance) = Encode(x);
        Tensor logits = Decoder.Forward(Ops.SampleGaussian(mean, logVariance, random));
        return _features * Elucid.Loss.BinaryCrossEntropyWithLogits(logits, x) + klWeight * Elucid.Loss.GaussianKlDivergence(mean, logVariance);
    }

    /// <summary>New examples: what the decoder makes of codes from N(0, 1).</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where the codes are drawn from.</param>
    /// <returns>[count, features], from 0 to 1.</returns>
    public Tensor Sample(int count, RandomStream random)
    {
        Tensor code = new([count, Latent]);
        random.FillGaussian(code.Edit());
        return Ops.Apply(default(Sigmoid), Decoder.Forward(code));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Encoder.OutputShape(input);
        return Decoder.OutputShape([input[0], Latent]);
    }

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input) =>
        [("encoder", Encoder, input), ("decoder", Decoder, [input[0], Latent])];

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) =>
        new VariationalAutoencoder(_features, Latent, with.Part(Encoder), with.Part(Decoder));

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Encoder.MultiplyAdds(input) + Decoder.MultiplyAdds([input[0], Latent]);
}
