namespace Elucid.Tests.Training;

/// <summary>Small data and networks for the tests of training.</summary>
static class Blobs
{
    /// <summary>Three classes around three centres in four dimensions, some of them mislabelled.</summary>
    public static Dataset Classes(int rows, ulong seed, double mislabelled = 0)
    {
        RandomStream random = new(seed);
        float[] features = new float[rows * 4];
        random.FillGaussian(features);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int label = row % 3;
            features[row * 4 + label] += 2;
            labels[row] = random.NextDouble() < mislabelled ? random.NextInt32(3) : label;
        }
        return new Dataset("blobs", features, [4], labels, ["a", "b", "c"]);
    }

    /// <summary>Two targets: a sum and a product of two of four features.</summary>
    public static Dataset Targets(int rows, ulong seed)
    {
        RandomStream random = new(seed);
        float[] features = new float[rows * 4], targets = new float[rows * 2];
        random.FillGaussian(features);
        for (int row = 0; row < rows; row++)
        {
            targets[row * 2] = features[row * 4] + features[row * 4 + 1];
            targets[row * 2 + 1] = features[row * 4 + 2] * features[row * 4 + 3];
        }
        return new Dataset("sums", features, [4], targets, ["sum", "product"]);
    }

    public static Sequential Model(int outputs, int hidden = 16, double dropout = 0)
    {
        RandomStream random = new(11);
        return new Sequential(
            new Linear(4, hidden, random), new ActivationLayer(ActivationCatalog.Parse("elu")), new Dropout(dropout, new RandomStream(12)),
            new Linear(hidden, outputs, random));
    }

    public static float[][] Weights(Module model) => [.. model.NamedParameters().Select(p => p.Value.Values.ToArray())];
}
