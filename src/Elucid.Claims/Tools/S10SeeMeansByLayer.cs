namespace Elucid.Claims;

internal sealed class S10SeeMeansByLayer : Proof
{
    public override string Sentence => "One looks at the mean activation of each layer.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "At the start of training, on random inputs; T03 looks at trained networks.";

    public override string Answer =>
        "Taps read each layer's mean: under He gain it grows with depth, from 0.28 in the first layer to about 0.6 in the "
        + "eighth, as the mean field says.";

    public override IEnumerable<Check> Claimed() =>
    [
        new Check("first layer: 0.28", Math.Abs(Means[0] - 0.2829) < 0.03, $"{Means[0]:0.000}"),
        new Check("eighth layer: 0.57", Math.Abs(Means[7] - 0.57) < 0.12, $"{Means[7]:0.000}"),
    ];

    static readonly double[] Means = Read();

    static double[] Read()
    {
        Sequential network = Sequential.Mlp([256, .. Enumerable.Repeat(256, 8), 10], Activations.Elu(), new RandomStream(1), Initializer.He);
        using Tape tape = Tape.Start();
        using Taps taps = Taps.On(network, module => module is ActivationLayer);
        network.Forward(Tensor.Gaussian([256, 256], new RandomStream(2)));
        return [.. taps.Readings.Select(reading => UnitStatistics.Of(reading.Output).Mean.Average())];
    }
}
