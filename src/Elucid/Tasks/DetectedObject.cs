namespace Elucid;

/// <summary>An object that a <see cref="TrainedModel"/> found in an image, in pixels from its upper left corner.</summary>
/// <param name="Label">Its class.</param>
/// <param name="Score">How sure the model is, from 0 to 1.</param>
/// <param name="X">Where its box begins, from the left.</param>
/// <param name="Y">Where it begins, from the top.</param>
/// <param name="Width">Of the box.</param>
/// <param name="Height">Of the box.</param>
public readonly record struct DetectedObject(string Label, double Score, double X, double Y, double Width, double Height)
{
    /// <summary>What was found in an example, as it lies in its image: no box leaves that.</summary>
    internal static DetectedObject Of(Detection found, IReadOnlyList<string> classes, ImageSize image, ImagePlacement placement)
    {
        LabeledBox box = placement.ToImage(found.Box);
        double left = Math.Clamp(box.Left, 0, image.Width), top = Math.Clamp(box.Top, 0, image.Height);
        return new(
            classes[box.Class], found.Score, left, top, Math.Clamp(box.Right, 0, image.Width) - left, Math.Clamp(box.Bottom, 0, image.Height) - top);
    }
}
