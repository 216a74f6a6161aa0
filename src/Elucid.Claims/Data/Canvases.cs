namespace Elucid.Claims;

/// <summary>Clothes of Fashion-MNIST on canvases of faint noise, at random sizes and places: objects to be found.</summary>
/// <remarks>
/// Each canvas is noise from 0 to 0.15. An item of 28 × 28 is resized bilinearly to a side of 12 to 24 pixels and added where there is room for all
/// of it. Its box are the tight bounds of its own pixels above 0.1, in pixels of the canvas; an item without such a pixel is drawn again.
/// </remarks>
internal static class Canvases
{
    const int SmallestItem = 12, LargestItem = 24;

    const float Noise = 0.15f, Visible = 0.1f;

    /// <summary>Canvases and the boxes of their items, with the box of each. The first ones are the same however many are drawn.</summary>
    /// <param name="items">The items, from 0 to 1.</param>
    /// <param name="count">How many canvases.</param>
    /// <param name="side">Their side in pixels.</param>
    /// <param name="mostItems">Each has from 1 to so many items.</param>
    /// <param name="random">Decides all.</param>
    public static Dataset Of(Dataset items, int count, int side, int mostItems, RandomStream random)
    {
        float[] pixels = new float[count * side * side];
        List<LabeledBox>[] boxes = new List<LabeledBox>[count];
        for (int canvas = 0; canvas < count; canvas++)
        {
            Span<float> own = pixels.AsSpan(canvas * side * side, side * side);
            random.FillUniform(own, 0, Noise);
            boxes[canvas] = [];
            for (int wanted = 1 + random.NextInt32(mostItems); boxes[canvas].Count < wanted;)
                if (Put(items, own, side, random) is { Area: > 0 } box)
                    boxes[canvas].Add(box);
        }
        return new Dataset($"{items.Name} on canvases", pixels, [1, side, side], boxes, items.ClassNames);
    }

    static LabeledBox Put(Dataset items, Span<float> canvas, int side, RandomStream random)
    {
        int row = random.NextInt32(items.Count), size = SmallestItem + random.NextInt32(LargestItem - SmallestItem + 1);
        (int x, int y) = (random.NextInt32(side - size + 1), random.NextInt32(side - size + 1));
        int original = (int)Math.Sqrt(items.FeatureCount);
        Tensor item = new([1, 1, original, original], items.Features.Slice(row * items.FeatureCount, items.FeatureCount));
        ReadOnlySpan<float> resized = Ops.Upsample(item, new Size2d(size, size), UpsampleMode.Bilinear).Values;
        (int left, int top, int right, int bottom) = (side, side, 0, 0);
        for (int i = 0; i < resized.Length; i++)
        {
            (int column, int line) = (x + i % size, y + i / size);
            canvas[line * side + column] += resized[i];
            if (resized[i] > Visible)
                (left, top, right, bottom) =
                    (Math.Min(left, column), Math.Min(top, line), Math.Max(right, column + 1), Math.Max(bottom, line + 1));
        }
        return new(left, top, right, bottom, items.Labels[row]);
    }
}
