namespace Elucid.Tests.Training;

public sealed class WeightAverageTests
{
    [Fact]
    public void The_average_follows_the_weights_by_its_formula()
    {
        Sequential model = Blobs.Model(outputs: 3);
        float[] weights = [.. Blobs.Weights(model)[0]];
        WeightAverage average = new(model, 0.9);
        double[] expected = [.. weights.Select(w => (double)w)];
        for (int step = 0; step < 200; step++)
        {
            Span<float> values = model.NamedParameters().First().Value.Edit();
            for (int i = 0; i < values.Length; i++)
                values[i] = weights[i] + MathF.Sin(step + i);
            double decay = Math.Min(0.9, (1.0 + step) / (10 + step));
            for (int i = 0; i < expected.Length; i++)
                expected[i] += (1 - decay) * (values[i] - expected[i]);
            average.Update();
        }
        Assert.Equal(expected, average.Entries.First().Values.Select(v => (double)v), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void In_use_the_network_has_the_averages_and_afterwards_its_own_weights()
    {
        Sequential model = Blobs.Model(outputs: 3);
        WeightAverage average = new(model, 0.5);
        float[][] start = Blobs.Weights(model);
        model.NamedParameters().First().Value.Edit().Fill(7);
        float[][] own = Blobs.Weights(model);
        using (average.InUse())
            Assert.Equal(start, Blobs.Weights(model));
        Assert.Equal(own, Blobs.Weights(model));
    }

    [Fact]
    public void Batches_are_counted_and_not_averaged()
    {
        BatchNorm1d model = new(2);
        WeightAverage average = new(model, 0.9);
        for (int step = 0; step < 3; step++)
        {
            model.Forward(new Tensor([2, 2], [1, 2, 3, 4]));
            average.Update();
        }
        Assert.Equal(["num_batches_tracked 3"], average.Entries.Where(e => e.Shape.Rank == 0).Select(e => $"{e.Name} {e.Values[0]}"));
    }

    [Fact]
    public void A_run_with_an_average_validates_keeps_and_ends_with_it()
    {
        Sequential model = Blobs.Model(outputs: 3);
        Trainer trainer =
            new(model, new Adam(model, 0.01), Blobs.Classes(120, 1), Blobs.Classes(60, 2),
                new TrainerOptions { Epochs = 3, BatchSize = 16, AverageDecay = 0.9 });
        History history = trainer.Fit();
        Assert.Equal(trainer.Average!.Entries.Select(e => e.Values), Blobs.Weights(model));
        Assert.Equal(history.Epochs[^1].Validation!.Loss, Evaluation.Of(model, Blobs.Classes(60, 2)).Loss);
    }

    [Fact]
    public void A_resumed_run_with_an_average_has_the_bits_of_one_that_was_never_stopped()
    {
        using TemporaryDirectory directory = new();
        string path = directory["checkpoint.safetensors"];
        Trainer NewTrainer()
        {
            Sequential model = Blobs.Model(outputs: 3, dropout: 0.2);
            return new(model, new Adam(model, 0.01), Blobs.Classes(120, 1), Blobs.Classes(60, 2),
                new TrainerOptions { Epochs = 4, BatchSize = 16, AverageDecay = 0.99 });
        }
        Trainer whole = NewTrainer();
        whole.Fit();
        Trainer first = NewTrainer();
        first.RunEpoch();
        Checkpoint.Save(first, path);
        Trainer second = NewTrainer();
        Checkpoint.Load(second, path);
        second.Fit();
        Assert.Equal(Blobs.Weights(whole.Model), Blobs.Weights(second.Model));
    }

    [Theory, InlineData(1.0), InlineData(-0.1), InlineData(double.NaN)]
    public void A_decay_out_of_range_is_refused(double decay) =>
        Assert.Contains(
            "expected a decay of at least 0 and below 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new WeightAverage(Blobs.Model(3), decay)).Message);
}
