namespace Elucid.Samples;

/// <summary>A detector that finds upright and lying bars in noisy images.</summary>
static class FindBars
{
    const int Size = 32;

    public static void Run(TextWriter output)
    {
        RandomStream random = new(seed: 1);
        Dataset training = Images(160, random), test = Images(40, random);
        GridDetector model = new([1, Size, Size], classes: 2, ActivationCatalog.Parse("elu"), random, channels: [8, 16, 16]);
        TrainerOptions options = new() { Epochs = 12, BatchSize = 16, Objective = Objective.Detection() };
        History history = new Trainer(model, new Adam(model, learningRate: 5e-3), training, test, options).Fit();
        output.WriteLine($"mAP@0.5 {history.Epochs[^1].Validation!.Metrics["mAP@0.5"]:F2}");
    }

    static Dataset Images(int count, RandomStream random)
    {
        float[] pixels = new float[count * Size * Size];
        random.FillGaussian(pixels, deviation: 0.1f);
        List<LabeledBox>[] boxes = new List<LabeledBox>[count];
        for (int i = 0; i < count; i++)
        {
            int kind = random.NextInt32(2), width = kind == 0 ? 4 : 12, height = kind == 0 ? 12 : 4;
            int left = random.NextInt32(Size - width), top = random.NextInt32(Size - height);
            for (int y = top; y < top + height; y++)
                for (int x = left; x < left + width; x++)
                    pixels[(i * Size + y) * Size + x] += 1;
            boxes[i] = [new(left, top, left + width, top + height, kind)];
        }
        return new Dataset("bars", pixels, [1, Size, Size], boxes, ["upright", "lying"]);
    }
}
