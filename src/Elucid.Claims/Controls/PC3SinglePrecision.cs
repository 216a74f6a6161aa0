using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class PC3SinglePrecision : Control
{
    public override string Sentence => "The derivative from the output is 0 at −20 in float32, and the one from the input is not.";

    public override string Expected => "0 against 2.06·10⁻⁹";

    public override bool Trains => false;

    public override Finding Judge(Evidence evidence)
    {
        float fromOutput = Floats.Value(Activations.Elu(), -20) + 1, fromInput = Floats.Derivative(Activations.Elu(), -20);
        double exact = Math.Exp(-20);
        Check[] checks =
        [
            new("from the output it is 0", fromOutput == 0, Format.Number(fromOutput)),
            new("from the input it is 2.06·10⁻⁹", Math.Abs(fromInput / exact - 1) < 1e-6, Format.Number(fromInput)),
            new("the double agrees", Math.Abs(Activations.Elu().EvaluateDerivative(-20) / exact - 1) < 1e-12),
        ];
        return new Finding(checks.All(check => check.Holds) ? ClaimVerdict.Supported : ClaimVerdict.Refuted,
            $"From the output the derivative at −20 is {Format.Number(fromOutput)} in float32, from the input it is {Format.Number(fromInput)}.")
        {
            Checks = checks,
        };
    }
}
