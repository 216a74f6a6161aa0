using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>A claim about how well autoencoders draw: both errors and sharpness must be better than ReLU's, with either output.</summary>
internal abstract class ReconstructionCard : ImageCard
{
    /// <summary>Whether the images come with noise.</summary>
    public abstract bool IsNoisy { get; }

    public override string Limits =>
        "Fashion-MNIST, small networks, 1,500 steps. The output is a sigmoid; what does not hold with a linear one depends on it. "
            + "Other initial gains are tried at one rate.";

    public override int Revision => 2;

    public override IReadOnlyList<string> Sources => ["Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289, section 4.2"];

    public override LikeStudy? Like => new(
        LearningTask.Reconstruct, "mlp", "256, 128, a code of 32, 128, 256 units", "adam", Autoencoding.Name("elu", IsNoisy),
        Autoencoding.Name("relu", IsNoisy), Autoencoding.Error.Name, Metric.TestReconstructionError.Name);

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [Autoencoding.Of(data), Autoencoding.Linear(data), Autoencoding.Others(data), Autoencoding.Gains(data, IsNoisy).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult sigmoid = evidence[Autoencoding.Id], linear = evidence[Autoencoding.LinearId], others = evidence["P02-others"];
        ConditionResult error = Autoencoding.LessError(IsNoisy).Evaluate(sigmoid), sharpness = Autoencoding.Sharper(IsNoisy).Evaluate(sigmoid),
            otherwise = Autoencoding.LessError(IsNoisy).Evaluate(linear);
        Finding finding = Findings.Of([error, sharpness], "ReLU",
            $"ELU's error is {Findings.Change(error)} than ReLU's, and its pictures have "
                + $"{Findings.Mean(sigmoid, Autoencoding.Name("elu", IsNoisy), Autoencoding.Sharpness.Name)} "
                + $"of the originals' contrast between pixels against "
                + $"{Findings.Mean(sigmoid, Autoencoding.Name("relu", IsNoisy), Autoencoding.Sharpness.Name)}; "
                + $"with a linear output its error is {Findings.Change(otherwise)}, and GELU's with a sigmoid is "
                + $"{Findings.Mean(others, Autoencoding.Name("gelu", IsNoisy), Autoencoding.Error.Name)} against "
                + $"{Findings.Mean(sigmoid, Autoencoding.Name("elu", IsNoisy), Autoencoding.Error.Name)}.");
        bool turns = finding.Verdict == ClaimVerdict.Supported && otherwise.Verdict != Verdict.Supported;
        GainRobustness gains = Autoencoding.Gains(evidence.Data, IsNoisy);
        finding = finding with
        {
            Verdict = turns ? ClaimVerdict.Depends : finding.Verdict,
            Qualifier = turns ? "only with an output through a sigmoid" : "",
            Charts =
            [
                Drawn(evidence.Data, evidence[gains.Experiment.Id]), Pictures.Values(sigmoid, Autoencoding.Error.Name),
                Pictures.Values(sigmoid, Autoencoding.Sharpness.Name),
            ],
            Tables = [Findings.Means(sigmoid), Findings.Means(others), Findings.Means(linear)],
        };
        return gains.Qualify(finding, evidence, Autoencoding.Error.Name);
    }

    ImageChart Drawn(ClaimData data, ExperimentResult result)
    {
        string[] arms = ["relu", "elu"];
        return new ImageChart
        {
            Title = IsNoisy ? "What is drawn of noisy images" : "What is drawn of images",
            Caption = $"Test images of seed {result.Seeds[0]}: what the networks were given, and what they made of it after 1,500 steps.",
            Rows =
            [
                .. IsNoisy ? [new ImageRow("without noise", Originals(data))] : Array.Empty<ImageRow>(),
                new("given", ImagesOf(result, Name("relu"), Autoencoding.Given)),
                .. arms.Select(arm => new ImageRow(arm, ImagesOf(result, Name(arm), Autoencoding.Drawn))),
            ],
        };

        string Name(string activation) => $"{Autoencoding.Name(activation, IsNoisy)}, He";
    }

    static IReadOnlyList<PixelImage> Originals(ClaimData data) =>
        [.. data.Fashion.Pixels.Test.Take(Autoencoding.Shown).Features.ToArray().Chunk(Autoencoding.Side * Autoencoding.Side)
            .Select(pixels => PixelImage.Of([Autoencoding.Side, Autoencoding.Side], pixels))];

    // A trial that failed has none.
    static IReadOnlyList<PixelImage> ImagesOf(ExperimentResult result, string arm, string series) =>
        [.. (result.Of(arm)[0].Measured.Series.GetValueOrDefault(series) ?? []).Chunk(Autoencoding.Side * Autoencoding.Side)
            .Select(shades => new PixelImage(Autoencoding.Side, Autoencoding.Side, [.. shades.Select(shade => (byte)shade)]))];
}
