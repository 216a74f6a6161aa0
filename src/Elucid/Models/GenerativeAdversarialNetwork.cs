namespace Elucid;

/// <summary>Two networks that learn against each other: one draws examples, the other tells them from real ones.</summary>
/// <remarks>
/// Goodfellow et al. 2014, arXiv:1406.2661, with the generator's loss −ln D(G(z)) of section 3; real examples count as 0.9 and not as 1 (Salimans et
/// al. 2016, arXiv:1606.03498, section 3.4), so that the discriminator does not become too sure. <see cref="AdversarialTrainer"/> trains it.
/// </remarks>
public sealed class GenerativeAdversarialNetwork : GenerativeNetwork
{
    const float Real = 0.9f;

    readonly Shape _example;

    /// <summary>Two networks of one's own.</summary>
    /// <param name="generator">
    /// [batch, latent] → [batch, ..example]. Of images: [batch, latent, 1, 1] → [batch, ..example] with pixels from −1 to 1, as
    /// <see cref="Dcgan.Generator"/>.
    /// </param>
    /// <param name="discriminator">[batch, ..example] → [batch, 1], logits; of images with pixels from −1 to 1.</param>
    /// <param name="latent">Numbers of a code.</param>
    /// <param name="example">The shape of an example: [features], or [channels, height, width] of images, whose pixels are from 0 to 1.</param>
    /// <exception cref="ShapeException">The generator does not make such examples, or the discriminator does not take them.</exception>
    public GenerativeAdversarialNetwork(Module generator, Module discriminator, int latent, Shape example)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(latent);
        (_example, Latent, Generator, Discriminator) =
            (example, latent, Child("generator", generator), Child("discriminator", discriminator));
        Shape made = generator.OutputShape(CodeShape(2)), wanted = [2, .. example], said = discriminator.OutputShape(wanted);
        if (made != wanted)
            ShapeException.Throw(
                nameof(GenerativeAdversarialNetwork), "what the generator makes of 2 codes", $"{wanted}", made, "Give it such a last layer.");
        if (said != new Shape(2, 1))
            ShapeException.Throw(
                nameof(GenerativeAdversarialNetwork), "what the discriminator says of 2 examples", "[2, 1]", said, "Give it one logit for each.");
    }

    /// <inheritdoc/>
    public override int Latent { get; }

    /// <summary>Codes to examples.</summary>
    public Module Generator { get; }

    /// <summary>Examples to a logit each: positive where it takes them for real.</summary>
    public Module Discriminator { get; }

    bool IsOfImages => _example.Rank == 3;

    /// <summary>Whether examples are real.</summary>
    /// <param name="x">[batch, ..example]</param>
    /// <returns>[batch, 1], logits: positive where they are taken for real.</returns>
    public override Tensor Forward(Tensor x) => Tapped(x, Discriminator.Forward(IsOfImages ? 2 * x - 1 : x));

    /// <inheritdoc/>
    public override Tensor Decode(Tensor code)
    {
        Tensor drawn = Generator.Forward(IsOfImages ? Ops.Reshape(code, CodeShape(code.Shape[0])) : code);
        return IsOfImages ? 0.5 * drawn + 0.5 : drawn;
    }

    /// <summary>How badly the discriminator tells real examples from drawn ones; no gradient reaches the generator.</summary>
    /// <param name="x">[batch, ..example], real ones.</param>
    /// <param name="random">Where as many codes are drawn from.</param>
    /// <returns>A scalar: 2 · ln 2 where it guesses.</returns>
    public Tensor DiscriminatorLoss(Tensor x, RandomStream random)
    {
        Tensor drawn = Sample(x.Shape[0], random).Detach();
        return Against(Forward(x), Real) + Against(Forward(drawn), 0);
    }

    /// <summary>How badly the generator deceives the discriminator.</summary>
    /// <param name="count">How many examples it draws.</param>
    /// <param name="random">Where their codes are drawn from.</param>
    /// <returns>A scalar: ln 2 where the discriminator guesses.</returns>
    public Tensor GeneratorLoss(int count, RandomStream random) => Against(Forward(Sample(count, random)), 1);

    /// <inheritdoc/>
    /// <returns>The loss of the <c>Discriminator</c>, and that of the <c>Generator</c>.</returns>
    public override IReadOnlyList<(string Name, Tensor Loss)> Losses(Tensor x, RandomStream random) =>
        [(nameof(Discriminator), DiscriminatorLoss(x, random)), (nameof(Generator), GeneratorLoss(x.Shape[0], random))];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Discriminator.OutputShape(input);

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input) =>
        [("generator", Generator, CodeShape(input[0])), ("discriminator", Discriminator, input)];

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) =>
        new GenerativeAdversarialNetwork(with.Part(Generator), with.Part(Discriminator), Latent, _example);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Generator.MultiplyAdds(CodeShape(input[0])) + Discriminator.MultiplyAdds(input);

    Shape CodeShape(int count) => IsOfImages ? [count, Latent, 1, 1] : [count, Latent];

    static Tensor Against(Tensor logits, float truth)
    {
        Tensor target = Tape.Scratch(logits.Shape);
        target.Edit().Fill(truth);
        return Elucid.Loss.BinaryCrossEntropyWithLogits(logits, target);
    }
}
