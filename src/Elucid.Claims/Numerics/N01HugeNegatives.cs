using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class N01HugeNegatives : CostCard
{
    public override string Topic => "expensive for very negative inputs";

    public override string Sentence => "The exponential gets expensive for very negative inputs.";

    public override string Expected => "refuted";

    public override string Against => "inputs from −5 to −1";

    public override Experiment Experiment => ExponentialRanges.Experiment;

    public override IReadOnlyList<Condition> Conditions =>
        [.. ExponentialRanges.Ranges.Zip(ExponentialRanges.Ranges.Skip(1)).Select(
            pair => new Superiority(pair.First, pair.Second, KernelCosts.Forward.Name, Math.Log(1.5) / 3))];

    public override string Answer(ExperimentResult result) =>
        $"ELU takes {Format.Number(Median(result, "-5 to -1", KernelCosts.Forward.Name))} ns an element for inputs from −5 to −1 and "
            + $"{Format.Number(Median(result, "-1e6 to -1e3", KernelCosts.Forward.Name))} ns from −10⁶ to −1000.";
}
