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
    /// <param name="loop">A <see cref="Trainer"/>, or a loop with steps of your own, that is not inside an epoch.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidOperationException">The run was cancelled inside an epoch: part of its steps are done.</exception>
    public static void Save(TrainingLoop loop, string path) => Save(loop, (entries, metadata) => SafetensorsFile.Write(path, entries, metadata));

    /// <summary>Writes the state to a stream.</summary>
    /// <param name="loop">A run that is not inside an epoch.</param>
    /// <param name="stream">Where to.</param>
    /// <exception cref="InvalidOperationException">The run was cancelled inside an epoch: part of its steps are done.</exception>
    public static void Save(TrainingLoop loop, Stream stream) => Save(loop, (entries, metadata) => SafetensorsFile.Write(stream, entries, metadata));

    static void Save(TrainingLoop loop, Action<List<SafetensorsEntry>, Dictionary<string, string>> write)
    {
        if (loop.History.StopReason == StopReason.Cancelled)
            throw new InvalidOperationException(
                "This run was cancelled inside an epoch, whose steps are partly done: save after each epoch, and resume from the last file.");
        List<SafetensorsEntry> entries = [.. loop.Model.NamedState().Select(p => Entry(Model + p.Name, p.Value.Shape, p.Value.ValuesMemory))];
        entries.AddRange(loop.Best.Entries.Select(e => Entry(Best + e.Name, e.Shape, e.Values)));
        Dictionary<string, string> metadata = new()
        {
            [HistoryKey] = JsonSerializer.Serialize(loop.History, TrainingJson.Default.History),
            [Frozen] = JsonSerializer.Serialize(FrozenParts.Of(loop.Model), TrainingJson.Default.FrozenParts),
        };
        foreach ((string name, Optimizer optimizer) in Trained(loop))
        {
            OptimizerState state = optimizer.SaveState();
            entries.AddRange(state.Values.Select(s => Entry(Memory + Before(name) + s.Key, [s.Value.Length], s.Value)));
            metadata[OptimizerKey + After(name)] = state.Optimizer;
            metadata[Steps + After(name)] = state.StepCount.ToString(CultureInfo.InvariantCulture);
        }
        foreach ((string name, IRandomized module) in Randomized(loop))
            metadata[Random + name] = JsonSerializer.Serialize(module.Random.State, TrainingJson.Default.RandomState);
        if (loop.Average is { } average)
        {
            entries.AddRange(average.Entries.Select(e => Entry(Average + e.Name, e.Shape, e.Values)));
            metadata[Updates] = average.UpdateCount.ToString(CultureInfo.InvariantCulture);
        }
        write(entries, metadata);
    }

    /// <summary>Puts a run into the state that was saved; its networks are then ready for use. If something does not fit, nothing is
    /// changed.</summary>
    /// <param name="loop">A new one, made with the same networks, optimizers, data and options.</param>
    /// <param name="path">The file.</param>
    /// <param name="isOfThisOptimizer">Whether the caller knows that the optimizer's memory is that of this optimizer: files of version 0.1.0 do not
    /// say so themselves.</param>
    /// <exception cref="ModelFormatException">The file is damaged, no checkpoint, or of another network, optimizer or options.</exception>
    public static void Load(TrainingLoop loop, string path, bool isOfThisOptimizer = false) =>
        Load(loop, SafetensorsFile.Read(path), path, isOfThisOptimizer);

    /// <summary>Puts a run into the state that a stream holds, from its position to its end, as with that of a file.</summary>
    /// <param name="loop">A new one, made with the same networks, optimizers, data and options.</param>
    /// <param name="stream">Any stream; one that cannot seek is taken into memory first.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="ModelFormatException">As for a file.</exception>
    public static void Load(TrainingLoop loop, Stream stream, string name = "stream") =>
        Load(loop, SafetensorsFile.Read(stream, name), name, isOfThisOptimizer: false);

    static void Load(TrainingLoop loop, SafetensorsFile file, string path, bool isOfThisOptimizer)
    {
        History history = Read(file, path, HistoryKey, TrainingJson.Default.History);
        // A run that says it goes on after its last epoch would never end.
        int left = loop.EpochCount - history.Epochs.Count;
        if (history.BestEpoch < 0 || history.BestEpoch > history.Epochs.Count || left < 0 || left == 0 && history.StopReason == StopReason.Running
            || history.Epochs.Contains(null!))
            throw NotThisRun(path, $"it has {history.Epochs.Count} of {loop.EpochCount} epochs, the best of them epoch {history.BestEpoch}.");
        CheckEntries(loop, file, path);
        (IRandomized Module, RandomState State)[] random =
            [.. Randomized(loop).Select(r => (r.Module, ReadRandom(r.Module.Random, file, path, Random + r.Name)))];
        long updates = loop.Average is null ? 0 : ReadCount(file, path, Updates);
        (Optimizer Optimizer, OptimizerState State)[] optimizers =
            [.. Trained(loop).Select(t => (t.Optimizer, ReadOptimizer(t.Optimizer, t.Name, file, path, isOfThisOptimizer)))];
        // Earlier versions could not freeze, so their files do not say.
        FrozenParts? frozen = file.Metadata.ContainsKey(Frozen) ? Read(file, path, Frozen, TrainingJson.Default.FrozenParts) : null;

        // All has been read and checked: from here on nothing can fail.
        foreach ((string name, Tensor value) in loop.Model.NamedState())
            file.Entries[Model + name].Values.Span.CopyTo(value.Edit());
        foreach ((string name, _, float[] values) in loop.Best.Entries)
            file.Entries[Best + name].Values.CopyTo(values);
        foreach ((IRandomized module, RandomState state) in random)
            module.Random.State = state;
        if (loop.Average is { } average)
        {
            foreach ((string name, _, float[] values) in average.Entries)
                file.Entries[Average + name].Values.CopyTo(values);
            average.UpdateCount = updates;
        }
        frozen?.Restore(loop.Model);
        foreach ((Optimizer optimizer, OptimizerState state) in optimizers)
            optimizer.LoadState(state);
        loop.History = history;
        loop.Model.Eval();
    }

    /// <summary>Whether the file has what the run has, with the same shapes, and nothing else; the optimizers look at their own parts.</summary>
    static void CheckEntries(TrainingLoop loop, SafetensorsFile file, string path)
    {
        string[] trained = [.. Trained(loop).Select(t => Memory + Before(t.Name))];
        HashSet<string> others = [.. file.Entries.Keys.Where(name => !trained.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))];
        others.UnionWith(file.Metadata.Keys.Where(key => key == Updates || key.StartsWith(Random, StringComparison.Ordinal)));
        foreach ((string name, Shape shape, _) in loop.Best.Entries)
        {
            Require(Best + name, shape);
            Require(Model + name, shape);
        }
        if (loop.Average is { } average)
        {
            foreach ((string name, Shape shape, _) in average.Entries)
                Require(Average + name, shape);
            others.Remove(Updates);
        }
        others.ExceptWith(Randomized(loop).Select(r => Random + r.Name));
        if (others.Order(StringComparer.Ordinal).FirstOrDefault() is { } other)
            throw NotThisRun(path, $"it has '{other}', which this run does not have.");

        void Require(string name, Shape shape)
        {
            if (!file.Entries.TryGetValue(name, out SafetensorsEntry? entry) || !shape.SequenceEqual(entry.Shape))
                throw NotThisRun(
                    path, $"'{name}' should have shape {shape}, but {(entry is null ? "is missing" : $"has [{string.Join(", ", entry.Shape)}]")}.");
            others.Remove(name);
        }
    }

    static OptimizerState ReadOptimizer(Optimizer optimizer, string name, SafetensorsFile file, string path, bool isOfThisOptimizer)
    {
        string kind = file.Metadata.GetValueOrDefault(OptimizerKey + After(name)) ?? (isOfThisOptimizer ? optimizer.Kind
            : throw new ModelFormatException(
                $"'{path}' was written by an earlier version of Elucid, which did not store whose memory it holds: start the run anew."));
        string prefix = Memory + Before(name);
        OptimizerState state =
            new(kind, ReadCount(file, path, Steps + After(name)), file.Entries.Values.Where(e => e.Name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(e => e.Name[prefix.Length..], e => e.Values.ToArray()));
        try
        {
            optimizer.Check(state);
        }
        catch (ArgumentException exception)
        {
            throw NotThisRun(path, Sentence.Of(exception));
        }
        return state;
    }

    /// <summary>The optimizers by the names of their networks; a network without a name has nothing before the names of its memory.</summary>
    static IEnumerable<(string Name, Optimizer Optimizer)> Trained(TrainingLoop loop) =>
        loop.Networks.Where(n => n.Optimizer is not null).Select(n => (n.Name, n.Optimizer!)).DistinctBy(n => n.Item2);

    static string Before(string network) => network.Length == 0 ? "" : network + ".";

    static string After(string network) => network.Length == 0 ? "" : "." + network;

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

    static IEnumerable<(string Name, IRandomized Module)> Randomized(TrainingLoop loop) =>
        loop.Model.NamedModules().Where(m => m.Module is IRandomized).Select(m => (m.Name, (IRandomized)m.Module));

    static long ReadCount(SafetensorsFile file, string path, string key) =>
        long.TryParse(file.Metadata.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count
            : throw NotThisRun(
                path, $"'{key}' should be a count, but is {(file.Metadata.TryGetValue(key, out string? text) ? $"'{text}'" : "missing")}.");

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
        new($"'{path}' is not a checkpoint of this run: {detail} Resume with the settings that the run was started with.");
}

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(History))]
[JsonSerializable(typeof(FrozenParts))]
[JsonSerializable(typeof(RandomState))]
internal sealed partial class TrainingJson : JsonSerializerContext;
