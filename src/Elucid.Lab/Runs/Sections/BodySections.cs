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
                    : "How far a layer of the body moved is the length of the change of its weights beside that of the weights themselves: near 0 it "
                        + "knows what it knew, near 1 it learned anew."),
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
                        new("layer"), new("weights", Alignment: ColumnAlignment.End), new("from"), new("learning rate"),
                        new("moved", Alignment: ColumnAlignment.End),
                    ],
                    [
                        .. layers.Take(MostLayers).Select(layer => new ReportRow(
                            layer.Name, Format.Count(layer.Weights), layer.IsOfBody ? body.Source : "drawn", RateOf(layer, run.Settings.Recipe),
                            layer.IsOfBody ? Format.Percent(layer.Moved) : "–")),
                    ]),
            ],
        };
    }

    protected override IEnumerable<string> Sentences(RunResult run)
    {
        IReadOnlyList<TunedLayer> layers = TunedLayer.Of(run);
        string Weights(Func<TunedLayer, bool> where) => Format.Count(layers.Where(where).Sum(layer => layer.Weights));
        bool some = layers.Any(layer => layer.IsOfBody && !layer.IsFrozen);
        yield return $"From {run.File.Body!.Source} ({run.File.Body}): {Weights(layer => layer.IsOfBody)} weights"
            + (some ? $", of which {Weights(layer => layer.IsOfBody && !layer.IsFrozen)} went on learning"
                + (run.Settings.Recipe.BodyRate is { } rate ? $" at {RecipeTable.RateText(rate)} × the rate of the head" : "")
                    : ", all of which stood still")
            + $". New: {Weights(layer => !layer.IsOfBody)}.";
    }

    static string RateOf(TunedLayer layer, Recipe recipe) => layer.IsFrozen ? "frozen"
        : layer.IsOfBody && recipe.BodyRate is { } factor ? $"{RecipeTable.RateText(factor)} × {RecipeTable.RateText(recipe.LearningRate)}"
        : RecipeTable.RateText(recipe.LearningRate);
}
