using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class N05CostsMoreThanRelu : CostCard
{
    public override string Sentence => "The exponential costs more than ReLU's maximum.";

    public override string Expected => "supported";

    public override string Against => "ReLU";

    public override Experiment Experiment => KernelCosts.Experiment;

    public override IReadOnlyList<Condition> Conditions =>
        [new Superiority("relu", "elu", KernelCosts.Forward.Name, Math.Log(1.5))];

    public override string Answer(ExperimentResult result) =>
        $"ELU takes {Format.Number(Median(result, "elu", KernelCosts.Forward.Name))} ns an element forward, ReLU "
            + $"{Format.Number(Median(result, "relu", KernelCosts.Forward.Name))} ns; of a training step that is little, see N04.";
}
