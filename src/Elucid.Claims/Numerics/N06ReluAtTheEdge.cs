using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class N06ReluAtTheEdge : CostCard
{
    public override string Topic => "ReLU for phones and edge devices";

    public override string Sentence => "On phones and small devices ReLU is the better choice.";

    public override string Expected => "supported, by a proxy";

    public override string Limits =>
        "One example at a time on one core of a server stands for a device. Devices without vectors, and whole-number "
        + "arithmetic, were not measured.";

    public override string Against => "ReLU";

    public override Experiment Experiment => SmallInference.Experiment;

    public override IReadOnlyList<Condition> Conditions =>
        [new Superiority("relu", "elu", SmallInference.Prediction.Name, Math.Log(1.1))];

    public override string Answer(ExperimentResult result) =>
        $"One prediction of a small network takes {Format.Number(Median(result, "elu", SmallInference.Prediction.Name))} µs with ELU and "
            + $"{Format.Number(Median(result, "relu", SmallInference.Prediction.Name))} µs with ReLU.";
}
