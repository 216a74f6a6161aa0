namespace Elucid.Lab;

/// <summary>What draws without a network: examples to compare those of a network with, as many as there are test examples.</summary>
public static class DrawnBaselines
{
    const int MostCombined = 4000;

    /// <summary>Each feature from a training row of its own: every feature is distributed as the real one, and nothing is known of how they hang
    /// together.</summary>
    /// <param name="split">Its training rows are drawn from, as many as there are test rows.</param>
    /// <returns>[rows, features]</returns>
    public static float[] Independent(DataSplit split)
    {
        RandomStream random = Stream("independent");
        int width = split.Train.FeatureCount;
        float[] drawn = new float[CountOf(split) * width];
        for (int i = 0; i < drawn.Length; i++)
            drawn[i] = split.Train.Features[random.NextInt32(split.Train.Count) * width + i % width];
        return drawn;
    }

    /// <summary>From a normal distribution with the mean and all covariances of the training rows: the best that sums of independent numbers can
    /// do.</summary>
    /// <param name="split">Its first 4,000 training rows are measured.</param>
    /// <returns>[rows, features]</returns>
    /// <remarks>Mean + Σ εᵢ·(rowᵢ − mean) / √(rows − 1) with ε from N(0, 1) has that covariance, and no matrix needs to be taken apart. Pixels
    /// that lie outside 0 and 1 are cut off.</remarks>
    public static float[] Gaussian(DataSplit split)
    {
        int width = split.Train.FeatureCount, rows = Math.Min(split.Train.Count, MostCombined), count = CountOf(split);
        double[] mean = new double[width];
        for (int i = 0; i < rows * width; i++)
            mean[i % width] += split.Train.Features[i] / (double)rows;
        float[] centred = new float[rows * width];
        for (int i = 0; i < centred.Length; i++)
            centred[i] = (float)(split.Train.Features[i] - mean[i % width]);
        Tensor weights = new([count, rows]);
        Stream("gaussian").FillGaussian(weights.Edit(), 0, (float)(1 / Math.Sqrt(Math.Max(1, rows - 1))));
        using Tape tape = Tape.StartWithoutGradients();
        float[] drawn = Ops.MatMul(weights, new Tensor([rows, width], centred)).Values.ToArray();
        bool arePixels = split.Train.FeatureShape.Length == 3;
        for (int i = 0; i < drawn.Length; i++)
            drawn[i] = arePixels ? (float)Math.Clamp(drawn[i] + mean[i % width], 0, 1) : (float)(drawn[i] + mean[i % width]);
        return drawn;
    }

    /// <summary>Training rows themselves: how near real examples are to others, which no network need surpass.</summary>
    /// <param name="split">As many as there are test rows, if there are.</param>
    /// <returns>[rows, features]</returns>
    public static float[] Real(DataSplit split)
    {
        int[] rows = [.. Enumerable.Range(0, split.Train.Count)];
        Stream("real").Shuffle(rows);
        return split.Train.Subset(rows.AsSpan(0, Math.Min(rows.Length, CountOf(split)))).Features.ToArray();
    }

    static int CountOf(DataSplit split) => Math.Min(split.Test.Count, ExampleJudge.MostExamples);

    static RandomStream Stream(string purpose) => new RandomStream(seed: 0).Derive(purpose);
}
