using Elucid.Lab;

namespace Elucid.Claims.Tests;

/// <summary>What the cards on pictures come to, on planted numbers.</summary>
[AnyWidth]
public class VisionCardsTests
{
    static readonly ClaimData Data = new(SmallImages.Directory);

    [Theory]
    [InlineData("P01", 0.03, ClaimVerdict.Supported)]
    [InlineData("P01", -0.03, ClaimVerdict.Refuted)]
    [InlineData("P01", 0.001, ClaimVerdict.Refuted)]
    [InlineData("P11", -0.5, ClaimVerdict.Supported)]
    [InlineData("P11", 0.5, ClaimVerdict.Refuted)]
    [InlineData("P07", -0.5, ClaimVerdict.Untestable)]
    [InlineData("P07", 0.5, ClaimVerdict.Untestable)]
    public void A_lead_of_elu_decides(string id, double lead, ClaimVerdict verdict) => Assert.Equal(verdict, Judge(id, lead).Verdict);

    [Theory]
    [InlineData(-0.5, "the claim is supported")]
    [InlineData(0.5, "the claim is refuted")]
    public void What_speaks_for_faces_is_said_of_the_proxy_alone(double lead, string said) => Assert.Contains(said, Judge("P07", lead).Answer);

    [Theory]
    [InlineData(-0.2, -0.2, ClaimVerdict.Supported, "")]
    [InlineData(-0.2, 0.2, ClaimVerdict.Depends, "only with an output through a sigmoid")]
    [InlineData(-0.2, 0.001, ClaimVerdict.Depends, "only with an output through a sigmoid")]
    [InlineData(0.2, -0.2, ClaimVerdict.Refuted, "")]
    [InlineData(0.2, 0.2, ClaimVerdict.Refuted, "")]
    public void Less_blur_must_hold_with_either_output(double sigmoid, double linear, ClaimVerdict verdict, string qualifier)
    {
        Finding finding = Judge("P02", sigmoid, ("P02-linear", linear));
        Assert.Equal((verdict, qualifier), (finding.Verdict, finding.Qualifier));
    }

    // ELU's arms measure as much more than the others; sharpness goes with less error.
    static Finding Judge(string id, double lead, params (string Experiment, double Lead)[] others)
    {
        Card card = ClaimCatalog.All.Single(card => card.Id == id);
        Dictionary<string, ExperimentResult> results = card.Experiments(Data).ToDictionary(experiment => experiment.Id, experiment =>
        {
            double own = others.FirstOrDefault(other => other.Experiment == experiment.Id) is { Experiment: not null } other ? other.Lead : lead;
            return (experiment with
            {
                Tuning = null,
                RunTrial = trial =>
                {
                    Measured measured = [];
                    double more = trial.Settings.Text("activation") == "elu" ? own : 0;
                    foreach (Measure measure in experiment.Measures)
                        measured.Add(
                            measure.Name, 0.5 + 0.001 * trial.Random.Derive(measure.Name).NextGaussian()
                                + (measure.Name == Autoencoding.Sharpness.Name ? -more : measure.Metric.Scale == MetricScale.Ratio ? 0.5 * more
                                    : more));
                    return measured;
                },
            }).Run(cancellation: TestContext.Current.CancellationToken);
        });
        return card.Judge(new Evidence(Data, results));
    }
}
