using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The parts of a generator's loss by epoch: what is reconstructed and how far codes are from N(0, 1), or which adversary is
/// ahead.</summary>
internal static class LossParts
{
    public static ReportSection Section(RunResult run)
    {
        double[] epochs = [.. run.History.Epochs.Select(epoch => (double)epoch.Epoch)];
        Series Curve(string name, Func<EpochRecord, double?> value, int style) =>
            new(name, epochs, [.. run.History.Epochs.Select(epoch => value(epoch) ?? double.NaN)]) { Style = new(style) };
        LineChart Chart(string title, string unit, params Series[] series) =>
            new() { Title = title, X = new("epoch"), Y = new(unit), Series = series };
        return run.Network is GenerativeAdversarialNetwork
            ? new ReportSection(
                "Which network is ahead?",
                "A discriminator that guesses has a loss of 1.39, and the generator then one of 0.69. One that tells all drawings from real "
                    + "images has "
                    + "a loss near 0.33, and the generator's rises: then it learns little. What counts is the Fréchet distance.",
                [
                    Chart("Both losses by epoch", "loss in training", Curve("discriminator", Recorded("Discriminator"), 1),
                        Curve("generator", Recorded("Generator"), 0)),
                ])
            : new ReportSection(
                "What does the loss consist of?",
                "Minus the evidence lower bound is the sum of both, in nats per example: how badly an example is reconstructed from its code, "
                    + "and how far "
                    + "codes are from N(0, 1), which they are drawn from later. Where the second is near 0, codes say nothing. The first can be "
                    + "negative, as it is measured by a density.",
                [
                    Chart("Reconstruction on validation data", "nats", Curve("reconstruction", OfValidation("Reconstruction"), 1)),
                    Chart("Divergence of codes on validation data", "nats", Curve("divergence", OfValidation("Divergence"), 0)),
                ], ChartLayout.Pairs);
    }

    static Func<EpochRecord, double?> Recorded(string name) => epoch => epoch.Metrics.TryGetValue(name, out double value) ? value : null;

    static Func<EpochRecord, double?> OfValidation(string name) =>
        epoch => epoch.Validation?.Metrics.TryGetValue(name, out double value) == true ? value : null;
}
