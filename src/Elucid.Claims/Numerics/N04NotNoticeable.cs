using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class N04NotNoticeable : CostCard
{
    public override string Topic => "cost not noticeable";

    public override string Sentence => "On ordinary hardware ELU's cost is not noticed in training.";

    public override string Expected => "supported, below 10 %";

    public override string Limits => "One network on one machine; 10 % is what counts as not noticed. The paper's 12.15 h against 11.48 h are 5.8 %.";

    public override IReadOnlyList<string> Sources => ["Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289, section 4.3"];

    public override string Against => "ReLU";

    public override Experiment Experiment => StepTime.Experiment;

    public override IReadOnlyList<Condition> Conditions =>
        [new Equivalence("elu", "relu", StepTime.Step.Name, Math.Log(1.1))];

    public override string Answer(ExperimentResult result) =>
        $"A step of the 8 × 128 network takes {Format.Number(Median(result, "elu", StepTime.Step.Name))} µs with ELU and "
            + $"{Format.Number(Median(result, "relu", StepTime.Step.Name))} µs with ReLU.";
}
