namespace Elucid;

/// <summary>How much the probability of a class falls when places of an image are covered: what the network's answer rests on.</summary>
/// <remarks>M. D. Zeiler, R. Fergus, ECCV 2014, section 4.2. Squares overlap by half; a place has the mean of the squares that cover it.</remarks>
public sealed class OcclusionMap
{
    const int SquaresAcross = 8;

    readonly float[] _falls;

    OcclusionMap(float[] falls) => _falls = falls;

    /// <summary>[height, width]: the fall of the probability, from −1 to 1; below 0 where covering makes the network surer.</summary>
    public ReadOnlySpan<float> Falls => _falls;

    /// <summary>The map of one image and one class.</summary>
    /// <param name="model">A network with a logit for each class.</param>
    /// <param name="shape">[channels, height, width].</param>
    /// <param name="image">The pixels.</param>
    /// <param name="label">The class.</param>
    /// <param name="side">The side of the square that covers a place, in pixels; 0 for a quarter of the image's longer side.</param>
    /// <exception cref="ShapeException">The shape is not that of an image.</exception>
    public static OcclusionMap Of(Module model, Shape shape, ReadOnlySpan<float> image, int label, int side = 0)
    {
        if (shape.Rank != 3 || image.Length != shape.Size)
            throw new ShapeException(
                $"OcclusionMap: expected an image of shape [channels, height, width], but got {image.Length} numbers of shape {shape}.");
        int height = shape[1], width = shape[2];
        side = side > 0 ? side : Math.Max(1, (Math.Max(height, width) + 3) / 4);
        int step = Math.Max(1, Math.Max(side / 2, Math.Max(height, width) / (2 * SquaresAcross)));
        (int Top, int Left)[] places =
            [.. from top in Starts(height, side, step) from left in Starts(width, side, step) select (top, left)];
        float[] covered = new float[(places.Length + 1) * image.Length];
        image.CopyTo(covered);
        for (int i = 0; i < places.Length; i++)
            Cover(image, shape, places[i], side, covered.AsSpan((i + 1) * image.Length, image.Length));
        Tensor logits = model.Predict(new Tensor([places.Length + 1, .. shape], covered));
        int classes = logits.Shape[1];
        double[] probabilities = Probabilities.FromLogits(logits.Values, classes);
        float[] falls = new float[height * width], counts = new float[height * width];
        for (int i = 0; i < places.Length; i++)
        {
            float fall = (float)(probabilities[label] - probabilities[(i + 1) * classes + label]);
            for (int y = places[i].Top; y < Math.Min(height, places[i].Top + side); y++)
                for (int x = places[i].Left; x < Math.Min(width, places[i].Left + side); x++)
                    (falls[y * width + x], counts[y * width + x]) = (falls[y * width + x] + fall, counts[y * width + x] + 1);
        }
        for (int i = 0; i < falls.Length; i++)
            falls[i] /= Math.Max(1, counts[i]);
        return new OcclusionMap(falls);
    }

    // The last square ends with the image.
    static IEnumerable<int> Starts(int length, int side, int step)
    {
        for (int start = 0; start + side < length; start += step)
            yield return start;
        yield return Math.Max(0, length - side);
    }

    static void Cover(ReadOnlySpan<float> image, Shape shape, (int Top, int Left) place, int side, Span<float> result)
    {
        image.CopyTo(result);
        int height = shape[1], width = shape[2];
        for (int channel = 0; channel < shape[0]; channel++)
        {
            ReadOnlySpan<float> plane = image.Slice(channel * height * width, height * width);
            double sum = 0;
            foreach (float pixel in plane)
                sum += pixel;
            for (int y = place.Top; y < Math.Min(height, place.Top + side); y++)
                result.Slice((channel * height + y) * width + place.Left, Math.Min(side, width - place.Left)).Fill((float)(sum / plane.Length));
        }
    }
}
