namespace Elucid;

/// <summary>An autoencoder whose code is a normal distribution, so that new examples can be drawn from it.</summary>
/// <remarks>
/// Kingma, Welling 2014, Auto-encoding variational Bayes, arXiv:1312.6114. Fully connected. By default features lie between 0 and 1 (pixels), and
/// the output is a logit for each; with <see cref="Likelihood.Gaussian"/> they are any numbers, and the output is the mean of each.
/// <code>
/// Tensor loss = vae.Loss(x, random);          // minus the evidence lower bound, in nats per example
/// Tensor images = vae.Sample(16, random);     // new ones
/// </code>
/// </remarks>
public sealed class VariationalAutoencoder : GenerativeNetwork
{
    // A column that the code foretells exactly would have a density without bounds.
    const double LeastDeviation = 0.05;

    readonly int _features;
    readonly Tensor? _logDeviation;

    /// <summary>Creates the network and draws its weights.</summary>
    /// <param name="features">Numbers of an input; from 0 to 1 each, unless the likelihood is another.</param>
    /// <param name="latent">Numbers of the code.</param>
    /// <param name="activation">The activation of the hidden layers.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="hidden">Units of the encoder's hidden layers, which the decoder mirrors; [400] if empty.</param>
    /// <param name="initializer">
    /// How the weights of hidden layers are drawn; <see cref="Initializer.He"/> by default. Those of the code have variance 1 / fan-in, those of the
    /// output 0.01 / fan-in.
    /// </param>
    /// <param name="likelihood">How features lie around the output.</param>
    /// <param name="arePixels">Whether features are pixels from 0 to 1, of which the means are drawn and not the noise around them; always so
    /// with <see cref="Likelihood.Bernoulli"/>.</param>
    public VariationalAutoencoder(
        int features, int latent, Activation activation, RandomStream random, ReadOnlySpan<int> hidden = default, Initializer? initializer = null,
        Likelihood likelihood = Likelihood.Bernoulli, bool arePixels = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(latent);
        (_features, Latent, Likelihood, ArePixels) = (features, latent, likelihood, arePixels || likelihood == Likelihood.Bernoulli);
        int[] widths = hidden.IsEmpty ? [400] : hidden.ToArray();
        Encoder = Child("encoder", Chain.Of([features, .. widths, 2 * latent], activation, random, initializer, Chain.Code));
        Array.Reverse(widths);
        Decoder = Child("decoder", Chain.Of([latent, .. widths, features], activation, random, initializer, Chain.Output));
        _logDeviation = likelihood == Likelihood.Gaussian ? Parameter("log_deviation", [features]) : null;
    }

    VariationalAutoencoder(VariationalAutoencoder like, Sequential encoder, Sequential decoder)
    {
        (_features, Latent, Likelihood, ArePixels, Encoder, Decoder) =
            (like._features, like.Latent, like.Likelihood, like.ArePixels, Child("encoder", encoder), Child("decoder", decoder));
        _logDeviation = like._logDeviation is null ? null : Parameter("log_deviation", [_features]);
    }

    /// <inheritdoc/>
    public override int Latent { get; }

    /// <summary>How features lie around the output.</summary>
    public Likelihood Likelihood { get; }

    /// <summary>Whether features are pixels from 0 to 1, of which the means are drawn.</summary>
    public bool ArePixels { get; }

    /// <summary>[batch, features] → [batch, 2 · latent]: means, then logarithms of variances.</summary>
    public Sequential Encoder { get; }

    /// <summary>[batch, latent] → [batch, features], logits or means.</summary>
    public Sequential Decoder { get; }

    /// <summary>The distribution of the code of each example.</summary>
    /// <param name="x">[batch, features], or images, which are flattened.</param>
    /// <returns>Means and logarithms of variances, [batch, latent] each.</returns>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        Tensor code = Encoder.Forward(Flat(x));
        return (Ops.Slice(code, 1, 0, Latent), Ops.Slice(code, 1, Latent, Latent));
    }

    /// <summary>What the mean of the code tells of each example.</summary>
    /// <param name="x">[batch, features], or images, which are flattened.</param>
    /// <returns>[batch, features], logits: the logistic function of them is the reconstruction; with <see cref="Likelihood.Gaussian"/> the
    /// reconstruction itself.</returns>
    public override Tensor Forward(Tensor x) => Tapped(x, Decoder.Forward(Encode(x).Mean));

    /// <summary>Reconstruction error plus the divergence of the codes from N(0, 1): minus the evidence lower bound.</summary>
    /// <param name="x">[batch, features], each from 0 to 1 unless the likelihood is Gaussian; or images, which are flattened.</param>
    /// <param name="random">Where codes are drawn from.</param>
    /// <param name="klWeight">β of a β-VAE (Higgins et al. 2017); 1 by default.</param>
    /// <returns>A scalar, in nats per example.</returns>
    /// <exception cref="ArgumentException">A feature lies outside [0, 1].</exception>
    /// <exception cref="ArgumentOutOfRangeException">β is negative or not finite.</exception>
    public Tensor Loss(Tensor x, RandomStream random, double klWeight = 1)
    {
        Require.NotNegative(klWeight);
        IReadOnlyList<(string Name, Tensor Loss)> parts = Losses(x, random);
        return parts[0].Loss + klWeight * parts[1].Loss;
    }

    /// <inheritdoc/>
    /// <returns>The <c>Reconstruction</c> error and the <c>Divergence</c> of the codes from N(0, 1), in nats per example.</returns>
    public override IReadOnlyList<(string Name, Tensor Loss)> Losses(Tensor x, RandomStream random)
    {
        x = Flat(x);
        if (Likelihood == Likelihood.Bernoulli)
            Elucid.Loss.CheckRange<Elucid.Loss.Probability>(x, weights: null, Label, "features");
        (Tensor mean, Tensor logVariance) = Encode(x);
        Tensor output = Decoder.Forward(Ops.SampleGaussian(mean, logVariance, random));
        return [("Reconstruction", Reconstruction(output, x)), ("Divergence", Elucid.Loss.GaussianKlDivergence(mean, logVariance))];
    }

    /// <inheritdoc/>
    /// <returns>[count, features]: the mean of what a code says of each feature, pixels from 0 to 1.</returns>
    public override Tensor Decode(Tensor code)
    {
        Tensor output = Decoder.Forward(code);
        return Likelihood == Likelihood.Bernoulli ? Ops.Apply(default(Sigmoid), output) : ArePixels ? Ops.Clamp(output, 0, 1) : output;
    }

    /// <summary>New examples: what the decoder makes of codes from N(0, 1), and draws around it unless they are pixels.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where the codes are drawn from.</param>
    /// <returns>[count, features]; pixels from 0 to 1.</returns>
    public override Tensor Sample(int count, RandomStream random)
    {
        Tensor means = base.Sample(count, random);
        if (_logDeviation is null || ArePixels)
            return means;
        Tensor noise = new(means.Shape);
        random.FillGaussian(noise.Edit());
        return means + noise * Deviation();
    }

    Tensor Deviation() => Ops.Exp(_logDeviation!) + LeastDeviation;

    Tensor Reconstruction(Tensor output, Tensor x)
    {
        if (_logDeviation is null)
            return _features * Elucid.Loss.BinaryCrossEntropyWithLogits(output, x);
        Tensor deviation = Deviation();
        return 0.5 * _features * Ops.Mean(Ops.Square((x - output) / deviation)) + Ops.Sum(Ops.Log(deviation))
            + 0.5 * _features * Math.Log(2 * Math.PI);
    }

    static Tensor Flat(Tensor x) => x.Shape.Rank > 2 ? Ops.Flatten(x) : x;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Encoder.OutputShape(Flat(input));
        return Decoder.OutputShape([input[0], Latent]);
    }

    static Shape Flat(Shape input) => input.Rank > 2 ? [input[0], input.Size / input[0]] : input;

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input) =>
        [("encoder", Encoder, Flat(input)), ("decoder", Decoder, [input[0], Latent])];

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new VariationalAutoencoder(this, with.Part(Encoder), with.Part(Decoder));

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Encoder.MultiplyAdds(Flat(input)) + Decoder.MultiplyAdds([input[0], Latent]);
}
