namespace Elucid.Tests.Training;

/// <summary>Workers that share a batch.</summary>
public sealed class DataParallelTests
{
    static float[] Train(int workers, bool regression = false, Action<Trainer>? then = null, double dropout = 0, TrainerOptions? options = null)
    {
        Dataset data = regression ? Blobs.Targets(100, 1) : Blobs.Classes(100, 1);
        Sequential model = Blobs.Model(data.OutputCount, dropout: dropout);
        Trainer trainer = new(
            model, new Adam(model, 0.01), data, options: (options ?? new TrainerOptions { Epochs = 3, BatchSize = 64 }) with { Workers = workers });
        if (then is null)
            trainer.Fit();
        else
            then(trainer);
        return [.. Blobs.Weights(model).SelectMany(w => w), .. trainer.History.Epochs.Select(e => (float)e.TrainingLoss)];
    }

    [Theory]
    [InlineData(2, false), InlineData(3, false), InlineData(4, false), InlineData(2, true), InlineData(3, true), InlineData(4, true)]
    public void Workers_give_the_step_of_the_whole_batch(int workers, bool regression) =>
        Assert.Equal(Train(1, regression), Train(workers, regression), (a, b) => Math.Abs(a - b) < 1e-5);

    // Rows of weight 0 and rows that count more are spread unevenly over slices, parts of a batch are sliced each, and the last batch has 36 rows.
    [Fact]
    public void Weights_of_rows_and_parts_of_a_batch_are_shared_out_too()
    {
        float[] weights = [.. Enumerable.Range(0, 100).Select(row => row % 7 == 0 ? 0 : row / 10f)];
        TrainerOptions options = new()
        {
            Epochs = 2,
            BatchSize = 64,
            MicroBatchSize = 10,
            Objective = Objective.Classification(exampleWeights: weights),
        };
        Assert.Equal(Train(1, options: options), Train(3, options: options), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory, InlineData(2), InlineData(4)]
    public void Bits_do_not_depend_on_threads(int workers)
    {
        float[] On(int threads)
        {
            using (Threads.Limit(threads))
                return Train(workers, dropout: 0.3);
        }
        float[] one = On(1);
        Assert.Equal(one, On(2));
        Assert.Equal(one, On(7));
    }

    [Fact]
    public void A_resumed_run_has_the_bits_of_one_that_was_never_stopped_though_the_copies_draw_random_numbers()
    {
        float[] whole = Train(3, dropout: 0.3);
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "checkpoint.safetensors");
        Train(3, dropout: 0.3, then: trainer =>
        {
            trainer.RunEpoch();
            Checkpoint.Save(trainer, path);
        });
        Assert.Equal(whole, Train(3, dropout: 0.3, then: trainer =>
        {
            Checkpoint.Load(trainer, path);
            trainer.Fit();
        }));
    }

    [Fact]
    public void Workers_draw_different_random_numbers()
    {
        Sequential model = new(new Dropout(0.5, new RandomStream(1)));
        DataParallel parallel = new(model, 3);
        float[][] seen = new float[3][];
        parallel.AddGradients(3, (network, rows) =>
        {
            Tensor y = network.Forward(Tensor.Ones([1, 64], requiresGradient: true));
            seen[rows.Start.Value] = y.Values.ToArray();
            return Ops.Sum(y);
        });
        Assert.NotEqual(seen[0], seen[1]);
        Assert.NotEqual(seen[1], seen[2]);
    }

    [Fact]
    public void Fewer_examples_than_workers_and_batch_norm_which_needs_two_leave_workers_idle()
    {
        Assert.Equal(
            Train(1, options: new TrainerOptions { Steps = 5, BatchSize = 3 }), Train(7, options: new TrainerOptions { Steps = 5, BatchSize = 3 }),
            (a, b) => Math.Abs(a - b) < 1e-5);
        Sequential model = new(new BatchNorm1d(4), new Linear(4, 3, new(1)));
        new Trainer(
            model, new Sgd(model, 0.1), Blobs.Classes(13, 1), options: new TrainerOptions { Epochs = 1, BatchSize = 4, Workers = 4 }).Fit();
        Assert.All(Blobs.Weights(model).SelectMany(w => w), weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void Modes_and_frozen_layers_are_those_of_the_network()
    {
        float[] Run(int workers)
        {
            BatchNorm1d norm = new(4);
            Linear frozen = new(4, 8, new(1));
            Sequential model = new(norm, frozen, new Linear(8, 3, new(2)));
            norm.Eval();
            frozen.Freeze();
            Trainer trainer = new(
                model, new Sgd(model, 0.1), Blobs.Classes(40, 1), options: new TrainerOptions { Epochs = 2, BatchSize = 20, Workers = workers });
            trainer.Fit();
            return [.. Blobs.Weights(model).SelectMany(w => w)];
        }
        Assert.Equal(Run(1), Run(2), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void A_loop_of_your_own_has_workers_and_a_loss_that_is_not_finite_ends_it()
    {
        Sequential model = Blobs.Model(3), alone = Blobs.Model(3);
        Dataset data = Blobs.Classes(60, 1);
        Tensor Part(Module network, Range rows) => Loss.CrossEntropy(
            network.Forward(new Tensor([rows.End.Value - rows.Start.Value, 4], data.Features[(rows.Start.Value * 4)..(rows.End.Value * 4)])),
            data.Labels[rows].ToArray());
        DataParallel parallel = new(model, 4);
        Sgd sgd = new(model, 0.1), sgdAlone = new(alone, 0.1);
        TrainingLoopOptions options = new() { Steps = 5 };
        TrainingLoop.Of(model, sgd, step =>
        {
            step.AddParallelGradients(parallel, 60, Part);
            step.Update(sgd);
        }, options).Fit();
        History history = TrainingLoop.Of(alone, sgdAlone, step => step.Minimize(sgdAlone, () => Part(alone, 0..60)), options).Fit();
        Assert.Equal(
            Blobs.Weights(alone).SelectMany(w => w).ToArray(), Blobs.Weights(model).SelectMany(w => w).ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);

        History diverged = TrainingLoop.Of(model, sgd, step =>
        {
            step.AddParallelGradients(parallel, 60, (network, rows) => (rows.Start.Value > 0 ? float.NaN : 1) * Part(network, rows));
            step.Update(sgd);
        }, options).Fit();
        Assert.Equal((StopReason.Finished, StopReason.Diverged), (history.StopReason, diverged.StopReason));
    }

    [Fact]
    public void No_workers_and_no_examples_are_refused()
    {
        Sequential model = Blobs.Model(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataParallel(model, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataParallel(model, 2).AddGradients(0, (network, rows) => Tensor.Zeros([])));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new Trainer(model, new Sgd(model, 0.1), Blobs.Classes(9, 1), options: new TrainerOptions { Workers = 0 }));
    }

    [Fact]
    public void What_goes_wrong_in_a_worker_reaches_the_caller() => Assert.Equal(
        "of a worker",
        Assert.Throws<InvalidOperationException>(() => new DataParallel(Blobs.Model(3), 2).AddGradients(
            4, (network, rows) => throw new InvalidOperationException("of a worker"))).Message);
}
