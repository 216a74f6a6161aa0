namespace Elucid.Tests.Training;

public sealed class TrainingLoopTests
{
    [Fact]
    public void Steps_of_ones_own_give_the_bits_of_a_trainer()
    {
        Dataset data = Blobs.Classes(100, 1);
        Sequential trained = Blobs.Model(outputs: 3), own = Blobs.Model(outputs: 3);
        TrainerOptions options = new() { Epochs = 3, Seed = 5, ClipNorm = 0.5, Schedule = Schedule.Cosine, AverageDecay = 0.9 };
        History history = new Trainer(trained, new Adam(trained, 0.01), data, options: options).Fit();
        DataLoader loader = new(data, 32, new RandomStream(5).Derive("order"));
        Adam optimizer = new(own, 0.01);
        TrainingLoop loop = TrainingLoop.Of(own, optimizer, step =>
        {
            if (step.StepInEpoch == 0)
                loader.StartEpoch(step.Epoch - 1);
            Batch batch = loader[step.StepInEpoch];
            Tensor x = new([batch.Count, 4]);
            batch.FillFeatures(x.Edit());
            int[] labels = new int[batch.Count];
            batch.FillLabels(labels);
            step.Minimize(optimizer, () => Loss.CrossEntropy(own.Forward(x), labels), "loss");
        }, new TrainingLoopOptions { Epochs = 3, StepsPerEpoch = 4, ClipNorm = 0.5, Schedule = Schedule.Cosine, AverageDecay = 0.9 });
        Assert.Equal(history.Epochs.Select(e => e.LearningRate), loop.Fit().Epochs.Select(e => e.LearningRate));
        Assert.Equal(Blobs.Weights(trained), Blobs.Weights(own));
        Assert.All(loop.History.Epochs, e => Assert.Equal(e.TrainingLoss, e.Metrics["loss"], 1e-12));
    }

    [Fact]
    public void Two_networks_resume_from_a_checkpoint_bit_for_bit()
    {
        using TemporaryDirectory directory = new();
        string path = directory["loop.safetensors"];
        TrainingLoop whole = TwoNetworks();
        whole.Fit();
        TrainingLoop first = TwoNetworks();
        first.RunEpoch();
        Checkpoint.Save(first, path);
        TrainingLoop second = TwoNetworks();
        Checkpoint.Load(second, path);
        second.Fit();
        Assert.Equal(State(whole), State(second));
        Assert.Equal(whole.History.Epochs.Select(e => e with { Seconds = 0 }), second.History.Epochs.Select(e => e with { Seconds = 0 }));
        Assert.Contains("optimizer.critic.3.weight.second", SafetensorsFile.Read(path).Entries.Keys);

        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Checkpoint.Load(TwoNetworks(critic: "judge"), path));
        Assert.Contains("'best.judge.0.weight' should have shape", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_in_steps_ends_within_an_epoch()
    {
        List<(int, int, long)> steps = [];
        TrainingLoop loop =
            Loop(step => steps.Add((step.Epoch, step.StepInEpoch, step.Number)), new TrainingLoopOptions { Steps = 5, StepsPerEpoch = 2 });
        Assert.Equal(3, loop.Fit().Epochs.Count);
        Assert.Equal([(1, 0, 0), (1, 1, 1), (2, 0, 2), (2, 1, 3), (3, 0, 4)], steps);
        Assert.Equal(StopReason.Finished, loop.History.StopReason);

        Sequential model = Blobs.Model(outputs: 3);
        Adam optimizer = new(model);
        new Trainer(model, optimizer, Blobs.Classes(100, 1), options: new TrainerOptions { Steps = 6 }).Fit();
        Assert.Equal(6, optimizer.StepCount);
    }

    [Fact]
    public void Callbacks_see_losses_norms_rates_and_recorded_numbers()
    {
        Linear model = new(2, 1, new RandomStream(1));
        Sgd optimizer = new(model, 0.5f);
        List<double> losses = [], norms = [];
        List<EpochRecord> epochs = [];
        Tensor x = new([1, 2], [3, 4]), y = new([1, 1], [1]);
        TrainingLoopOptions options = new()
        {
            Epochs = 2,
            StepsPerEpoch = 3,
            ClipNorm = 1e-3,
            OnStep = step =>
            {
                losses.Add(step.Loss);
                norms.Add(step.Updates[0].GradientNorm!.Value);
                Assert.Equal(0.5f, step.Updates[0].LearningRate);
            },
            OnEpoch = epochs.Add,
            Evaluate = () => [("norm", Math.Abs(model.Weight[0, 0]))],
        };
        TrainingLoop loop = TrainingLoop.Of(model, optimizer, step =>
        {
            step.Minimize(optimizer, () => Loss.MeanSquaredError(model.Forward(x), y));
            step.Record("number", step.Number);
        }, options);
        loop.Fit();
        Assert.Equal(6, losses.Count);
        Assert.All(losses.Zip(norms), p => Assert.Equal(2 * Math.Sqrt(p.First) * Math.Sqrt(26), p.Second, 1e-3));      // before clipping
        Assert.Equal(loop.History.Epochs, epochs);
        Assert.Equal([1, 4], epochs.Select(e => e.Metrics["number"]));
        Assert.Equal(["number", "norm"], epochs[0].Metrics.Keys);
    }

    [Fact]
    public void The_best_epoch_is_that_of_any_named_number_highest_or_lowest()
    {
        double[] reward = [1, 5, 3, 2, 9];
        foreach ((Goal goal, int best, int ran) in new[] { (Goal.Highest("reward"), 2, 4), (Goal.Lowest("REWARD"), 1, 3) })
        {
            Linear model = new(1, 1, new RandomStream(1));
            TrainingLoop loop = Loop(step =>
            {
                step.Record("reward", reward[step.Epoch - 1]);
                model.Weight[0, 0] = step.Epoch;
            }, new TrainingLoopOptions { Epochs = 5, StepsPerEpoch = 1, Patience = 2, Goal = goal }, model);
            loop.Fit();
            Assert.Equal((StopReason.Patience, best, ran), (loop.History.StopReason, loop.History.BestEpoch, loop.History.Epochs.Count));
            Assert.Equal(best, model.Weight[0, 0]);
        }
        Assert.Equal("There is no number called 'rewards' to compare epochs by. Did you mean 'reward'? This run has reward, TrainingLoss.",
            Assert.Throws<InvalidOperationException>(
                () => Loop(step =>
                    step.Record("reward", 1), new TrainingLoopOptions { Epochs = 2, StepsPerEpoch = 1, Goal = Goal.Highest("rewards") })
                        .Fit()).Message);
        Assert.Equal("Early stopping needs a number to watch: set Goal, such as Goal.Highest(\"Accuracy\"), or set Patience to 0. (Parameter 'Goal')",
            Assert.Throws<ArgumentException>(() => Loop(_ => { }, new TrainingLoopOptions { Patience = 1 })).Message);
    }

    [Fact]
    public void A_trainer_keeps_the_epoch_of_the_highest_accuracy()
    {
        Sequential model = Blobs.Model(outputs: 3);
        TrainerOptions options = new() { Epochs = 20, Patience = 30, Goal = Goal.Highest(nameof(Evaluation.Accuracy)) };
        Trainer trainer = new(model, new Adam(model, 0.05), Blobs.Classes(60, 1, mislabelled: 0.3), Blobs.Classes(60, 2), options);
        History history = trainer.Fit();
        Assert.Equal(history.Epochs.MaxBy(e => e.Validation!.Accuracy)!.Epoch, history.BestEpoch);
    }

    [Fact]
    public void After_a_loss_that_is_not_finite_nothing_of_the_step_is_done()
    {
        Linear model = new(1, 1, new RandomStream(1));
        Sgd optimizer = new(model, 0.1f);
        float before = model.Weight[0, 0];
        TrainingLoop loop = Loop(step =>
        {
            Assert.True(float.IsNaN(step.Minimize(optimizer, () => float.NaN * Ops.Sum(model.Weight))));
            Assert.True(step.HasDiverged);
            step.Minimize(optimizer, () => Ops.Sum(model.Weight));
        }, null, model, optimizer);
        loop.Fit();
        Assert.Equal("diverged at epoch 1, step 1; first non-finite: the loss", loop.History.Divergence!.ToString());
        Assert.Equal(before, model.Weight[0, 0]);
        Assert.Equal(0, optimizer.StepCount);
    }

    [Fact]
    public void A_cancelled_loop_throws_and_leaves_the_weights_of_the_last_whole_epoch()
    {
        Linear model = new(1, 1, new RandomStream(1));
        using CancellationTokenSource source = new();
        TrainingLoop loop = Loop(step =>
        {
            model.Weight[0, 0] = step.Number;
            if (step.Number == 5)
                source.Cancel();
        }, new TrainingLoopOptions { StepsPerEpoch = 2 }, model);
        Assert.ThrowsAny<OperationCanceledException>(() => loop.Fit(cancellation: source.Token));
        Assert.Equal((StopReason.Cancelled, 3, 5f), (loop.History.StopReason, loop.History.Epochs.Count, model.Weight[0, 0]));
        Assert.False(model.IsTraining);
    }

    [Fact]
    public void What_does_not_belong_together_is_refused()
    {
        Linear model = new(1, 1, new RandomStream(1)), other = new(1, 1, new RandomStream(1));
        Assert.StartsWith(
            "The optimizer was made for another network:",
            Assert.Throws<ArgumentException>(() => TrainingLoop.Of(model, new Adam(other), _ => { })).Message, StringComparison.Ordinal);
        Assert.Equal(
            "This step's Sgd is not an optimizer of the loop, so that checkpoints would lack its memory: give it to one of the loop's networks.",
            Assert.Throws<InvalidOperationException>(() => Loop(step => step.Update(new Sgd(model, 1)), null, model).Fit()).Message);
        Assert.Equal("A training loop needs a network: it keeps its best weights and saves it. (Parameter 'networks')",
            Assert.Throws<ArgumentException>(() => TrainingLoop.Of([], _ => { })).Message);
        Assert.Contains(
            "already has a part named 'a'",
            Assert.Throws<ArgumentException>(() => TrainingLoop.Of([new("a", model), new("a", other)], _ => { })).Message,
                    StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_a_trainer_makes_little_garbage()
    {
        Sequential model = Blobs.Model(outputs: 3);
        long bytes = 0;
        TrainerOptions options = new()
        {
            Steps = 60,
            OnStep = step =>
            {
                if (step.Number == 20)
                    bytes = GC.GetAllocatedBytesForCurrentThread();
                else if (step.Number == 50)
                    bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / 30;
            },
        };
        new Trainer(model, new Adam(model), Blobs.Classes(3200, 1), options: options).Fit();
        Assert.InRange(bytes, 1, 8 * 1024);
    }

    static TrainingLoop Loop(Action<TrainingStep> step, TrainingLoopOptions? options, Module? model = null, Optimizer? optimizer = null) =>
        TrainingLoop.Of([new("", model ?? new Linear(1, 1, new RandomStream(1)), optimizer)], step, options);

    /// <summary>With all that has a state: dropout, random draws, schedules, averages, two optimizers.</summary>
    static TrainingLoop TwoNetworks(string critic = "critic")
    {
        Sequential first = Blobs.Model(outputs: 2, dropout: 0.2), second = Blobs.Model(outputs: 1);
        Adam ofFirst = new(first), ofSecond = new(second);
        return TrainingLoop.Of([new("actor", first, ofFirst), new(critic, second, ofSecond)], step =>
        {
            Tensor x = new([8, 4]);
            step.Random.FillGaussian(x.Edit());
            step.Minimize(ofFirst, () => Ops.Mean(Ops.Multiply(first.Forward(x), first.Forward(x))), "actor");
            step.AddGradients(() => Loss.Huber(second.Forward(x), new Tensor([8, 1])), share: 0.5f);
            step.AddGradients(() => Loss.MeanSquaredError(second.Forward(x), new Tensor([8, 1])), share: 0.5f);
            step.Update(ofSecond);
            step.Record("rate", step.Updates[^1].LearningRate);
        }, new TrainingLoopOptions
        {
            Epochs = 3,
            StepsPerEpoch = 4,
            Seed = 7,
            ClipNorm = 1,
            Schedule = Schedule.Cosine.WithWarmup(3),
            AverageDecay = 0.9
        });
    }

    static float[][] State(TrainingLoop loop) => [.. loop.Networks.SelectMany(n => n.Module.NamedState()).Select(p => p.Value.Values.ToArray())];
}
