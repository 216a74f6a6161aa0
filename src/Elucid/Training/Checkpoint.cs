using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elucid;

/// <summary>
/// The state of a training run between two epochs, as a safetensors file: weights, best weights, the optimizer's memory, random states and history.
/// A run that is loaded goes on with the same bits as one that was never stopped.
/// </summary>
public static class Checkpoint
{
    const string Model = "model.", Best = "best.", Memory = "optimizer.", Random = "random.", Average = "average.";
    const string OptimizerKey = "optimizer", Steps = "steps", Updates = "updates", HistoryKey = "history", Frozen = "frozen";

    /// <summary>Writes the state; an older file of this name is replaced at once or not at all.</summary>
    /// <param name="trainer">A trainer that is not inside an epoch.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidOperationException">The run was cancelled inside an epoch: part of its steps are done.</exception>
    public static void Save(Trainer trainer, string path) => Save(trainer, (entries, metadata) => SafetensorsFile.Write(path, entries, metadata));

    /// <summary>Writes the state to a stream.</summary>
    /// <param name="trainer">A trainer that is not inside an epoch.</param>
    /// <param name="stream">Where to.</param>
    /// <exception cref="InvalidOperationException">The run was cancelled inside an epoch: part of its steps are done.</exception>
    public static void Save(Trainer trainer, Stream stream) => Save(trainer, (entries, metadata) => SafetensorsFile.Write(stream, entries, metadata));

    static void Save(Trainer trainer, Action<List<SafetensorsEntry>, Dictionary<string, string>> write)
    {
        if (trainer.History.StopReason == StopReason.Cancelled)
            throw new InvalidOperationException("This run was cancelled inside an epoch, whose steps are partly done: save after each epoch, and resume from the last file.");
        List<SafetensorsEntry> entries = [.. trainer.Model.NamedState().Select(p => Entry(Model + p.Name, p.Value.Shape, p.Value.ValuesMemory))];
        entries.AddRange(trainer.Best.Entries.Select(e => Entry(Best + e.Name, e.Shape, e.Values)));
        OptimizerState optimizer = trainer.Optimizer.SaveState();
        entries.AddRange(optimizer.Values.Select(s => Entry(Memory + s.Key, [s.Value.Length], s.Value)));
        Dictionary<string, string> metadata = new()
        {
            [OptimizerKey] = optimizer.Optimizer,
            [Steps] = optimizer.StepCount.ToString(CultureInfo.InvariantCulture),
            [HistoryKey] = JsonSerializer.Serialize(trainer.History, TrainingJson.Default.History),
            [Frozen] = JsonSerializer.Serialize(FrozenParts.Of(trainer.Model), TrainingJson.Default.FrozenParts),
        };
        foreach ((string name, IRandomized module) in Randomized(trainer))
            metadata[Random + name] = JsonSerializer.Serialize(module.Random.State, TrainingJson.Default.RandomState);
        if (trainer.Average is { } average)
        {
            entries.AddRange(average.Entries.Select(e => Entry(Average + e.Name, e.Shape, e.Values)));
            metadata[Updates] = average.UpdateCount.ToString(CultureInfo.InvariantCulture);
        }
        write(entries, metadata);
    }

    /// <summary>Puts a trainer into the state that was saved; its network is then ready for use. If something does not fit, nothing is changed.</summary>
    /// <param name="trainer">A new trainer, made with the same network, optimizer, data and options.</param>
    /// <param name="path">The file.</param>
    /// <param name="isOfThisOptimizer">Whether the caller knows that the optimizer's memory is that of this optimizer: files of version 0.1.0 do not say so themselves.</param>
    /// <exception cref="ModelFormatException">The file is damaged, no checkpoint, or of another network, optimizer or options.</exception>
    public static void Load(Trainer trainer, string path, bool isOfThisOptimizer = false) =>
        Load(trainer, SafetensorsFile.Read(path), path, isOfThisOptimizer);

    /// <summary>Puts a trainer into the state that a stream holds, from its position to its end, as with that of a file.</summary>
    /// <param name="trainer">A new trainer, made with the same network, optimizer, data and options.</param>
    /// <param name="stream">Any stream; one that cannot seek is taken into memory first.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="ModelFormatException">As for a file.</exception>
    public static void Load(Trainer trainer, Stream stream, string name = "stream") =>
        Load(trainer, SafetensorsFile.Read(stream, name), name, isOfThisOptimizer: false);

    static void Load(Trainer trainer, SafetensorsFile file, string path, bool isOfThisOptimizer)
    {
        History history = Read(file, path, HistoryKey, TrainingJson.Default.History);
        // A run that says it goes on after its last epoch would never end.
        int left = trainer.Options.Epochs - history.Epochs.Count;
        if (history.BestEpoch < 0 || history.BestEpoch > history.Epochs.Count || left < 0 || left == 0 && history.StopReason == StopReason.Running || history.Epochs.Contains(null!))
            throw NotThisRun(path, $"it has {history.Epochs.Count} of {trainer.Options.Epochs} epochs, the best of them epoch {history.BestEpoch}.");
        CheckEntries(trainer, file, path);
        (IRandomized Module, RandomState State)[] random =
            [.. Randomized(trainer).Select(r => (r.Module, ReadRandom(r.Module.Random, file, path, Random + r.Name)))];
        long updates = trainer.Average is null ? 0 : ReadCount(file, path, Updates);
        OptimizerState optimizer = ReadOptimizer(trainer, file, path, isOfThisOptimizer);
        // Earlier versions could not freeze, so their files do not say.
        FrozenParts? frozen = file.Metadata.ContainsKey(Frozen) ? Read(file, path, Frozen, TrainingJson.Default.FrozenParts) : null;

        // All has been read and checked: from here on nothing can fail.
        foreach ((string name, Tensor value) in trainer.Model.NamedState())
            file.Entries[Model + name].Values.Span.CopyTo(value.Edit());
        foreach ((string name, _, float[] values) in trainer.Best.Entries)
            file.Entries[Best + name].Values.CopyTo(values);
        foreach ((IRandomized module, RandomState state) in random)
            module.Random.State = state;
        if (trainer.Average is { } average)
        {
            foreach ((string name, _, float[] values) in average.Entries)
                file.Entries[Average + name].Values.CopyTo(values);
            average.UpdateCount = updates;
        }
        frozen?.Restore(trainer.Model);
        trainer.Optimizer.LoadState(optimizer);
        trainer.History = history;
        trainer.Model.Train(false);
    }

    /// <summary>Whether the file has what the trainer has, with the same shapes, and nothing else; the optimizer looks at its own part.</summary>
    static void CheckEntries(Trainer trainer, SafetensorsFile file, string path)
    {
        HashSet<string> others = [.. file.Entries.Keys.Where(name => !name.StartsWith(Memory, StringComparison.Ordinal))];
        others.UnionWith(file.Metadata.Keys.Where(key => key == Updates || key.StartsWith(Random, StringComparison.Ordinal)));
        foreach ((string name, Shape shape, _) in trainer.Best.Entries)
        {
            Require(Best + name, shape);
            Require(Model + name, shape);
        }
        if (trainer.Average is { } average)
        {
            foreach ((string name, Shape shape, _) in average.Entries)
                Require(Average + name, shape);
            others.Remove(Updates);
        }
        others.ExceptWith(Randomized(trainer).Select(r => Random + r.Name));
        if (others.Order(StringComparer.Ordinal).FirstOrDefault() is { } other)
            throw NotThisRun(path, $"it has '{other}', which this run has not.");

        void Require(string name, Shape shape)
        {
            if (!file.Entries.TryGetValue(name, out SafetensorsEntry? entry) || !shape.SequenceEqual(entry.Shape))
                throw NotThisRun(path, $"'{name}' should have shape {shape}, but {(entry is null ? "is missing" : $"has [{string.Join(", ", entry.Shape)}]")}.");
            others.Remove(name);
        }
    }

    static OptimizerState ReadOptimizer(Trainer trainer, SafetensorsFile file, string path, bool isOfThisOptimizer)
    {
        string kind = file.Metadata.GetValueOrDefault(OptimizerKey) ?? (isOfThisOptimizer ? trainer.Optimizer.Kind
            : throw new ModelFormatException($"'{path}' was written by an earlier version of Elucid, which did not store whose memory it holds: start the run anew."));
        OptimizerState state = new(kind, ReadCount(file, path, Steps), file.Entries.Values.Where(e => e.Name.StartsWith(Memory, StringComparison.Ordinal))
            .ToDictionary(e => e.Name[Memory.Length..], e => e.Values.ToArray()));
        try
        {
            trainer.Optimizer.Check(state);
        }
        catch (ArgumentException exception)
        {
            throw NotThisRun(path, Sentence.Of(exception));
        }
        return state;
    }

    static RandomState ReadRandom(RandomStream stream, SafetensorsFile file, string path, string key)
    {
        RandomState state = Read(file, path, key, TrainingJson.Default.RandomState);
        try
        {
            stream.Check(state);
        }
        catch (ArgumentException exception)
        {
            throw NotThisRun(path, $"'{key}' does not fit: {Sentence.Of(exception)}");
        }
        return state;
    }

    static SafetensorsEntry Entry(string name, Shape shape, ReadOnlyMemory<float> values) => new(name, [.. shape], values);

    static IEnumerable<(string Name, IRandomized Module)> Randomized(Trainer trainer) =>
        trainer.Model.NamedModules().Where(m => m.Module is IRandomized).Select(m => (m.Name, (IRandomized)m.Module));

    static long ReadCount(SafetensorsFile file, string path, string key) =>
        long.TryParse(file.Metadata.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count
            : throw NotThisRun(path, $"'{key}' should be a count, but is {(file.Metadata.TryGetValue(key, out string? text) ? $"'{text}'" : "missing")}.");

    static T Read<T>(SafetensorsFile file, string path, string key, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(file.Metadata.GetValueOrDefault(key, ""), type) ?? throw NotThisRun(path, $"'{key}' is null.");
        }
        catch (JsonException exception)
        {
            throw NotThisRun(path, $"'{key}' cannot be read: {exception.Message}");
        }
    }

    static ModelFormatException NotThisRun(string path, string detail) =>
        new($"'{path}' is no checkpoint of this run: {detail} Resume with the settings that the run was started with.");
}

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(History))]
[JsonSerializable(typeof(FrozenParts))]
[JsonSerializable(typeof(RandomState))]
internal sealed partial class TrainingJson : JsonSerializerContext;
