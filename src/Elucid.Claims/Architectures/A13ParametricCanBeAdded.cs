using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class A13ParametricCanBeAdded : ImageCard
{
    // "No harm": ELU is not better by 1 %.
    static readonly Condition Harmless = new NotMuchBetter("elu", "pelu", ImageClassifier.TrainingLoss.Name, -Math.Log(1 - 0.01));

    public override string Topic => "a parametric form can be added";

    public override string Sentence => "A parametric form of ELU can be added later: its parameters learn, and it does no harm.";

    public override string Expected => "supported";

    public override string Limits =>
        "Harm is fixed here as a training loss that is 1 % higher. One pair of parameters for each layer; nothing is said of pairs for each unit.";

    public override IReadOnlyList<string> Sources => ["Trottier, Giguère and Chaib-draa 2016, arXiv:1605.09332"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [ParametricElu.Of(data) with { Conditions = [Harmless] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ParametricElu.Id];
        ConditionResult harmless = Harmless.Evaluate(result);
        Check gradients = GradientsAreRight();
        Finding finding = Findings.Of(harmless, "ELU",
            $"ELU's training loss is {Findings.Change(harmless)} than that of its parametric form; the gradients of a and b differ from difference "
                + $"quotients by at most {gradients.Found}. {Findings.Failures(result)}.");
        return finding with
        {
            Verdict = gradients.Holds ? finding.Verdict : ClaimVerdict.Refuted,
            Checks = [gradients],
            Charts = [Pictures.PairedDifferences(result, ImageClassifier.TrainingLoss.Name)],
            Tables = [Findings.Means(result)],
        };
    }

    // The tape's gradients beside quotients of the formula in double precision, over inputs and parameters on both sides of their starts.
    static Check GradientsAreRight()
    {
        const double Step = 1e-5, Tolerance = 1e-6;
        double worst = 0;
        foreach (double a in Parameters)
            foreach (double b in Parameters)
                foreach (double x in Inputs)
                {
                    ActivationLayer layer = new(Activations.Pelu(a, b));
                    using Tape tape = Tape.Start();
                    tape.Backward(Ops.Sum(layer.Forward(new Tensor([1], [(float)x]))));
                    double Gradient(string name) => layer.NamedParameters().First(parameter => parameter.Name == name).Value.Gradient[0];
                    double byA = (Activations.Pelu(a + Step, b).Evaluate(x) - Activations.Pelu(a - Step, b).Evaluate(x)) / (2 * Step);
                    double byB = (Activations.Pelu(a, b + Step).Evaluate(x) - Activations.Pelu(a, b - Step).Evaluate(x)) / (2 * Step);
                    worst = Math.Max(worst, Math.Max(Math.Abs(byA - Gradient("a")), Math.Abs(byB - Gradient("b"))));
                }
        return new Check("the gradients of a and b are those of difference quotients, within 10⁻⁶", worst < Tolerance, Format.Number(worst));
    }

    static readonly double[] Parameters = [0.5, 1, 2], Inputs = [-5, -1, -0.125, 0.25, 2];
}
