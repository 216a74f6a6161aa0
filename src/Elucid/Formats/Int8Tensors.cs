using Elucid.Kernels;

namespace Elucid;

/// <summary>
/// Weights in eight bits. In place of <c>x</c> a file then has <c>x.int8</c> (I8, in the shape of x: q from −127 to 127) and <c>x.scales</c> (F32:
/// one for each of the outermost axis), and x = scale · q.
/// </summary>
internal static class Int8Tensors
{
    const string Numbers = ".int8", Scales = ".scales";

    /// <summary>A tensor, rounded as <see cref="Int8Scale"/> says.</summary>
    public static IEnumerable<SafetensorsEntry> Pack(SafetensorsEntry entry)
    {
        ReadOnlySpan<float> weights = entry.Values.Span;
        float[] scales = new float[entry.Shape[0]], numbers = new float[weights.Length];
        int width = weights.Length / scales.Length;
        for (int o = 0; o < scales.Length; o++)
        {
            scales[o] = Int8Scale.Of(weights.Slice(o * width, width));
            for (int i = o * width; i < (o + 1) * width; i++)
                numbers[i] = Int8Scale.Quantize(weights[i], scales[o]);
        }
        return [new(entry.Name + Numbers, entry.Shape, numbers) { ByteType = "I8" }, new(entry.Name + Scales, [scales.Length], scales)];
    }

    /// <summary>The name of the tensor that a stored one is a part of; its own where it is none.</summary>
    public static string NameOf(string stored) =>
        new[] { Numbers, Scales }.FirstOrDefault(end => stored.EndsWith(end, StringComparison.Ordinal)) is { } end ? stored[..^end.Length] : stored;

    /// <summary>The file with all tensors in floats.</summary>
    /// <param name="file">What was read.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="ModelFormatException">The parts of a tensor contradict each other.</exception>
    public static SafetensorsFile Unpack(SafetensorsFile file, string name)
    {
        string[] packed = [.. file.Entries.Keys.Where(key => key.EndsWith(Numbers, StringComparison.Ordinal)).Select(NameOf)
            .Where(key => file.Entries.ContainsKey(key + Scales))];
        if (packed.Length == 0)
            return file;
        HashSet<string> parts = [.. packed.SelectMany(key => new[] { key + Numbers, key + Scales })];
        return new(
            [.. file.Entries.Values.Where(entry => !parts.Contains(entry.Name)), .. packed.Select(key => Unpack(file, key, name))], file.Skipped,
            file.Metadata);
    }

    static SafetensorsEntry Unpack(SafetensorsFile file, string key, string name)
    {
        SafetensorsEntry numbers = file.Entries[key + Numbers], scales = file.Entries[key + Scales];
        ModelFormatException Error(string expected, string got) => ModelFormatException.Damaged(
            name, "safetensors", $"{expected} for '{Excerpt.Of(key)}'", got);
        if (file.Entries.ContainsKey(key))
            throw Error("one form", $"there are both '{Excerpt.Of(key)}' and '{Excerpt.Of(key + Numbers)}'");
        int count = scales.Values.Length;
        if (count == 0 || numbers.Shape is not [var outputs, ..] || outputs != count)
            throw Error(
                "a scale for each of the outermost axis",
                $"there are {count} scales for numbers of shape [{string.Join(", ", numbers.Shape)}]");
        ReadOnlySpan<float> stored = numbers.Values.Span;
        float[] values = new float[stored.Length];
        int width = values.Length / count;
        for (int i = 0; i < values.Length; i++)
            values[i] = stored[i] is >= -sbyte.MaxValue and <= sbyte.MaxValue ? scales.Values.Span[i / width] * stored[i]
                : throw Error("numbers from −127 to 127", $"there is {stored[i]}");
        return new(key, numbers.Shape, values);
    }
}
