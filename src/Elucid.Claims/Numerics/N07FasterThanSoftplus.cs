using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class N07FasterThanSoftplus : CostCard
{
    public override string Sentence => "ELU is faster than softplus.";

    public override string Expected => "supported";

    public override string Against => "softplus";

    public override Experiment Experiment => KernelCosts.Experiment;

    public override IReadOnlyList<Condition> Conditions =>
        [new Superiority("elu", "softplus", KernelCosts.Forward.Name, Math.Log(1.05))];

    public override string Answer(ExperimentResult result) =>
        $"ELU takes {Format.Number(Median(result, "elu", KernelCosts.Forward.Name))} ns an element forward, softplus "
            + $"{Format.Number(Median(result, "softplus", KernelCosts.Forward.Name))} ns.";
}
