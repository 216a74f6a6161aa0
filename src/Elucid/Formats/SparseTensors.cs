using System.Numerics;

namespace Elucid;

/// <summary>
/// Tensors of many zeros in less room. In place of <c>x</c> a file then has <c>x.shape</c> (I64: the sizes), <c>x.nonzero</c> (U8: a bit for each
/// number in row-major order, the first in the lowest bit of the first byte, 1 where it is stored) and <c>x.values</c> (F32, or I8 of weights in
/// eight bits: the stored numbers in their order).
/// </summary>
internal static class SparseTensors
{
    const string Sizes = ".shape", Places = ".nonzero", Numbers = ".values";

    // About what a header says of two tensors more, and the sizes.
    const int Overhead = 256;

    const int MostAxes = 16;

    /// <summary>The same tensors, those in the short form that take less room so. No bit is lost: −0 is stored.</summary>
    public static IEnumerable<SafetensorsEntry> Pack(IEnumerable<SafetensorsEntry> entries) => entries.SelectMany(Pack);

    /// <summary>The name of the tensor that a stored one is a part of; its own where it is none.</summary>
    public static string NameOf(string stored) =>
        new[] { Sizes, Places, Numbers }.FirstOrDefault(end => stored.EndsWith(end, StringComparison.Ordinal)) is { } end ? stored[..^end.Length]
            : stored;

    /// <summary>The file with all tensors in the long form.</summary>
    /// <param name="file">What was read.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="ModelFormatException">The parts of a tensor contradict each other.</exception>
    public static SafetensorsFile Unpack(SafetensorsFile file, string name)
    {
        string[] packed = [.. file.Entries.Keys.Where(key => key.EndsWith(Places, StringComparison.Ordinal)).Select(NameOf)
            .Where(key => file.Entries.ContainsKey(key + Sizes) && file.Entries.ContainsKey(key + Numbers))];
        if (packed.Length == 0)
            return file;
        HashSet<string> parts = [.. packed.SelectMany(key => new[] { key + Sizes, key + Places, key + Numbers })];
        return new(
            [.. file.Entries.Values.Where(entry => !parts.Contains(entry.Name)), .. packed.Select(key => Unpack(file, key, name))], file.Skipped,
            file.Metadata);
    }

    static IEnumerable<SafetensorsEntry> Pack(SafetensorsEntry entry)
    {
        ReadOnlySpan<float> values = entry.Values.Span;
        int stored = 0;
        foreach (float value in values)
            stored += IsStored(value) ? 1 : 0;
        int bytes = BytesFor(values.Length);
        if (entry.IsInteger || bytes + entry.ElementSize * (long)stored + Overhead >= entry.ElementSize * (long)values.Length)
            return [entry];
        float[] mask = new float[bytes], numbers = new float[stored];
        for (int i = 0, next = 0; i < values.Length; i++)
            if (IsStored(values[i]))
            {
                mask[i / 8] += 1 << i % 8;
                numbers[next++] = values[i];
            }
        return
        [
            new(entry.Name + Sizes, [entry.Shape.Count], entry.Shape.Select(size => (float)size).ToArray()) { IsInteger = true },
            new(entry.Name + Places, [bytes], mask) { ByteType = "U8" },
            new(entry.Name + Numbers, [stored], numbers) { ByteType = entry.ByteType },
        ];
    }

    // Nothing is allocated before the sizes are known to be those of the bits, of which there are eight in each byte of the file.
    static SafetensorsEntry Unpack(SafetensorsFile file, string key, string name)
    {
        SafetensorsEntry sizes = file.Entries[key + Sizes], places = file.Entries[key + Places], numbers = file.Entries[key + Numbers];
        ModelFormatException Error(string expected, string got) => ModelFormatException.Damaged(
            name, "safetensors", $"{expected} for '{Excerpt.Of(key)}'", got);
        if (file.Entries.ContainsKey(key))
            throw Error("one form", $"there are both '{Excerpt.Of(key)}' and '{Excerpt.Of(key + Places)}'");
        double count = 1;
        foreach (float size in sizes.Values.Span)
            count *= size >= 0 && float.IsInteger(size) ? size : double.NaN;
        if (!(count <= Array.MaxLength) || sizes.Values.Length > MostAxes)
            throw Error(
                $"a shape of at most {MostAxes} sizes and {Array.MaxLength} numbers",
                $"it has {sizes.Values.Length}, {string.Join(", ", sizes.Values.ToArray().Take(MostAxes))}");
        int length = (int)count;
        ReadOnlySpan<float> mask = places.Values.Span;
        long bits = 0;
        foreach (float part in mask)
            bits += part is >= 0 and <= byte.MaxValue ? BitOperations.PopCount((uint)part) : throw Error("bytes of bits", $"there is {part}");
        if (mask.Length != BytesFor(length) || bits != numbers.Values.Length || (length % 8 > 0 && (int)mask[^1] >> length % 8 != 0))
            throw Error(
                $"a bit for each of {length} numbers and a value for each bit that is set",
                $"there are {mask.Length} bytes with {bits} bits set, and {numbers.Values.Length} values");
        float[] values = new float[length];
        ReadOnlySpan<float> stored = numbers.Values.Span;
        for (int i = 0, next = 0; i < values.Length; i++)
            if (((int)mask[i / 8] >> i % 8 & 1) != 0)
                values[i] = stored[next++];
        return new(key, [.. sizes.Values.ToArray().Select(size => (int)size)], values);
    }

    static int BytesFor(int numbers) => (int)((numbers + 7L) / 8);

    static bool IsStored(float value) => BitConverter.SingleToInt32Bits(value) != 0;
}
