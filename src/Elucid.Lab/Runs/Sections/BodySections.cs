using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What of a fine-tuned network came from where, what stood still, and how far the rest went.</summary>
internal sealed class BodySections : TaskSections
{
    const int MostLayers = 24;

    protected override bool AreFor(RunResult run) => run.File.Body is not null;

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        BodyDescription body = run.File.Body!;
        IReadOnlyList<TunedLayer> layers = TunedLayer.Of(run);
        TunedLayer[] moved = [.. layers.Where(layer => layer.Moved > 0)];
        yield return new ReportSection(
            "What came from where?",
            $"The body is that of {body.Source}, {body}; the fingerprint of the file is {body.Fingerprint}. The model file that was written "
                + $"holds all of "
                + "it and needs that one no more. "
                + (moved.Length == 0 ? "All of the body stood still."
                    : "How far a layer of the body moved is the length of the change of its weights beside that of the weights themselves: near 0 % "
                        + "it knows what it knew, near 100 % it learned anew."),
            moved.Length == 0 ? [] :
            [
                new BarChart
                {
                    Title = "How far the body moved",
                    X = new("change of the weights, as a share of them") { IsPercent = true },
                    Bars = [.. moved.Take(MostLayers).Select(layer => new Bar(layer.Name, layer.Moved))],
                },
            ])
        {
            Tables =
            [
                new ReportTable(
                    layers.Count <= MostLayers ? "Layers" : $"The first {MostLayers} of {layers.Count} layers",
                    [
                        new("layer"), new("what it is"), new("weights", Alignment: ColumnAlignment.End),
                        new("learning rate", Alignment: ColumnAlignment.End), new("moved", Alignment: ColumnAlignment.End),
                    ],
                    [
                        .. layers.Take(MostLayers).Select(layer => new ReportRow(
                            layer.Name, layer.What, Format.Count(layer.Weights), RateOf(layer, run.Settings.Recipe),
                            layer.IsOfBody ? Format.Percent(layer.Moved) : "new")),
                    ]),
            ],
        };
    }

    static string RateOf(TunedLayer layer, Recipe recipe) => layer.IsFrozen ? "frozen"
        : RecipeTable.RateText((layer.IsOfBody ? recipe.BodyRate ?? 1 : 1) * recipe.LearningRate);
}
