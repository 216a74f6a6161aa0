using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>A claim about how well autoencoders draw: both errors and sharpness must be better than ReLU's, with either output.</summary>
internal abstract class ReconstructionCard : ImageCard
{
    /// <summary>Whether the images come with noise.</summary>
    public abstract bool IsNoisy { get; }

    public override string Limits =>
        "Fashion-MNIST, small networks, 1,500 steps. The output is a sigmoid; what does not hold with a linear one depends on it.";

    public override IReadOnlyList<string> Sources => ["Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289, section 4.2"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [Autoencoding.Of(data), Autoencoding.Linear(data), Autoencoding.Others(data)];

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
        return finding with
        {
            Verdict = turns ? ClaimVerdict.Depends : finding.Verdict,
            Qualifier = turns ? "only with an output through a sigmoid" : "",
            Charts = [Pictures.Values(sigmoid, Autoencoding.Error.Name), Pictures.Values(sigmoid, Autoencoding.Sharpness.Name)],
            Tables = [Findings.Means(sigmoid), Findings.Means(others), Findings.Means(linear)],
        };
    }
}
