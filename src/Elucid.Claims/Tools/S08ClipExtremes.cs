using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class S08ClipExtremes : Proof
{
    public override string Sentence => "One clips extreme inputs.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "supported";

    public override string Limits =>
        "That a clip does what it says, not that a network needs one: N03 says what it costs, N02 whether inputs get there.";

    public override string Answer =>
        "A clip is one word, elu:clip=-20, and off without it: above the clip no bit changes, below it the value errs by α·e^c, which is 2·10⁻⁹ "
        + "at −20, and the gradient is 0.";

    public override IEnumerable<Check> Claimed() =>
    [
        new Check("off unless it is asked for", ActivationCatalog.All.All(info => double.IsNegativeInfinity(info.Create().Clip))),
        .. from name in (string[])["elu", "elu:alpha=0.5", "celu:alpha=2", "selu"]
            from c in (float[])[-20, -2]
            from check in ChecksOf(ActivationCatalog.Parse(name), c)
            select check,
    ];

    public override IReadOnlyList<Chart> Charts
    {
        get
        {
            IReadOnlyDictionary<string, SeriesStyle> styles = SeriesStyle.Assign(["elu", "elu:clip=-2"]);
            return
            [
                StudyCharts.OfFunctions("ELU, and clipped at −2", "f(x)", (f, x) => f.Evaluate(x), styles),
                StudyCharts.OfFunctions("Their derivatives", "f′(x)", (f, x) => f.EvaluateDerivative(x), styles),
            ];
        }
    }

    static IEnumerable<Check> ChecksOf(Activation f, float c)
    {
        Activation clipped = f.WithClip(c);
        (float[] values, float[] derivatives) = Floats.Of(f, Inputs);
        (float[] clippedValues, float[] clippedDerivatives) = Floats.Of(clipped, Inputs);
        int[] above = [.. Where(x => !(x < c))], below = [.. Where(x => x < c)];
        yield return new Check(
            $"{clipped}: the bits of {f} from {c} on",
            above.All(i => values[i].Equals(clippedValues[i]) && derivatives[i].Equals(clippedDerivatives[i])), $"{above.Length} inputs");
        double error = Inputs.Where(x => x < c).Max(x => Math.Abs(clipped.Evaluate(x) - f.Evaluate(x))), tail = f.Evaluate(c) - f.Evaluate(-1e6);
        yield return new Check($"{clipped}: no error above the tail that is cut off", error <= tail, $"{error:0.0e0}");
        yield return new Check($"{clipped}: no gradient below {c}", below.All(i => clippedDerivatives[i] == 0), $"{below.Length} inputs");
    }

    static readonly float[] Inputs =
    [
        float.NaN, float.NegativeInfinity, float.MinValue, -0f, -float.Epsilon, 0, float.Epsilon, float.MaxValue, float.PositiveInfinity,
        .. Enumerable.Range(-11_000, 12_000).Select(i => i / 100f),
    ];

    static IEnumerable<int> Where(Func<float, bool> holds) => Enumerable.Range(0, Inputs.Length).Where(i => holds(Inputs[i]));
}
