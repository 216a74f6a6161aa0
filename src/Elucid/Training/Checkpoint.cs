using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Elucid.Formats;
using Elucid.Modules;
using Elucid.Numerics;
using Elucid.Tensors;

namespace Elucid.Training;

/// <summary>
/// The state of a training run between two epochs, as a safetensors file: weights, best weights, the optimizer's memory, random states and history.
/// A run that is loaded goes on with the same bits as one that was never stopped.
/// </summary>
public static class Checkpoint
{
    const string Model = "model.", Best = "best.", Optimizer = "optimizer.", Random = "random.", Steps = "steps", Average = "average.", Updates = "updates", HistoryKey = "history";

    /// <summary>Writes the state; an older file of this name is replaced at once or not at all.</summary>
    /// <param name="trainer">A trainer that is not inside an epoch.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidOperationException">The run was cancelled inside an epoch: part of its steps are done.</exception>
    public static void Save(Trainer trainer, string path)
    {
        if (trainer.History.StopReason == StopReason.Cancelled)
            throw new InvalidOperationException("This run was cancelled inside an epoch, whose steps are partly done: save after each epoch, and resume from the last file.");
        List<SafetensorsEntry> entries = [.. trainer.Model.NamedState().Select(p => Entry(Model + p.Name, p.Value.Shape, p.Value.ValuesMemory))];
        entries.AddRange(trainer.Best.Entries.Select(e => Entry(Best + e.Name, e.Shape, e.Values)));
        entries.AddRange(trainer.Optimizer.SaveState().Select(s => Entry(Optimizer + s.Key, [s.Value.Length], s.Value)));
        Dictionary<string, string> metadata = new()
        {
            [Steps] = trainer.Optimizer.StepCount.ToString(CultureInfo.InvariantCulture),
            [HistoryKey] = JsonSerializer.Serialize(trainer.History, TrainingJson.Default.History),
        };
        foreach ((string name, IRandomized module) in Randomized(trainer))
            metadata[Random + name] = JsonSerializer.Serialize(module.Random.State, TrainingJson.Default.RandomState);
        if (trainer.Average is { } average)
        {
            entries.AddRange(average.Entries.Select(e => Entry(Average + e.Name, e.Shape, e.Values)));
            metadata[Updates] = average.UpdateCount.ToString(CultureInfo.InvariantCulture);
        }
        SafetensorsFile.Write(path, entries, metadata);
    }

    /// <summary>Puts a trainer into the state that was saved.</summary>
    /// <param name="trainer">A new trainer, made with the same network, optimizer, data and options.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is damaged, no checkpoint, or of another network or optimizer.</exception>
    public static void Load(Trainer trainer, string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        History history = Read(file, path, HistoryKey, TrainingJson.Default.History);
        if (history.BestEpoch < 0 || history.BestEpoch > history.Epochs.Count || history.Epochs.Count > trainer.Options.Epochs)
            throw NotThisRun(path, $"it has {history.Epochs.Count} of {trainer.Options.Epochs} epochs, the best of them epoch {history.BestEpoch}.");
        foreach ((string name, Tensor value) in trainer.Model.NamedState())
            Values(file, path, Best + name, value.Shape).CopyTo(value.Values);
        trainer.Best.Take();
        foreach ((string name, Tensor value) in trainer.Model.NamedState())
            Values(file, path, Model + name, value.Shape).CopyTo(value.Values);
        try
        {
            foreach ((string name, IRandomized module) in Randomized(trainer))
                module.Random.State = Read(file, path, Random + name, TrainingJson.Default.RandomState);
            if (trainer.Average is { } average)
            {
                foreach ((string name, Shape shape, float[] values) in average.Entries)
                    Values(file, path, Average + name, shape).CopyTo(values);
                average.UpdateCount = long.Parse(file.Metadata.GetValueOrDefault(Updates, ""), CultureInfo.InvariantCulture);
            }
            trainer.Optimizer.LoadState(
                file.Entries.Values.Where(e => e.Name.StartsWith(Optimizer, StringComparison.Ordinal)).ToDictionary(e => e.Name[Optimizer.Length..], e => e.Values.ToArray()),
                long.Parse(file.Metadata.GetValueOrDefault(Steps, ""), CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            throw NotThisRun(path, exception.Message);
        }
        trainer.History = history;
    }

    static SafetensorsEntry Entry(string name, Shape shape, ReadOnlyMemory<float> values) => new(name, [.. shape], values);

    static IEnumerable<(string Name, IRandomized Module)> Randomized(Trainer trainer) =>
        trainer.Model.NamedModules().Where(m => m.Module is IRandomized).Select(m => (m.Name, (IRandomized)m.Module));

    static ReadOnlySpan<float> Values(SafetensorsFile file, string path, string name, Shape shape)
    {
        if (!file.Entries.TryGetValue(name, out SafetensorsEntry? entry) || !shape.SequenceEqual(entry.Shape))
            throw NotThisRun(path, $"'{name}' should have shape {shape}, but {(entry is null ? "is missing" : $"has [{string.Join(", ", entry.Shape)}]")}.");
        return entry.Values.Span;
    }

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
[JsonSerializable(typeof(RandomState))]
internal sealed partial class TrainingJson : JsonSerializerContext;
