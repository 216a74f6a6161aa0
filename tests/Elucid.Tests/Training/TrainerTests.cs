namespace Elucid.Tests.Training;

public sealed class TrainerTests
{
    [Fact]
    public void Every_number_of_threads_gives_the_same_bits_and_so_does_every_run()
    {
        float[][] Run(int threads)
        {
            using ThreadLimit limit = Threads.Limit(threads);
            Dataset digits = Digits.Load().Subset([.. Enumerable.Range(0, 1000)]);
            RandomStream random = new(1);
            Sequential model = new(
                new Flatten(), new Linear(64, 256, random), new ActivationLayer(ActivationCatalog.Parse("elu")),
                new Dropout(0.1, new RandomStream(2)), new Linear(256, 10, random));
            // 500 · 64 · 256 multiply-adds are enough to be split.
            Trainer trainer =
                new(model, new Adam(model), digits, options: new TrainerOptions { Epochs = 2, BatchSize = 500, Seed = 3, ClipNorm = 1 });
            trainer.Fit();
            return [.. Blobs.Weights(model), [.. trainer.History.Epochs.Select(e => (float)e.TrainingLoss)]];
        }
        float[][] first = Run(1);
        Assert.Equal(first, Run(2));
        Assert.Equal(first, Run(1));
        Assert.Equal(first, Run(5));
    }

    [Fact]
    public void Losses_after_some_epochs_are_those_stored()
    {
        Sequential model = Blobs.Model(outputs: 3);
        TrainerOptions options = new() { Epochs = 5, BatchSize = 16, Seed = 3 };
        Trainer trainer = new(model, new Adam(model, 0.01), Blobs.Classes(120, 1), Blobs.Classes(60, 2), options);
        History history = trainer.Fit();
        // Stored from a run with fused multiply-add. 40 steps without it, each rounded a few times at 6e-8, differ by far less than 1e-5.
        Assert.Equal(StoredTrainingLosses, history.Epochs.Select(e => e.TrainingLoss), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(StoredValidationLoss, history.Epochs[^1].Validation!.Loss, 1e-5);
        Assert.Equal(StopReason.Finished, history.StopReason);
        Assert.Equal([1, 2, 3, 4, 5], history.Epochs.Select(e => e.Epoch));
        Assert.Null(history.Divergence);
    }

    static readonly double[] StoredTrainingLosses = [1.8114943, 0.8004765, 0.4211296, 0.2732764, 0.2386467];
    const double StoredValidationLoss = 0.3445783;

    [Fact]
    public void It_learns_what_can_be_learned()
    {
        Sequential classifier = Blobs.Model(outputs: 3);
        new Trainer(classifier, new Adam(classifier, 0.01), Blobs.Classes(300, 1), options: new TrainerOptions { Epochs = 15 }).Fit();
        // The best rule for these overlapping classes, the nearest centre, is right for 87 of 100.
        Assert.InRange(Evaluation.Of(classifier, Blobs.Classes(300, 2)).Accuracy!.Value, 0.8, 1);

        Sequential regressor = Blobs.Model(outputs: 2, hidden: 32);
        new Trainer(regressor, new Adam(regressor, 0.01), Blobs.Targets(600, 1), options: new TrainerOptions { Epochs = 30 }).Fit();
        Assert.InRange(Evaluation.Of(regressor, Blobs.Targets(300, 2)).R2!.Value, 0.9, 1);
    }

    [Fact]
    public void Early_stopping_restores_the_best_weights()
    {
        (Sequential model, Trainer trainer, Dataset validation) = Overfitting(patience: 3);
        History history = trainer.Fit();
        Assert.Equal(StopReason.Patience, history.StopReason);
        Assert.Equal(history.BestEpoch + 3, history.Epochs.Count);
        Assert.Equal(history.Epochs.MinBy(e => e.Validation!.Loss)!.Epoch, history.BestEpoch);
        Assert.Equal(history.Epochs[history.BestEpoch - 1].Validation, Evaluation.Of(model, validation));
        Assert.True(history.Epochs[^1].Validation!.Loss > history.Epochs[history.BestEpoch - 1].Validation!.Loss);
    }

    [Fact]
    public void Cancelling_keeps_the_best_weights()
    {
        (Sequential model, Trainer trainer, Dataset validation) = Overfitting(patience: 0);
        using CancellationTokenSource source = new();
        OperationCanceledException cancelled = Assert.Throws<OperationCanceledException>(() => trainer.Fit(new Reports(p =>
        {
            if (p.Completed?.Epoch == 30)
                source.Cancel();
        }), source.Token));
        Assert.Equal(source.Token, cancelled.CancellationToken);
        History history = trainer.History;
        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.Equal(30, history.Epochs.Count);
        Assert.InRange(history.BestEpoch, 1, 29);
        Assert.Equal(history.Epochs[history.BestEpoch - 1].Validation, Evaluation.Of(model, validation));
        Assert.Equal("This run has ended (Cancelled): create a new one to train on.",
            Assert.Throws<InvalidOperationException>(() => trainer.RunEpoch()).Message);
    }

    [Fact]
    public void Cancelling_before_the_first_step_changes_nothing()
    {
        Sequential model = Blobs.Model(outputs: 3);
        float[][] start = Blobs.Weights(model);
        Trainer trainer = new(model, new Adam(model), Blobs.Classes(30, 1));
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(cancellation: new CancellationToken(canceled: true)));
        History history = trainer.History;
        Assert.Equal(new History([], StopReason.Cancelled, 0, null) { Epochs = history.Epochs }, history);
        Assert.Empty(history.Epochs);
        Assert.Equal(start, Blobs.Weights(model));
    }

    [Fact]
    public void A_finished_run_keeps_its_last_weights()
    {
        (Sequential model, Trainer trainer, Dataset validation) = Overfitting(patience: 0, epochs: 30);
        History history = trainer.Fit();
        Assert.Equal(StopReason.Finished, history.StopReason);
        Assert.NotEqual(30, history.BestEpoch);
        Assert.Equal(history.Epochs[^1].Validation, Evaluation.Of(model, validation));
    }

    [Fact]
    public void Divergence_is_reported_and_not_thrown()
    {
        Sequential model = Blobs.Model(outputs: 3);
        History history = new Trainer(model, new Sgd(model, 1e38f), Blobs.Classes(96, 1), options: new TrainerOptions { Epochs = 3 }).Fit();
        Assert.Equal(StopReason.Diverged, history.StopReason);
        Assert.Empty(history.Epochs);
        Assert.Equal(new Divergence(1, 2, "the loss"), history.Divergence);
        Assert.Equal("diverged at epoch 1, step 2; first non-finite: the loss", history.Divergence!.ToString());
    }

    [Fact]
    public void Divergence_names_the_first_parameter_that_is_not_finite()
    {
        Sequential model = Blobs.Model(outputs: 3);
        model.NamedParameters().Single(p => p.Name == "3.weight").Value[1, 2] = float.NaN;
        model.NamedParameters().Single(p => p.Name == "3.bias").Value[0] = float.PositiveInfinity;
        History history = new Trainer(model, new Sgd(model, 0.1), Blobs.Classes(96, 1)).Fit();
        Assert.Equal("diverged at epoch 1, step 1; first non-finite: 3.weight", history.Divergence!.ToString());
    }

    [Fact]
    public void A_last_step_that_destroys_the_weights_is_a_divergence_too()
    {
        Sequential model = Blobs.Model(outputs: 3);
        Dataset data = Blobs.Classes(30, 1);
        // One step in all, so that no later loss would notice.
        Trainer trainer = new(model, new Sgd(model, float.MaxValue, weightDecay: float.MaxValue), data, options: new TrainerOptions { Epochs = 1 });
        History history = trainer.Fit();
        Assert.Equal(StopReason.Diverged, history.StopReason);
        Assert.Equal("diverged at epoch 1, step 1; first non-finite: 0.weight", history.Divergence!.ToString());
    }

    [Fact]
    public void A_validation_loss_that_is_not_a_number_is_not_the_best()
    {
        Sequential model = Blobs.Model(outputs: 3);
        Tensor first = model.NamedParameters().First().Value;
        float[] start = first.Values.ToArray();
        // Training rows of zeros do not see the first weights, the validation rows overflow with them.
        Dataset training = new("zeros", new float[40], [4], new int[10], ["a", "b", "c"]), validation = Blobs.Classes(30, 1);
        Trainer trainer = new(model, new Sgd(model, 0.1), training, validation, new TrainerOptions { Epochs = 2 });
        first.Edit().Fill(float.MaxValue);
        Assert.True(double.IsNaN(trainer.RunEpoch()!.Validation!.Loss));
        start.CopyTo(first.Edit());
        Assert.True(double.IsFinite(trainer.RunEpoch()!.Validation!.Loss));
        Assert.Equal(2, trainer.History.BestEpoch);
    }

    [Fact]
    public void Progress_comes_in_order()
    {
        Sequential model = Blobs.Model(outputs: 3);
        List<TrainingProgress> reports = [];
        History history = new Trainer(model, new Adam(model), Blobs.Classes(100, 1), options: new TrainerOptions { Epochs = 4, BatchSize = 32 })
            .Fit(new Reports(reports.Add));
        Assert.Equal(history.Epochs, reports.Where(r => r.Completed is not null).Select(r => r.Completed));
        Assert.Equal(reports, reports.OrderBy(r => r.Epoch).ThenBy(r => r.Step));
        Assert.All(reports, r => Assert.Equal(4, r.StepsPerEpoch));
        Assert.All(reports.Where(r => r.Completed is not null), r => Assert.Equal((4, r.Completed!.TrainingLoss), (r.Step, r.TrainingLoss)));
    }

    [Fact]
    public void A_schedule_counts_the_steps_of_its_own_run()
    {
        Sequential model = Blobs.Model(outputs: 3);
        Adam optimizer = new(model, 0.5f);
        Dataset data = Blobs.Classes(100, 1);
        TrainerOptions options = new() { Epochs = 2, BatchSize = 50, Schedule = Schedule.Step(4, 0.5) };
        History first = new Trainer(model, optimizer, data, options: options).Fit();
        Assert.Equal([0.25, 0.0625], first.Epochs.Select(e => e.LearningRate));
        // The same optimizer in a second run starts its schedule, and its rate, anew.
        History second = new Trainer(model, optimizer, data, options: options).Fit();
        Assert.Equal([0.25, 0.0625], second.Epochs.Select(e => e.LearningRate));
        Assert.Equal(0.5f, optimizer.LearningRate);
    }

    [Fact]
    public void Runs_differ_by_seed_only_in_the_order_of_examples()
    {
        double Loss(ulong seed)
        {
            Sequential model = Blobs.Model(outputs: 3);
            TrainerOptions options = new() { Epochs = 1, BatchSize = 30, Seed = seed };
            return new Trainer(model, new Sgd(model, 0.1), Blobs.Classes(90, 1), options: options).Fit().Epochs[0].TrainingLoss;
        }
        Assert.Equal(Loss(1), Loss(1));
        Assert.NotEqual(Loss(1), Loss(2));
    }

    [Fact]
    public void Another_regression_loss_is_used()
    {
        Sequential model = Blobs.Model(outputs: 2);
        int calls = 0;
        TrainerOptions options =
            new() { Epochs = 1, BatchSize = 20, Objective = Objective.Regression((p, t) => { calls++; return Loss.Huber(p, t); }) };
        new Trainer(model, new Sgd(model, 0.1), Blobs.Targets(50, 1), options: options).Fit();
        Assert.Equal(3, calls);
    }

    [Fact]
    public void Clipping_limits_the_step()
    {
        Sequential model = Blobs.Model(outputs: 3);
        float[][] start = Blobs.Weights(model);
        new Trainer(model, new Sgd(model, 1), Blobs.Classes(30, 1), options: new TrainerOptions { Epochs = 1, BatchSize = 30, ClipNorm = 0.01 })
            .Fit();
        double moved = Math.Sqrt(Blobs.Weights(model).Zip(start).Sum(w => w.First.Zip(w.Second).Sum(p => Math.Pow(p.First - p.Second, 2))));
        Assert.Equal(0.01, moved, 1e-6);

        model = Blobs.Model(outputs: 3);
        new Trainer(model, new Sgd(model, 1), Blobs.Classes(30, 1), options: new TrainerOptions { Epochs = 1, BatchSize = 30, ClipValue = 0.001 })
            .Fit();
        double largest = Blobs.Weights(model).Zip(start).Max(w => w.First.Zip(w.Second).Max(p => Math.Abs(p.First - p.Second)));
        Assert.Equal(0.001, largest, 1e-6);
    }

    [Fact]
    public void What_does_not_fit_is_named_before_training()
    {
        Dataset data = Blobs.Classes(30, 1), regression = Blobs.Targets(30, 1);
        Sequential model = Blobs.Model(outputs: 4);
        Adam optimizer = new(model);
        Assert.Equal("Trainer: expected the network's output of shape [30, 3], but got [30, 4]. Data 'blobs' has 3 classes.",
            Assert.Throws<ShapeException>(() => new Trainer(model, optimizer, data)).Message);
        Assert.Equal("Trainer: expected the network's output of shape [30, 2], but got [30, 4]. Data 'sums' has 2 targets.",
            Assert.Throws<ShapeException>(() => new Trainer(model, optimizer, regression)).Message);
        Dataset wide = new("wide", new float[10], [5], new int[2], ["a", "b", "c"]);
        Assert.Equal("Linear '0': expected input of shape [*, 4], but got [2, 5]. "
            + "Its last axis must equal inFeatures; for images put a Flatten before this layer.",
            Assert.Throws<ShapeException>(() => new Trainer(model, optimizer, wide)).Message);

        Sequential fitting = Blobs.Model(outputs: 3);
        Assert.Equal("Early stopping needs validation data: pass some, or set Patience to 0. (Parameter 'validation')",
            Assert.Throws<ArgumentException>(
                () => new Trainer(fitting, new Adam(fitting), data, options: new TrainerOptions { Patience = 2 })).Message);
        Assert.Equal("Validation data 'sums' (regression, rows of [4], 2 outputs) "
            + "must be like training data 'blobs' (classification, rows of [4], 3 outputs). "
            + "Split both from one dataset. (Parameter 'validation')",
            Assert.Throws<ArgumentException>(() => new Trainer(fitting, new Adam(fitting), data, regression)).Message);
        Assert.Throws<ArgumentException>(() => new Trainer(fitting, new Adam(fitting), data, wide));
        Assert.Throws<ArgumentException>(
            () => new Trainer(fitting, new Adam(fitting), data, new Dataset("pairs", new float[8], [4], new int[2], ["a", "b"])));
    }

    [Fact]
    public void The_best_weights_can_be_restored_after_a_whole_run()
    {
        Sequential model = Blobs.Model(outputs: 3);
        Dataset validation = Blobs.Classes(60, 2, mislabelled: 0.3);
        Trainer trainer = new(model, new Adam(model, 0.05), Blobs.Classes(60, 1, mislabelled: 0.3), validation, new TrainerOptions { Epochs = 40 });
        History history = trainer.Fit();
        Assert.InRange(history.BestEpoch, 1, 39);
        trainer.RestoreBest();
        Assert.Equal(history.Epochs[history.BestEpoch - 1].Validation, Evaluation.Of(model, validation));
    }

    [Fact]
    public void An_optimizer_of_another_network_is_refused()
    {
        Sequential model = Blobs.Model(outputs: 3), other = Blobs.Model(outputs: 3);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Trainer(model, new Adam(other), Blobs.Classes(30, 1)));
        Assert.StartsWith(
            "The optimizer was made for another network: it would leave this one as it is. Create it from the same module.", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Sequential model = Blobs.Model(outputs: 3);
        TrainerOptions[] wrong =
            [new() { Epochs = 0 }, new() { BatchSize = 0 }, new() { ClipNorm = -1 }, new() { ClipValue = -1 }, new() { Patience = -1 }];
        foreach (TrainerOptions options in wrong)
            Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(model, new Adam(model), Blobs.Classes(30, 1), options: options));
    }

    [Fact]
    public void A_steady_step_allocates_no_buffers_and_little_garbage()
    {
        RandomStream random = new(1);
        Activation elu = ActivationCatalog.Parse("elu");
        Sequential model = new(
            new Linear(64, 128, random), new ActivationLayer(elu), new Dropout(0.1, random),
            new Linear(128, 64, random), new ActivationLayer(elu), new Linear(64, 10, random));
        Adam optimizer = new(model);
        Tensor x = new([64, 64]);
        random.FillGaussian(x.Edit());
        int[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 10)];
        void Step()
        {
            using Tape tape = Tape.Start();
            tape.Backward(Loss.CrossEntropy(model.Forward(x), labels));
            Gradients.ClipNorm(model, 1);
            optimizer.Step();
        }
        for (int i = 0; i < 5; i++)
            Step();
        int buffers = BufferPool.OfThread.Allocations;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            Step();
        Assert.Equal(buffers, BufferPool.OfThread.Allocations);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - bytes) / 10, 0, 16 * 1024);
    }

    /// <summary>Few and partly mislabelled examples, a wide network, a high rate: the validation loss soon rises.</summary>
    static (Sequential, Trainer, Dataset Validation) Overfitting(int patience, int epochs = 200)
    {
        Sequential model = Blobs.Model(outputs: 3, hidden: 64);
        Dataset validation = Blobs.Classes(60, 2);
        return (model, new Trainer(model, new Adam(model, 0.02), Blobs.Classes(45, 1, mislabelled: 0.5), validation,
            new TrainerOptions { Epochs = epochs, BatchSize = 15, Patience = patience }), validation);
    }

    /// <summary>Calls at once, where <see cref="Progress{T}"/> would post to a thread pool.</summary>
    sealed class Reports(Action<TrainingProgress> use) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => use(value);
    }

    [Fact]
    public void Options_that_are_no_numbers_are_refused()
    {
        string Message(TrainerOptions options)
        {
            Sequential model = Blobs.Model(outputs: 3);
            return Assert.Throws<ArgumentOutOfRangeException>(
                () => new Trainer(model, new Adam(model), Blobs.Classes(30, 1), options: options)).Message;
        }
        Assert.Equal("ClipNorm must be at least 0 and finite, but got NaN. (Parameter 'ClipNorm')", Message(new() { ClipNorm = double.NaN }));
        Assert.Equal("ClipValue must be at least 0 and finite, but got NaN. (Parameter 'ClipValue')", Message(new() { ClipValue = double.NaN }));
        Assert.Equal(
            "AverageDecay must be at least 0 and below 1, but got NaN. (Parameter 'AverageDecay')", Message(new() { AverageDecay = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Step(3, double.NaN));
    }

    [Fact]
    public void A_schedule_that_ruins_the_weights_is_named()
    {
        Sequential model = Blobs.Model(outputs: 3);
        Trainer trainer =
            new(model, new Adam(model, 0.5), Blobs.Classes(30, 1),
                options: new TrainerOptions { Schedule = new Falling(), BatchSize = 10, Epochs = 2 });
        Assert.Equal("The schedule gives step 3 of 6 the factor -1, a learning rate of -0.5: a rate must be at least 0 and finite.",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit()).Message);
    }

    sealed record Falling : Schedule
    {
        public override double Factor(long step, long totalSteps) => 1 - step;
    }
}
