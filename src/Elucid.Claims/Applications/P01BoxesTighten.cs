using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class P01BoxesTighten : ImageCard
{
    static readonly Condition Sooner = new Superiority("elu", "relu", BoxRegression.MeanOverlap.Name, 0.01);

    static readonly SeriesStyle Truth = new(2);

    public override string Sentence => "In object detection boxes tighten up sooner with ELU.";

    public override string Expected => "refuted: boxes are looser";

    public override string Limits =>
        "Clothes of Fashion-MNIST on small canvases of noise, one network of three convolutions, 400 steps. Sooner is the mean overlap over "
            + "eight looks while it trains. The grid that finds several objects is one seed each: no verdict rests on it, and its batch norms "
            + "may hide what an activation does.";

    public override IReadOnlyList<string> Sources =>
        ["Girshick 2015, arXiv:1504.08083, equation 3", "Redmon, Divvala, Girshick and Farhadi 2016, arXiv:1506.02640"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [Main(data), new GainRobustness(Main(data), "elu", "relu").Experiment, BoxRegression.Others(data), GridDetection.Of(data)];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[BoxRegression.Id], others = evidence[BoxRegression.OthersId], grid = evidence[GridDetection.Id];
        ConditionResult sooner = Sooner.Evaluate(result);
        ConditionResult last = new Superiority("elu", "relu", BoxRegression.FinalOverlap.Name, 0.01).Evaluate(result);
        Finding finding = Findings.Of(sooner, "ReLU",
            $"While it trains, ELU's boxes overlap the true ones by {Findings.Mean(result, "elu", BoxRegression.MeanOverlap.Name)} on average, "
                + $"{Findings.Difference(sooner, "more", "less")} than ReLU's, and at the end {Findings.Difference(last, "more", "less")}; with GELU "
                + $"by {Findings.Mean(others, "gelu", BoxRegression.MeanOverlap.Name)}. Of several objects a grid with batch norm reaches a mean "
                + $"average precision of {Findings.Mean(grid, "elu", GridDetection.Precision.Name)} with ELU and "
                + $"{Findings.Mean(grid, "relu", GridDetection.Precision.Name)} with ReLU, on one seed.") with
        {
            Charts =
            [
                Single(evidence.Data, result), Pictures.PairedDifferences(result, BoxRegression.MeanOverlap.Name),
                Pictures.Curves(result, BoxRegression.Course, "overlap", BoxRegression.LookedEvery), Several(evidence.Data, grid),
            ],
            Tables = [Findings.Means(result), Findings.Means(others), GridTable(grid)],
        };
        return new GainRobustness(Main(evidence.Data), "elu", "relu").Qualify(finding, evidence, BoxRegression.MeanOverlap.Name);
    }

    static Experiment Main(ClaimData data) => BoxRegression.Of(data) with { Conditions = [Sooner] };

    static ReportTable GridTable(ExperimentResult grid) => new(
        "Several objects: a grid of 8 × 8 cells on one seed",
        [new("arm"), new("mAP@0.5", "Mean over the classes of the average precision, where a box is right that overlaps an object of its class by "
            + "one half.", ColumnAlignment.End)],
        [.. grid.Experiment.Arms.Select(arm => new ReportRow(arm.Name, Findings.Mean(grid, arm.Name, GridDetection.Precision.Name)))]);

    static ImageChart Single(ClaimData data, ExperimentResult result)
    {
        int seed = result.Seeds[0];
        Dataset canvases = BoxRegression.ShownCanvases(data, seed);
        IReadOnlyDictionary<string, SeriesStyle> styles = StylesOf(result);
        return new ImageChart
        {
            Title = "Boxes after 400 steps",
            Caption = $"The first test canvases of seed {seed}: the true boxes, and those that networks found.",
            Rows =
            [
                new("", [.. canvases.Boxes.Select((boxes, i) => Canvas(canvases, i, BoxRegression.Side, [
                    .. boxes.Select(box => Marked("true box", box, Truth)),
                    .. result.Experiment.Arms.SelectMany(
                        arm => FoundBy(result, arm.Name, seed, i).Select(box => Marked(arm.Name, box, styles[arm.Name]))),
                ]))]),
            ],
        };
    }

    static IEnumerable<LabeledBox> FoundBy(ExperimentResult result, string arm, int seed, int canvas) =>
        SeriesOf(result, arm, seed, BoxRegression.ShownBoxes)
        .Chunk(4).Skip(canvas).Take(1).Select(box => new LabeledBox((float)box[0], (float)box[1], (float)box[2], (float)box[3], Class: 0));

    static ImageChart Several(ClaimData data, ExperimentResult grid)
    {
        int seed = grid.Seeds[0];
        Dataset canvases = GridDetection.ShownCanvases(data, seed);
        IReadOnlyList<IReadOnlyList<LabeledBox>> truth = canvases.Boxes;
        IReadOnlyDictionary<string, SeriesStyle> styles = StylesOf(grid);
        return new ImageChart
        {
            Title = "One to three objects",
            Caption = $"The first test canvases of seed {seed}: the true boxes, and what the grid found with a score of at least 0.3.",
            Rows = [.. grid.Experiment.Arms.Select(arm =>
            {
                double[][] found = [.. SeriesOf(grid, arm.Name, seed, GridDetection.ShownDetections).Chunk(GridDetection.DetectionNumbers)];
                return new ImageRow(arm.Name, [.. truth.Select((boxes, i) => Canvas(canvases, i, GridDetection.Side, [
                    .. boxes.Select(box => Marked("true box", box, Truth)),
                    .. found.Where(one => (int)one[0] == i).Select(one => Marked(
                        arm.Name, new((float)one[2], (float)one[3], (float)one[4], (float)one[5], (int)one[1]), styles[arm.Name])),
                ]))]);
            })],
        };
    }

    static IReadOnlyDictionary<string, SeriesStyle> StylesOf(ExperimentResult result) =>
        SeriesStyle.Assign(result.Experiment.Arms.Select(arm => arm.Name));

    // A trial that failed has none.
    static double[] SeriesOf(ExperimentResult result, string arm, int seed, string series) =>
        result.Of(arm).FirstOrDefault(trial => trial.Key.Seed == seed)?.Measured.Series.GetValueOrDefault(series) ?? [];

    static PixelImage Canvas(Dataset canvases, int i, int side, IReadOnlyList<ImageBox> boxes) =>
        PixelImage.Of([side, side], canvases.Features.Slice(i * canvases.FeatureCount, canvases.FeatureCount)) with { Boxes = boxes };

    static ImageBox Marked(string name, LabeledBox box, SeriesStyle style) => new(name, box.Left, box.Top, box.Right, box.Bottom) { Style = style };
}
