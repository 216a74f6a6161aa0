using System.Globalization;
using System.Text;

namespace Elucid.Lab;

/// <summary>The objects in images, as CSV.</summary>
/// <param name="Csv">A line for each object: image, label, score, x, y, width, height, in pixels of the image.</param>
/// <param name="Notes">What the user should know: files that cannot be read, how sure the model must be.</param>
/// <param name="Known">The images with the objects that they hold; null where those are not known.</param>
sealed record DetectionCsv(string Csv, IReadOnlyList<string> Notes, BoxedImages? Known)
{
    const int MostNamed = 5;

    /// <summary>Finds the objects in an image, or in those of a directory.</summary>
    public static DetectionCsv Of(TrainedModel model, PredictionRequest request)
    {
        PredictionRows images = PredictionRows.OfImages(model, request);
        if (request.IsStrict || images.Rows.Problems.Count == images.Names.Count)
            images.Rows.EnsureComplete();
        BoxedImages? known = request.Boxes is { } boxes
            ? BoxedImages.Read(request.Data, boxes, request.ImageReader!, new ImageRequest { Like = model.ImageOptions }) : null;
        IReadOnlyList<IReadOnlyList<DetectedObject>?> found = model.Detect(images.Rows);
        StringBuilder csv = new("image,label,score,x,y,width,height\n");
        for (int i = 0; i < found.Count; i++)
            foreach (DetectedObject one in found[i] ?? [])
                csv.Append(PredictionCsv.Quote(images.Names[i])).Append(',').Append(Line(one)).Append('\n');
        int objects = found.Sum(one => one?.Count ?? 0), empty = found.Count(one => one is { Count: 0 });
        return new DetectionCsv(csv.ToString(),
        [
            .. images.Notes, .. images.Rows.Problems.OrderBy(problem => problem.Key).Take(MostNamed).Select(problem => problem.Value),
            $"{objects:N0} object{(objects == 1 ? "" : "s")} in {found.Count:N0} image{(found.Count == 1 ? "" : "s")}, with scores from "
                + $"{(model.File.LeastScore ?? 0.5).ToString("0.##", CultureInfo.InvariantCulture)} on"
                + (empty > 0 ? $"; {empty:N0} image{(empty == 1 ? " has" : "s have")} none." : "."),
            .. images.Rows.Problems.Count == 0 ? Array.Empty<string>() :
            [
                $"{images.Rows.Problems.Count:N0} file{(images.Rows.Problems.Count == 1 ? "" : "s")} could not be read. Use "
                    + $"{Spelling.Of(nameof(PredictionRequest.IsStrict), true)} to stop at the first.",
            ],
            .. known?.Notes.Skip(1) ?? [],
        ], known);
    }

    /// <summary>The fields of an object, without those of its image.</summary>
    public static string Line(DetectedObject one) => string.Create(
        CultureInfo.InvariantCulture,
        $"{PredictionCsv.Quote(one.Label)},{one.Score:0.####},{one.X:0.##},{one.Y:0.##},{one.Width:0.##},{one.Height:0.##}");
}
