namespace Elucid.Tests.Training;

public sealed class LargeBatchTests
{
    [Theory, InlineData(false), InlineData(true)]
    public void Parts_of_a_batch_give_the_step_of_the_whole(bool regression)
    {
        float[][] Run(int microBatchSize)
        {
            Dataset data = regression ? Blobs.Targets(100, 1) : Blobs.Classes(100, 1);
            Sequential model = Blobs.Model(data.OutputCount);
            Trainer trainer =
                new(model, new Sgd(model, 0.1), data, options: new TrainerOptions { Epochs = 3, BatchSize = 64, MicroBatchSize = microBatchSize });
            trainer.Fit();
            return [.. Blobs.Weights(model), [.. trainer.History.Epochs.Select(e => (float)e.TrainingLoss)]];
        }
        float[][] whole = Run(0), parts = Run(10);      // 64 = 6 · 10 + 4
        Assert.NotEqual(whole, parts);
        for (int i = 0; i < whole.Length; i++)
            Assert.Equal(whole[i], parts[i], (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(whole, Run(64));
    }

    // Weights of rows are unevenly spread over the parts: each part counts with its own weights.
    [Theory, InlineData(false), InlineData(true)]
    public void Parts_of_a_weighted_batch_give_the_step_of_the_whole(bool regression)
    {
        float[] Run(int microBatchSize)
        {
            Dataset data = regression ? Blobs.Targets(100, 1) : Blobs.Classes(100, 1);
            float[] weights = [.. Enumerable.Range(0, 100).Select(row => row % 7 == 0 ? 0 : row / 10f)];
            Sequential model = Blobs.Model(data.OutputCount);
            Trainer trainer = new(model, new Sgd(model, 0.01), data, options: new TrainerOptions
            {
                Epochs = 2,
                BatchSize = 64,
                MicroBatchSize = microBatchSize,
                Objective = regression ? Objective.Regression(weights) : Objective.Classification(exampleWeights: weights),
            });
            trainer.Fit();
            return [.. Blobs.Weights(model).SelectMany(w => w), .. trainer.History.Epochs.Select(e => (float)e.TrainingLoss)];
        }
        Assert.Equal(Run(0), Run(10), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    // The last number: how many batches, or parts of batches, an epoch has.
    [Theory]
    [InlineData(129, 128, 0, 1)]
    [InlineData(129, 64, 0, 2)]
    [InlineData(130, 128, 0, 2)]
    [InlineData(129, 129, 32, 4)]
    [InlineData(129, 32, 31, 5)]         // 32, 32, 32 and 31 + 2
    [InlineData(5, 2, 0, 2)]
    public void A_single_row_that_is_left_over_joins_the_batch_before_it_where_there_is_batch_norm(
        int rows, int batchSize, int microBatchSize, int batches)
    {
        BatchNorm1d norm = new(4);
        Sequential model = new(norm, new Linear(4, 3, new(1)));
        Trainer trainer =
            new(model, new Sgd(model, 0.1), Blobs.Classes(rows, 1),
                options: new TrainerOptions { Epochs = 2, BatchSize = batchSize, MicroBatchSize = microBatchSize });
        trainer.Fit();
        Assert.Equal(StopReason.Finished, trainer.History.StopReason);
        Assert.Equal(2 * batches, norm.BatchesTracked.ToScalar());
    }

    [Fact]
    public void Batch_norm_in_a_module_of_ones_own_is_known_by_its_statistics()
    {
        OwnNorm model = new();
        Sgd optimizer = new(model, 0.1f);
        new Trainer(model, optimizer, Blobs.Classes(129, 1), options: new TrainerOptions { Epochs = 1, BatchSize = 128 }).Fit();
        Assert.Equal(1, optimizer.StepCount);
    }

    sealed class OwnNorm : Module
    {
        readonly Linear _output;
        readonly Tensor _mean, _variance;

        public OwnNorm()
        {
            _output = Child("output", new Linear(4, 3, new(1)));
            _mean = Buffer("mean", [4]);
            _variance = Buffer("variance", [4]);
        }

        public override Tensor Forward(Tensor x) => _output.Forward(Ops.BatchNorm(x, null, null, _mean, _variance));

        public override Shape OutputShape(Shape input) => _output.OutputShape(input);
    }

    [Fact]
    public void Without_batch_norm_a_single_row_is_a_batch()
    {
        Sequential model = Blobs.Model(outputs: 3);
        Sgd optimizer = new(model, 0.1f);
        new Trainer(model, optimizer, Blobs.Classes(129, 1), options: new TrainerOptions { Epochs = 1, BatchSize = 128 }).Fit();
        Assert.Equal(2, optimizer.StepCount);
    }

    [Fact]
    public void Batches_of_one_are_refused_by_the_batch_norm_that_they_reach()
    {
        Sequential model = new(new Linear(4, 3, new(1)), new BatchNorm1d(3));
        Trainer trainer = new(model, new Sgd(model, 0.1), Blobs.Classes(5, 1), options: new TrainerOptions { BatchSize = 1 });
        Assert.StartsWith(
            "BatchNorm1d '1': expected a training input", Assert.Throws<ShapeException>(() => trainer.Fit()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Augmented_images_differ_from_epoch_to_epoch_and_repeat_with_the_seed_whatever_the_parts()
    {
        double[] Run(ulong seed, int microBatchSize, Augmentation? augmentation)
        {
            Dataset flat = Digits.Load().Subset([.. Enumerable.Range(0, 100)]);
            Dataset digits = new("digits", flat.Features.ToArray(), [1, 8, 8], flat.Labels.ToArray(), flat.ClassNames);
            Sequential model = new(new Flatten(), new Linear(64, 10, new(1)));
            Trainer trainer = new(model, new Sgd(model, 1e-30), digits,
                options: new TrainerOptions
                {
                    Epochs = 2,
                    BatchSize = 50,
                    MicroBatchSize = microBatchSize,
                    Seed = seed,
                    Augmentation = augmentation
                });
            trainer.Fit();
            return [.. trainer.History.Epochs.Select(e => e.TrainingLoss)];
        }
        Augmentation shift = Augmentation.Shift(2);
        double[] plain = Run(1, 0, null), changed = Run(1, 0, shift);
        Assert.Equal(plain[0], plain[1], 1e-6);
        Assert.NotEqual(changed[0], changed[1], 1e-4);
        Assert.Equal(changed, Run(1, 0, shift));
        Assert.NotEqual(changed, Run(2, 0, shift));
        Assert.Equal(changed, Run(1, 7, shift), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Augmentation_that_does_not_fit_the_data_is_refused_before_training()
    {
        Sequential model = Blobs.Model(outputs: 3);
        Refused.With<ArgumentException>("Crop changes images of shape [channels, height, width], but the rows have shape [4].",
            () => new Trainer(
                model, new Sgd(model, 0.1), Blobs.Classes(30, 1), options: new TrainerOptions { Augmentation = Augmentation.Crop(1) }));
    }
}
