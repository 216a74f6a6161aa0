using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class P15ErrorsHalved : Card
{
    static readonly Condition Halved = new Superiority("elu", "relu", Metric.TestRmse.Name, Math.Log(2));

    public override string Sentence => "In forecasts of sales ELU halves the error.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "refuted against ReLU, true against tanh; all networks lose to a linear model";

    public override string Limits => "Airline passengers stand for sales. The claim does not say against what; ReLU is what a network has by "
        + "default.";

    public override IReadOnlyList<string> Sources => ["Box and Jenkins 1976, Time Series Analysis, series G"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [PassengerForecasts.Of() with { Conditions = [Halved] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[PassengerForecasts.Id];
        ConditionResult halved = Halved.Evaluate(result);
        ConditionResult besideTanh = new Superiority("elu", "tanh", Metric.TestRmse.Name, Math.Log(2)).Evaluate(result);
        (double naive, double linear) = PassengerForecasts.References();
        return Findings.Of(halved, "ReLU",
            $"ELU's error is {Findings.Change(halved)} than ReLU's and {Findings.Change(besideTanh)} than tanh's; a linear model's is "
                + $"{Format.Number(linear)} deviations, ELU's {Findings.Mean(result, "elu", Metric.TestRmse.Name)}.") with
        {
            Charts = [Pictures.PairedDifferences(result, Metric.TestRmse.Name)],
            Tables = [Findings.Means(result), PassengerTables.References(naive, linear)],
        };
    }
}
