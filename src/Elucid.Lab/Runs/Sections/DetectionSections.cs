using System.Globalization;
using System.Text;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Where a detector sees objects, how well it finds each class, and what kinds of mistakes it makes.</summary>
internal sealed class DetectionSections : TaskSections
{
    protected override bool AreFor(RunResult run) => run.Data.Task == LearningTask.Detect;

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        FoundObjects found = FoundObjects.Of(run);
        return
        [
            BoxPictures.Section(found), .. AugmentedPictures.Sections(run), PrecisionByRecall.Section(found), DetectionErrors.Section(found),
        ];
    }

    protected override IEnumerable<ReportTable> Tables(RunResult run) => [PrecisionByRecall.Table(FoundObjects.Of(run))];

    protected override IEnumerable<string> Sentences(RunResult run)
    {
        FoundObjects found = FoundObjects.Of(run);
        yield return Summary(found);
    }

    /// <summary>What the answers are worth that are believed.</summary>
    internal static string Summary(FoundObjects found) => found.Objects == 0 ? "No test image has an object." :
        $"With scores from {Format.Number(found.LeastScore)} on, which had the best F1 on validation images, it finds "
            + $"{Format.Percent(found.Right / (double)found.Objects)} of {Format.Count(found.Objects)} objects in "
            + $"{Format.Count(found.Data.Count)} test "
            + $"images" + (found.Said == 0 ? "." : $", and {Format.Percent(found.Right / (double)found.Said)} of what it finds is right.");

    protected override IEnumerable<(string Name, string Content)> Files(RunResult run) => [("detections.csv", Csv(FoundObjects.Of(run)))];

    // In pixels of the files, as predict writes them.
    static string Csv(FoundObjects found)
    {
        StringBuilder csv = new("image,label,score,x,y,width,height,right\n");
        IReadOnlyList<ImageSource> sources = BoxedImages.SourcesOf(found.Data);
        TrainedModel model = new(found.Run.File, found.Run.Network);
        NewRows images = new(found.Data.Features.ToArray(), new Dictionary<int, string>(), 0, 0)
        {
            ImageSizes = sources.Count > 0 ? [.. sources.Select(source => source.Size)] : null,
        };
        foreach ((int i, IReadOnlyList<DetectedObject>? objects) in model.Detect(images).Index())
            foreach ((int j, DetectedObject one) in objects!.Index())
                csv.Append(PredictionCsv.Quote(sources.Count > 0 ? sources[i].Name : $"{i + 1}")).Append(',').Append(DetectionCsv.Line(one))
                    .Append(CultureInfo.InvariantCulture, $",{(found.Matches[i][j] >= 0 ? 1 : 0)}\n");
        return csv.ToString();
    }
}
