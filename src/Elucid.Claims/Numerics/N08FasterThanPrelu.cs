using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class N08FasterThanPrelu : CostCard
{
    public override string Sentence => "ELU has fewer parameters than PReLU and is faster.";

    public override string Expected => "parameters supported, speed refuted or inconclusive";

    public override string Against => "PReLU";

    public override Experiment Experiment => KernelCosts.Experiment;

    public override IReadOnlyList<Condition> Conditions =>
        [new Superiority("elu", "prelu", KernelCosts.Forward.Name, Math.Log(1.05)),
            new Superiority("elu", "prelu", KernelCosts.Backward.Name, Math.Log(1.05))];

    public override string Answer(ExperimentResult result) =>
        $"It has no parameters (M22). Forward it takes {Format.Number(Median(result, "elu", KernelCosts.Forward.Name))} ns an element against "
            + $"{Format.Number(Median(result, "prelu", KernelCosts.Forward.Name))} ns, backward "
            + $"{Format.Number(Median(result, "elu", KernelCosts.Backward.Name))} against "
            + $"{Format.Number(Median(result, "prelu", KernelCosts.Backward.Name))} ns.";
}
