using System.Text.Json;

namespace Elucid.Tests.Training;

public sealed class CheckpointTests
{
    [Fact]
    public void A_resumed_run_has_the_bits_of_one_that_was_never_stopped()
    {
        using TemporaryDirectory directory = new();
        string path = directory["checkpoint.safetensors"];
        Trainer whole = NewTrainer();
        whole.Fit();

        Trainer first = NewTrainer();
        first.RunEpoch();
        first.RunEpoch();
        Checkpoint.Save(first, path);
        Trainer second = NewTrainer();
        Checkpoint.Load(second, path);
        second.Fit();

        Assert.Equal(Blobs.Weights(whole.Model), Blobs.Weights(second.Model));
        Assert.Equal(WithoutTimes(whole.History), WithoutTimes(second.History));
        Assert.Equal(whole.History.BestEpoch, second.History.BestEpoch);
    }

    [Fact]
    public void Numbers_of_a_history_without_any_are_not_written_and_those_that_are_not_finite_come_back()
    {
        string Text(EpochRecord epoch) => JsonSerializer.Serialize(new History([epoch], StopReason.Running, 1, null), TrainingJson.Default.History);
        EpochRecord plain = new(1, 0.5, new Evaluation(0.25), 0.1, 2);
        Assert.DoesNotContain("Metrics", Text(plain), StringComparison.Ordinal);
        EpochRecord full = plain with
        {
            Metrics = MetricValues.Of([("a", 1.5), ("b", double.NaN), ("c", double.NegativeInfinity)]),
            Validation = plain.Validation! with { Metrics = MetricValues.Of([("Perplexity", 3)]) },
        };
        foreach (EpochRecord epoch in new[] { plain, full })
            Assert.Equal(epoch, JsonSerializer.Deserialize(Text(epoch), TrainingJson.Default.History)!.Epochs[0]);
        foreach (string broken in new[] { "[]", "{\"a\":true}", "{\"a\":1,\"A\":2}", "{\"a\":\"x\"}", "null" })
            Assert.Throws<JsonException>(
                () => JsonSerializer.Deserialize(
                    Text(full).Replace("{\"a\":1.5,\"b\":\"NaN\",\"c\":\"-Infinity\"}", broken), TrainingJson.Default.History));
    }

    [Fact]
    public void A_run_that_had_ended_stays_ended()
    {
        using TemporaryDirectory directory = new();
        string path = directory["checkpoint.safetensors"];
        Trainer trainer = NewTrainer();
        trainer.Fit();
        Checkpoint.Save(trainer, path);
        Trainer resumed = NewTrainer();
        Checkpoint.Load(resumed, path);
        Assert.True(resumed.IsFinished);
    }

    [Fact]
    public void A_run_cancelled_inside_an_epoch_is_not_saved()
    {
        using TemporaryDirectory directory = new();
        using CancellationTokenSource stop = new();
        Trainer trainer = NewTrainer();
        trainer.RunEpoch();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(cancellation: stop.Token));
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Checkpoint.Save(trainer, directory["c.safetensors"]));
        Assert.Equal(
            "This run was cancelled inside an epoch, whose steps are partly done: save after each epoch, and resume from the last file.",
            error.Message);
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused()
    {
        using TemporaryDirectory directory = new();
        string path = directory["checkpoint.safetensors"];
        Checkpoint.Save(NewTrainer(hidden: 8), path);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Checkpoint.Load(NewTrainer(hidden: 9), path));
        Assert.Equal(
            $"'{path}' is not a checkpoint of this run: 'best.0.weight' should have shape [9, 4], but has [8, 4]. Resume with the settings that the "
                + $"run was started with.", error.Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"Epochs\":[],\"StopReason\":\"Running\",\"BestEpoch\":99,\"Divergence\":null}")]
    [InlineData("{\"Epochs\":null,\"StopReason\":\"Running\",\"BestEpoch\":0,\"Divergence\":null}")]
    public void A_damaged_history_is_refused(string history)
    {
        using TemporaryDirectory directory = new();
        string path = directory["checkpoint.safetensors"];
        Checkpoint.Save(NewTrainer(), path);
        SafetensorsFile file = SafetensorsFile.Read(path);
        SafetensorsFile.Write(path, file.Entries.Values, new Dictionary<string, string>(file.Metadata) { ["history"] = history });
        string message = Assert.Throws<ModelFormatException>(() => Checkpoint.Load(NewTrainer(), path)).Message;
        Assert.StartsWith($"'{path}' is not a checkpoint of this run: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_file_is_no_checkpoint()
    {
        using TemporaryDirectory directory = new();
        string path = directory["model.safetensors"];
        SafetensorsFile.Write(path, [new SafetensorsEntry("0.weight", [1], new float[1])], metadata: null);
        string message = Assert.Throws<ModelFormatException>(() => Checkpoint.Load(NewTrainer(), path)).Message;
        Assert.StartsWith($"'{path}' is not a checkpoint of this run: 'history' cannot be read:", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_is_refused_changes_nothing()
    {
        using TemporaryDirectory directory = new();
        string path = directory["checkpoint.safetensors"];
        Trainer saved = NewTrainer(average: 0.9);
        saved.RunEpoch();
        Checkpoint.Save(saved, path);
        SafetensorsFile file = SafetensorsFile.Read(path);
        SafetensorsEntry extra(string name) => new(name, [1], new float[1]);
        string RefusalOf(
            IEnumerable<SafetensorsEntry> entries, Action<Dictionary<string, string>>? change = null, Func<Module, Optimizer>? optimizer = null,
            double average = 0.9)
        {
            Dictionary<string, string> metadata = new(file.Metadata);
            change?.Invoke(metadata);
            SafetensorsFile.Write(path, entries, metadata);
            Trainer trainer = NewTrainer(average: average, optimizer: optimizer);
            float[][] before = Blobs.Weights(trainer.Model);
            string message = Assert.Throws<ModelFormatException>(() => Checkpoint.Load(trainer, path)).Message;
            Assert.Equal(before, Blobs.Weights(trainer.Model));
            Assert.Equal(0, trainer.Optimizer.StepCount);
            Assert.Empty(trainer.History.Epochs);
            trainer.Fit();                                                      // as one that never saw the file
            Trainer untouched = NewTrainer(average: average, optimizer: optimizer);
            untouched.Fit();
            Assert.Equal(Blobs.Weights(untouched.Model), Blobs.Weights(trainer.Model));
            return message.Replace($"'{path}' is not a checkpoint of this run: ", "")
                .Replace(" Resume with the settings that the run was started with.", "");
        }
        var all = file.Entries.Values;
        Assert.Equal(
            "The state is that of Adam(beta1 0.9, beta2 0.999), but the optimizer is RmsProp(smoothing 0.99): create the optimizer as the one "
                + "that was saved.",
            RefusalOf(all, optimizer: m => new RmsProp(m)));
        Assert.StartsWith(
            "The state is that of Adam(beta1 0.9, beta2 0.999), but the optimizer is Sgd:", RefusalOf(all, optimizer: m => new Sgd(m, 0.1)));
        Assert.Equal("it has 'model.9.weight', which this run does not have.", RefusalOf([.. all, extra("model.9.weight")]));
        Assert.Equal("it has 'stray', which this run does not have.", RefusalOf([.. all, extra("stray")]));
        Assert.Equal("Optimizer state '9.weight.first' is of nothing that this optimizer trains: it belongs to another network or optimizer.",
            RefusalOf([.. all, extra("optimizer.9.weight.first")]));
        Assert.StartsWith(
            "Optimizer state '0.weight.second' should have 32 numbers, but got none:",
            RefusalOf(all.Where(e => e.Name != "optimizer.0.weight.second")));
        Assert.Equal("'average.6.bias' should have shape [3], but is missing.", RefusalOf(all.Where(e => e.Name != "average.6.bias")));
        Assert.Equal("it has 'average.0.bias', which this run does not have.", RefusalOf(all, average: 0));
        Assert.Equal("it has 'random.8', which this run does not have.", RefusalOf(all, m => m["random.8"] = m["random.2"]));
        Assert.StartsWith("'random.5' cannot be read:", RefusalOf(all, m => m.Remove("random.5")));
        // Dropout of another seed, and a state that no stream reaches: refused before the weights are written, not after.
        Assert.StartsWith("'random.5' does not fit: Expected the state of the stream with key ",
            RefusalOf(all, m => m["random.5"] = JsonSerializer.Serialize(new RandomStream(77).State, TrainingJson.Default.RandomState)));
        Assert.Equal("'random.2' does not fit: Expected a state saved from a RandomStream, but all its words are zero. Start from a seed instead.",
            RefusalOf(all, m =>
                m["random.2"] =
                    JsonSerializer.Serialize(
                        new RandomState(JsonSerializer.Deserialize(m["random.2"], TrainingJson.Default.RandomState).Key, 0, 0, 0, 0),
                        TrainingJson.Default.RandomState)));
        Assert.Equal("'steps' should be a count, but is '-3'.", RefusalOf(all, m => m["steps"] = "-3"));
        Assert.Equal("'updates' should be a count, but is missing.", RefusalOf(all, m => m.Remove("updates")));
        Assert.Equal(
            $"'{path}' was written by an earlier version of Elucid, which did not store whose memory it holds: start the run anew.",
            RefusalOf(all, m => m.Remove("optimizer")));
    }

    static Trainer NewTrainer(int hidden = 8, double average = 0, Func<Module, Optimizer>? optimizer = null)
    {
        RandomStream random = new(4), noise = random.Derive("dropout");
        Sequential model = new(
            new Linear(4, hidden, random), new ActivationLayer(ActivationCatalog.Parse("elu")), new Dropout(0.2, noise),
            new Linear(hidden, hidden, random), new ActivationLayer(ActivationCatalog.Parse("pelu"), hidden), new Dropout(0.2, noise),
            new Linear(hidden, 3, random));
        TrainerOptions options =
            new() { Epochs = 5, BatchSize = 16, Seed = 9, Schedule = Schedule.Cosine.WithWarmup(5), ClipNorm = 1, AverageDecay = average };
        return new Trainer(model, optimizer?.Invoke(model) ?? new Adam(model, 0.01), Blobs.Classes(120, 1), Blobs.Classes(60, 2), options);
    }

    static IEnumerable<EpochRecord> WithoutTimes(History history) => history.Epochs.Select(e => e with { Seconds = 0 });
}
