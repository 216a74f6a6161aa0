namespace Elucid;

/// <summary>LSTM layers; forget gates start open.</summary>
internal sealed class LstmNetwork : RecurrentNetwork
{
    public override string Name => "lstm";

    public override string Description => Layers("LSTM", "in place of tanh");

    protected override int Gates => 4;

    // Cells add up, and what they add grows with them where the function has no bounds.
    public override string Steadier => ", or an activation with bounds such as tanh, which the cells of an lstm need over many steps";

    private protected override Recurrent Layer(int inputs, int units, RandomStream random, RecurrentOptions options) =>
        new Lstm(inputs, units, random, options, forgetBias: 1);
}
