using System.Text.Json;

namespace Elucid;

/// <summary>The index of a model in several safetensors files: which tensor lies in which, <c>{"metadata": {…}, "weight_map": {"layer.weight":
/// "model-00001-of-00002.safetensors"}}</c>.</summary>
internal static class SafetensorsIndex
{
    const int MostFiles = 10_000;

    /// <summary>Whether a file is called as indexes are: model.safetensors.index.json, or with a variant before the end,
    /// model.safetensors.index.fp16.json.</summary>
    public static bool IsIndex(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            && Path.GetFileName(path).Contains(".safetensors.index.", StringComparison.OrdinalIgnoreCase);

    public static SafetensorsFile Read(string path, Func<string, bool> wanted)
    {
        Dictionary<string, HashSet<string>> files = [];
        foreach ((string tensor, string file) in Map(path))
            if (files.TryGetValue(file, out HashSet<string>? names))
                names.Add(tensor);
            else if (files.Count < MostFiles)
                files[file] = [tensor];
            else
                throw Error(path, $"at most {MostFiles} files", "there are more");
        List<SafetensorsEntry> entries = [];
        Dictionary<string, string> skipped = [], metadata = [];
        foreach ((string file, HashSet<string> names) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            string shard =
                SiblingFile.Resolve(
                    path, file, problem => new ModelFormatException($"'{path}': tensors are stored in the file '{Excerpt.Of(file)}', {problem}."));
            SafetensorsFile part;
            using (FileStream stream = SafetensorsFile.Open(shard))
                part = SafetensorsFile.Read(stream, shard, name => names.Contains(name) && wanted(name));
            if (names.FirstOrDefault(name => !part.Entries.ContainsKey(name) && !part.Skipped.ContainsKey(name)) is { } missing)
                throw Error(path, $"'{Excerpt.Of(missing)}' in the file '{Excerpt.Of(file)}'", "it is not there");
            entries.AddRange(part.Entries.Values);
            // What the index puts elsewhere, or nowhere, does not count.
            foreach ((string name, string type) in part.Skipped.Where(pair => names.Contains(pair.Key)))
                skipped[name] = type;
            foreach ((string key, string value) in part.Metadata)
                metadata.TryAdd(key, value);
        }
        return new SafetensorsFile(entries, skipped, metadata);
    }

    static List<(string Tensor, string File)> Map(string path)
    {
        byte[] json;
        using (FileStream stream = SafetensorsFile.Open(path))
        {
            if (stream.Length > SafetensorsFile.MaxHeader)
                throw ModelFormatException.NotSupported(path, $"the index has {stream.Length} bytes", $"at most {SafetensorsFile.MaxHeader}");
            json = new byte[stream.Length];
            stream.ReadExactly(json);
        }
        if (FileKind.Of(json) == FileKind.Empty)
            throw ModelFormatException.WrongKind(path, "an index of safetensors files", FileKind.Empty);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("weight_map", out JsonElement map)
                || map.ValueKind != JsonValueKind.Object)
                throw Error(path, "an object with a 'weight_map'", "there is none");
            List<(string, string)> pairs = [];
            HashSet<string> names = [];
            foreach (JsonProperty property in map.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.String)
                    throw Error(path, $"the name of a file for '{Excerpt.Of(property.Name)}'", $"there is {property.Value.ValueKind}");
                if (!names.Add(property.Name))
                    throw Error(path, "each name once", $"'{Excerpt.Of(property.Name)}' occurs twice");
                pairs.Add((property.Name, property.Value.GetString()!));
            }
            return pairs;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)      // InvalidOperation: an escaped half of a surrogate pair
        {
            throw ModelFormatException.Damaged(path, "an index of safetensors files", "JSON", "it cannot be read", e);
        }
    }

    static ModelFormatException Error(string path, string expected, string got) =>
        ModelFormatException.Damaged(path, "an index of safetensors files", expected, got);
}
