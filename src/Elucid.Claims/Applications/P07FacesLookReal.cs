using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class P07FacesLookReal : ImageCard
{
    const string Leaky = "leaky-relu:slope=0.2";

    static readonly Condition Closer = new Superiority("elu", Leaky, GeneratedImages.Distance.Name, -Math.Log(1 - 0.05));

    public override string Sentence => "With ELU in the discriminator generated faces look more real.";

    public override ClaimStatus Status => ClaimStatus.Untestable;

    public override string Expected => "not testable without faces; inconclusive on the proxy";

    public override string Limits =>
        "There are no faces here, so the verdict is none. What was run instead are images of clothes of 14 × 14 pixels and small networks; real is "
            + "how close their features are to those of test images, as a small classifier sees them. All start from He's weights: as the claim "
            + "itself gets no verdict, other initial gains were not tried.";

    public override IReadOnlyList<string> Sources =>
        ["Heusel et al. 2017, arXiv:1706.08500, equation 6", "Radford, Metz and Chintala 2016, arXiv:1511.06434"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Main(data), GeneratedImages.Others(data)];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[GeneratedImages.Id], others = evidence[GeneratedImages.OthersId];
        ConditionResult closer = Closer.Evaluate(result);
        double real = Tables.Mean(result, "elu", GeneratedImages.DistanceOfReal);
        Finding proxy = Findings.Of(closer, "Leaky ReLU with slope 0.2",
            $"There are no faces here. On clothes of 14 × 14 pixels, a proxy, the claim is {ClaimWords.Of(closer.Verdict).Text()}: the Fréchet "
                + $"distance of generated images from real ones is {Findings.Change(closer)} with ELU in the discriminator than with Leaky ReLU "
                + $"({Findings.Mean(result, "elu", GeneratedImages.Distance.Name)}, of as many real images {Format.Number(real)}); its loss "
                + $"jumps by {Findings.Mean(result, "elu", GeneratedImages.Jitter.Name)} from step to step against "
                + $"{Findings.Mean(result, Leaky, GeneratedImages.Jitter.Name)}.") with
        {
            Charts = [Pictured(evidence.Data, result, others), Pictures.Values(result, GeneratedImages.Distance.Name)],
            Tables = [Findings.Means(result), Findings.Means(others)],
        };
        return proxy with { Verdict = ClaimVerdict.Untestable };
    }

    static Experiment Main(ClaimData data) => GeneratedImages.Of(data) with { Conditions = [Closer] };

    static ImageChart Pictured(ClaimData data, ExperimentResult result, ExperimentResult others) => new()
    {
        Title = "What the generators draw",
        Caption = $"The first {GeneratedImages.Shown} images of seed {result.Seeds[0]}, by the function of the discriminator.",
        Rows =
        [
            new("real", [.. GeneratedImages.RealImages(data).Select(shades => PixelImage.Of([GeneratedImages.Side, GeneratedImages.Side], shades))]),
            .. RowsOf(result), .. RowsOf(others),
        ],
    };

    static IEnumerable<ImageRow> RowsOf(ExperimentResult result) =>
        from arm in result.Experiment.Arms
        let series = result.Of(arm.Name)[0].Measured.Series.GetValueOrDefault(GeneratedImages.ShownImages) ?? []
        select new ImageRow(arm.Name, [.. series.Chunk(GeneratedImages.Side * GeneratedImages.Side)
            .Select(shades => new PixelImage(GeneratedImages.Side, GeneratedImages.Side, [.. shades.Select(shade => (byte)shade)]))]);
}
