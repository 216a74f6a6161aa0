namespace Elucid.Claims;

internal sealed class S07StressRandomInputs : Proof
{
    public override string Sentence => "One stresses it with random inputs.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "Inputs are those that N11 draws; a proof goes through all floats in minutes.";

    public override string Answer => "Not a number, infinities, the smallest and the largest floats come out as they should.";

    public override IEnumerable<Check> Claimed() =>
    [
        .. Cases.Select(c => new Check(c.Text, Floats.Value(Activations.Elu(), c.X).Equals(c.Y), $"{Floats.Value(Activations.Elu(), c.X):R}")),
    ];

    static readonly (string Text, float X, float Y)[] Cases =
    [
        ("NaN stays NaN", float.NaN, float.NaN),
        ("−∞ gives −1", float.NegativeInfinity, -1),
        ("∞ stays ∞", float.PositiveInfinity, float.PositiveInfinity),
        ("the largest float stays", float.MaxValue, float.MaxValue),
        ("minus the largest gives −1", float.MinValue, -1),
        ("the smallest stays", float.Epsilon, float.Epsilon),
        ("minus the smallest stays", -float.Epsilon, -float.Epsilon),
    ];
}
