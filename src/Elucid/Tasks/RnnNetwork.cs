namespace Elucid;

/// <summary>Plain recurrent layers.</summary>
internal sealed class RnnNetwork : RecurrentNetwork
{
    public override string Name => "rnn";

    public override string Description => Layers("plain recurrent", "of each step");

    protected override int Gates => 1;

    // Drawn as the others, He's gain would multiply the state by √2 in each step: 16,000 times over the rows of Fashion-MNIST.
    private protected override Recurrent Layer(int inputs, int units, RandomStream random, RecurrentOptions options) =>
        new Rnn(inputs, units, random, options with { RecurrentInitializer = Initializer.Orthogonal() });
}
