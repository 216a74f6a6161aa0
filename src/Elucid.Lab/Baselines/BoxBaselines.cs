namespace Elucid.Lab;

/// <summary>What is found in images without a network.</summary>
static class BoxBaselines
{
    // Of a side of the images that are compared: what lies where, not how it looks in detail.
    const int Side = 16;

    /// <summary>In every image one box of each class, the mean of its boxes in the training images, the surer the more of those have such an
    /// object.</summary>
    public static IReadOnlyList<IReadOnlyList<Detection>> MeanBoxes(DataSplit split)
    {
        Dataset training = split.Train;
        Detection[] boxes = [.. training.Boxes.SelectMany(boxes => boxes).GroupBy(box => box.Class).OrderBy(ofClass => ofClass.Key)
            .Select(ofClass => new Detection(
                new(
                    ofClass.Average(box => box.Left), ofClass.Average(box => box.Top), ofClass.Average(box => box.Right),
                    ofClass.Average(box => box.Bottom), ofClass.Key),
                training.Boxes.Count(image => image.Any(box => box.Class == ofClass.Key)) / (float)training.Count))];
        return [.. Enumerable.Repeat(boxes, split.Test.Count)];
    }

    /// <summary>In every image the boxes of the training image that it is most like, by squared differences of small copies.</summary>
    public static IReadOnlyList<IReadOnlyList<Detection>> OfMostSimilar(DataSplit split)
    {
        float[][] known = SmallCopies(split.Train), asked = SmallCopies(split.Test);
        IReadOnlyList<Detection>[] found = new IReadOnlyList<Detection>[asked.Length];
        Parallel.For(0, asked.Length, row =>
        {
            (int nearest, float least) = (0, float.PositiveInfinity);
            for (int i = 0; i < known.Length; i++)
                if (Distance(known[i], asked[row]) is var distance && distance < least)
                    (nearest, least) = (i, distance);
            float score = 1 / (1 + least);
            found[row] = [.. split.Train.Boxes[nearest].Select(box => new Detection(box, score))];
        });
        return found;
    }

    static float Distance(float[] a, float[] b)
    {
        float sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    // Means over all channels of about 16 × 16 fields.
    static float[][] SmallCopies(Dataset images)
    {
        (int channels, int height, int width) = (images.FeatureShape[0], images.FeatureShape[1], images.FeatureShape[2]);
        float[][] copies = new float[images.Count][];
        for (int row = 0; row < copies.Length; row++)
        {
            ReadOnlySpan<float> image = images.Features.Slice(row * images.FeatureCount, images.FeatureCount);
            float[] sums = new float[Side * Side];
            for (int i = 0; i < image.Length; i++)
                sums[i % (height * width) / width * Side / height * Side + i % width * Side / width] += image[i];
            float scale = Side * Side / (float)(channels * height * width);
            copies[row] = [.. sums.Select(sum => sum * scale)];
        }
        return copies;
    }
}
