namespace Elucid;

/// <summary>
/// The weights of a module, running statistics included, as a safetensors file: names and layouts are PyTorch's where the layer exists there, so that
/// a state dictionary that PyTorch saved as safetensors loads, and the other way round.
/// </summary>
public static class Weights
{
    /// <summary>Writes all weights of a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">The file; one that is there is replaced when the new one is complete.</param>
    /// <param name="metadata">Words to store with them; may be null.</param>
    public static void Save(Module module, string path, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsFile.Write(path, EntriesOf(module), metadata);

    /// <summary>Writes all weights of a module to a stream.</summary>
    /// <param name="module">The module.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="metadata">Words to store with them; may be null.</param>
    public static void Save(Module module, Stream stream, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsFile.Write(stream, EntriesOf(module), metadata);

    /// <summary>The weights as files hold them: floats, and counts as integers, as in PyTorch.</summary>
    internal static IEnumerable<SafetensorsEntry> EntriesOf(Module module) => module.NamedState().Select(
        p => new SafetensorsEntry(p.Name, [.. p.Value.Shape], p.Value.Values.ToArray()) { IsInteger = BatchNorm.IsCount(p.Name) });

    /// <summary>Fills a module with the weights of a file and makes it ready for use; call <see cref="Module.Train"/> to train it in a loop of your
    /// own. If something does not fit, nothing is changed.</summary>
    /// <param name="module">A module with the same names and shapes.</param>
    /// <param name="path">The file, or the index of a model in several files, <c>model.safetensors.index.json</c>.</param>
    /// <param name="skip">Which of the file's tensors are left alone, by their names, such as masks that the module computes; none by
    /// default.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or lacks a weight, or has one of another shape or type, or one that the module has
    /// not.</exception>
    public static void Load(Module module, string path, Func<string, bool>? skip = null) =>
        Load(module, wanted => SafetensorsFile.Read(path, wanted), path, skip);

    /// <summary>Fills a module with the weights of a stream, from its position to its end, as with those of a file.</summary>
    /// <param name="module">A module with the same names and shapes.</param>
    /// <param name="stream">Any stream; one that cannot seek is taken into memory first.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="skip">Which of the tensors are left alone, by their names; none by default.</param>
    /// <exception cref="ModelFormatException">As for a file.</exception>
    public static void Load(Module module, Stream stream, string name = "stream", Func<string, bool>? skip = null) =>
        Load(module, wanted => SafetensorsFile.Read(stream, name, wanted), name, skip);

    static void Load(Module module, Func<Func<string, bool>, SafetensorsFile> read, string path, Func<string, bool>? skip)
    {
        (string Name, Tensor Value)[] wanted = [.. module.NamedState()];
        HashSet<string> names = [.. wanted.Select(w => w.Name)];
        SafetensorsFile file = PackedTensors.Unpack(read(stored => names.Contains(stored) || names.Contains(PackedTensors.NameOf(stored))), path);
        foreach ((string name, Tensor value) in wanted)
        {
            SafetensorsEntry? entry = file.Entries.GetValueOrDefault(name);
            if (entry is null && file.Skipped.TryGetValue(name, out string? type))
                throw ModelFormatException.NotSupported(
                    path, $"tensor '{name}' has the type {Excerpt.Of(type)}", string.Join(", ", SafetensorsType.All.Keys));
            if (entry is null && BatchNorm.IsCount(name))
                continue;        // old files of PyTorch lack counts, and only batch normalisation without a momentum reads them
            if (entry is null || !value.Shape.SequenceEqual(entry.Shape))
                throw new ModelFormatException(
                    $"'{path}': expected tensor '{name}' of shape {value.Shape}, but "
                        + $"{(entry is null ? "it is missing" : $"it has [{string.Join(", ", entry.Shape)}]")}. "
                    + $"The module is {module}; load the weights that were saved from one like it.");
        }
        if (file.Skipped.Keys.Where(key => !names.Contains(key) && skip?.Invoke(key) != true).Order(StringComparer.Ordinal)
            .ToArray() is { Length: > 0 } others)
            throw new ModelFormatException(
                $"'{path}': expected weights of {module} only, but it has {Excerpt.Of(others, 5)} as well. Load the weights that were saved from a "
                    + $"module like it, or say which to skip.");
        foreach ((string name, Tensor value) in wanted)
            if (file.Entries.TryGetValue(name, out SafetensorsEntry? entry))
                entry.Values.Span.CopyTo(value.Edit());
        module.Eval();
    }
}
