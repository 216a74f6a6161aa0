namespace Elucid.Claims;

internal sealed class M08Derivative : Proof
{
    public override string Topic => "slope 1 or α·eˣ";

    public override string Sentence => "The derivative is 1 for positive inputs and α·eˣ for negative ones.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "The formula is exact; what floats make of it is N10's and M09's matter.";

    public override string Answer => "Central differences agree with it to eight digits at 2,000 points between −10 and 10.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { 0.5, 1, 2 }.Select(alpha => Agreement(Activations.Elu(alpha), x => x > 0 ? 1 : alpha * Math.Exp(x), alpha))];

    static Check Agreement(Activation f, Func<double, double> derivative, double alpha)
    {
        const double H = 1e-5;
        double worst = 0;
        for (int i = 0; i < 2000; i++)
        {
            double x = -10 + (i + 0.5) / 100;
            double difference = (f.Evaluate(x + H) - f.Evaluate(x - H)) / (2 * H);
            worst = Math.Max(worst, Math.Max(Math.Abs(difference - derivative(x)), Math.Abs(f.EvaluateDerivative(x) - derivative(x))));
        }
        return new Check($"α = {alpha}", worst < 1e-8, $"largest difference {worst:0.0e0}");
    }
}
