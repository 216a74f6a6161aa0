namespace Elucid.Claims;

internal sealed class M03NeverReachesItsLimit : Proof
{
    public override string Sentence => "The output comes ever closer to −α but never reaches it.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "supported over the reals, refuted in float32";

    public override string Limits => "Reaching the limit in the output does not mean that the gradient is 0, see M09.";

    public override string Qualifier => "only for exact real numbers";

    public override string Answer =>
        "Over the reals it is true. In float32 the output is exactly −1 for every x below −17.33 at the latest, in float64 "
        + "below −37.43.";

    public override IEnumerable<Check> Claimed() =>
    [
        new Check("float32: f(−17.4) > −1", Floats.Value(Activations.Elu(), -17.4f) > -1, $"{Floats.Value(Activations.Elu(), -17.4f)}"),
        new Check("float64: f(−37.5) > −1", Activations.Elu().Evaluate(-37.5) > -1, $"{Activations.Elu().Evaluate(-37.5)}"),
    ];

    public override IEnumerable<Check> Facts() =>
    [
        new Check("float32: f(−16) > −1", Floats.Value(Activations.Elu(), -16) > -1),
        new Check("float64: f(−36) > −1", Activations.Elu().Evaluate(-36) > -1),
    ];
}
