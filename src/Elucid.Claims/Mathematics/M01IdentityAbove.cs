namespace Elucid.Claims;

internal sealed class M01IdentityAbove : Proof
{
    public override string Sentence => "For x at least 0 ELU returns x, and below it α·(eˣ − 1); \"x ≥ 0\" and \"x > 0\" mean the same function.";

    public override string Topic => "identity for x ≥ 0";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "That the two spellings agree in value says nothing about the slope at 0, see M04.";

    public override string Answer => "Both spellings agree at a million points and at 0, in double and in single precision.";

    public override IEnumerable<Check> Claimed() =>
    [
        Points("double precision", x => Activations.Elu().Evaluate(x), 1e-15),
        Points("single precision", x => Floats.Value(Activations.Elu(), (float)x), 1.2e-7),
        new Check("f(0) = 0 by both", Activations.Elu().Evaluate(0) == 0 && Math.Exp(0) - 1 == 0),
    ];

    static Check Points(string text, Func<double, double> f, double tolerance)
    {
        RandomStream random = new(1);
        for (int i = 0; i < 100_000; i++)
        {
            double x = (float)(20 * random.NextDouble() - 10), expected = x > 0 ? x : Expm1(x);
            if (Math.Abs(f(x) - expected) > tolerance * Math.Abs(expected))
                return new Check(text, Holds: false, $"f({x}) = {f(x)}, not {expected}");
        }
        return new Check(text, Holds: true);
    }

    // eˣ − 1 without cancellation: 2·sinh(x/2)·e^(x/2).
    static double Expm1(double x) => 2 * Math.Sinh(x / 2) * Math.Exp(x / 2);
}
