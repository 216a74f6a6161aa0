using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class S03PlotTheCurve : Proof
{
    public override string Sentence => "One plots the curve, and looks at loss curves.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "A picture shows what was measured, and decides nothing.";

    public override string Answer =>
        "Function and derivative are drawn as one file without anything else, and each trained card shows its loss curves with "
        + "their 95 % bands.";

    public override IEnumerable<Check> Claimed() =>
    [
        new Check("the curve is a drawing", Drawing(x => Activations.Elu().Evaluate(x)).Contains("<path", StringComparison.Ordinal)),
        new Check("it asks for nothing from elsewhere",
            !Drawing(x => x).Replace("http://www.w3.org", "", StringComparison.Ordinal).Contains("http", StringComparison.Ordinal)),
    ];

    static string Drawing(Func<double, double> f)
    {
        double[] x = [.. Enumerable.Range(-50, 101).Select(i => i / 10.0)];
        return ChartRenderer.ToSvg(new LineChart
        {
            Title = "ELU",
            X = new Axis("x"),
            Y = new Axis("f(x)"),
            Series = [new Series("elu", x, [.. x.Select(f)])],
        });
    }
}
