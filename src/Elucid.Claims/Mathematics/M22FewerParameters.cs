namespace Elucid.Claims;

internal sealed class M22FewerParameters : Proof
{
    public override string Topic => "fewer parameters than PReLU";

    public override string Sentence => "PReLU learns a slope for each channel, so ELU has fewer parameters.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "A hundred parameters more in a network of a hundred thousand are no cost.";

    public override string Answer => "A layer of 128 units has 128 parameters more with PReLU, and none more with ELU.";

    public override IEnumerable<Check> Claimed() =>
    [
        new Check("PReLU: 128", Count(Activations.Prelu()) == 128, $"{Count(Activations.Prelu())}"),
        new Check("ELU: 0", Count(Activations.Elu()) == 0, $"{Count(Activations.Elu())}"),
    ];

    static int Count(Activation f) => new ActivationLayer(f, units: 128).NamedParameters().Sum(p => p.Value.Values.Length);
}
