using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class NC3Aliases : Control
{
    const string ExperimentId = "NC3";
    const double Tolerance = 1e-6;

    // SELU's two constants cannot be set here, so the parametric ELU with a = b = 1, kept there, takes the place of SELU(λ = 1, α = 1).
    static readonly (string Name, string Alias)[] Pairs =
    [
        ("elu", "celu"), ("elu", "pelu"), ("relu", "leaky-relu:slope=0"), ("leaky-relu:slope=0.25", "prelu"),
    ];

    public override string Sentence => "Two names of one function give the same outputs and train to the same loss.";

    public override string Expected => "equal to 10⁻⁶, and no difference in training";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [SmallDigits.Of(ExperimentId, [.. Pairs.SelectMany(pair => new[] { pair.Name, pair.Alias }).Distinct().Select(Arm.Of)]) with { Seeds = 5 }];

    public override bool Trains => false;

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        Check[] checks = [.. Pairs.SelectMany(pair => new[] { Outputs(pair.Name, pair.Alias), Training(result, pair.Name, pair.Alias) })];
        return new Finding(checks.All(check => check.Holds) ? ClaimVerdict.Supported : ClaimVerdict.Refuted,
            $"{checks.Count(check => check.Holds)} of {checks.Length} comparisons of {Pairs.Length} pairs of names find no difference.")
        {
            Checks = checks,
        };
    }

    static Check Outputs(string name, string alias)
    {
        Tensor x = new([2001], [.. Enumerable.Range(-1000, 2001).Select(i => i / 50f)]);
        float[] one = Applied(name, x), other = Applied(alias, x);
        double worst = one.Zip(other, (a, b) => Math.Abs(a - b) / Math.Max(Math.Abs((double)a), 1e-30)).Max();
        return new Check($"{alias} gives {name}'s outputs", worst <= Tolerance, $"they differ by up to {Format.Number(worst)} of themselves");
    }

    // After 120 steps a difference of an ulp has grown, so training is held to a thousandth, far below every minimal effect.
    static Check Training(ExperimentResult result, string name, string alias)
    {
        double[] differences = SmallDigits.Loss.Metric.Differences(
            result.Scores(name, SmallDigits.Loss.Name).Values, result.Scores(alias, SmallDigits.Loss.Name).Values);
        double worst = differences.Max(Math.Abs);
        return new Check($"{alias} trains as {name} does", worst <= 1e-3, $"losses differ by up to {Format.Number(worst)} of themselves");
    }

    static float[] Applied(string name, Tensor x) => new ActivationLayer(ActivationCatalog.Parse(name)).Predict(x).Values.ToArray();
}
