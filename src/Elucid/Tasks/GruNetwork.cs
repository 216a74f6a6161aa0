namespace Elucid;

/// <summary>Gated recurrent units.</summary>
internal sealed class GruNetwork : RecurrentNetwork
{
    public override string Name => "gru";

    public override string Description => Layers("GRU", "in place of tanh");

    protected override int Gates => 3;

    private protected override Recurrent Layer(int inputs, int units, RandomStream random, RecurrentOptions options) =>
        new Gru(inputs, units, random, options with { RecurrentInitializer = Initializer.Orthogonal() });
}
