using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Elucid;

/// <summary>
/// Named tensors and a few strings in the safetensors format, which holds numbers only: reading a file never runs anything from it, and every size is
/// checked against the file's length before memory is allocated.
/// </summary>
/// <remarks>
/// Format: https://huggingface.co/docs/safetensors. Written are float32 tensors and 64-bit integers, integers first, which aligns them, then sorted
/// by name as the reference implementation does, so that equal contents give equal bytes. Read are float32, float64 (rounded), float16, bfloat16, the
/// two float8 that networks are stored in, truth values as 0 and 1, and integers if float32 holds them exactly. Tensors of other types are passed
/// over and named in <see cref="Skipped"/>.
/// </remarks>
public sealed class SafetensorsFile
{
    internal const int MaxHeader = 100_000_000;      // the limit of the reference implementation
    internal const string MetadataKey = "__metadata__";
    internal const string Expected = "a safetensors file";

    readonly Dictionary<string, SafetensorsEntry> _entries;

    internal SafetensorsFile(
        IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> skipped, IReadOnlyDictionary<string, string> metadata)
    {
        _entries = entries.ToDictionary(entry => entry.Name);
        Skipped = skipped;
        Metadata = metadata;
    }

    /// <summary>The tensors that were read, by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    /// <summary>The tensors that are there but were not read, as nobody wanted them or Elucid does not know their type: names, and types as the file
    /// calls them.</summary>
    public IReadOnlyDictionary<string, string> Skipped { get; }

    /// <summary>The strings stored with the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a file, or all files that an index of a model in several files names.</summary>
    /// <param name="path">A file, or an index as it is called everywhere, <c>model.safetensors.index.json</c>, whose files lie beside it or
    /// below.</param>
    /// <param name="where">Which tensors are read, by their names; the others cost no memory. All by default.</param>
    /// <exception cref="ModelFormatException">There is no such file, it is damaged or of another kind, or a tensor that is read has numbers that
    /// float32 cannot hold.</exception>
    public static SafetensorsFile Read(string path, Func<string, bool>? where = null)
    {
        if (SafetensorsIndex.IsIndex(path))
            return SafetensorsIndex.Read(path, where ?? (_ => true));
        using FileStream stream = Open(path);
        return Read(stream, path, where);
    }

    /// <summary>Opens a file, or says that it is not there.</summary>
    internal static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path))
        {
            throw ModelFormatException.NotThere(path, Expected, e);
        }
    }

    /// <summary>Reads from the stream's position to its end.</summary>
    /// <param name="stream">Any stream; one that cannot seek is taken into memory first.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="where">Which tensors are read, by their names; the others cost no memory. All by default.</param>
    /// <exception cref="ModelFormatException">The content is damaged or of another kind, or a tensor that is read has numbers that float32 cannot
    /// hold.</exception>
    public static SafetensorsFile Read(Stream stream, string name = "stream", Func<string, bool>? where = null)
    {
        stream = ModelStream.Of(stream, name);
        long length = stream.Length - stream.Position;
        Span<byte> start = stackalloc byte[(int)Math.Min(FileKind.Start, length)];
        stream.ReadExactly(start);
        stream.Position -= start.Length;
        FileKind? kind = FileKind.Of(start);
        if (kind is not null && kind != FileKind.Safetensors)
            throw ModelFormatException.WrongKind(name, Expected, kind);
        Span<byte> word = stackalloc byte[8];
        if (length < word.Length)
            throw new ModelFormatException(
                FileProblem.Damaged, $"'{name}': expected a safetensors file, but it has only {length} bytes. Copy or download it again.");
        stream.ReadExactly(word);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(word);
        if (headerLength > MaxHeader || (long)headerLength > length - word.Length)
            throw new ModelFormatException(
                kind is null ? FileProblem.WrongKind
                    : FileProblem.Damaged, $"'{name}': expected a safetensors file, whose first 8 bytes say how long its header is, but they say "
                + $"{headerLength} bytes, "
                + $"of {length - word.Length} that follow and {MaxHeader} that are allowed. The file is cut short or of another format.");
        byte[] json = new byte[headerLength];
        stream.ReadExactly(json);

        SafetensorsHeader header = SafetensorsHeader.Parse(json, name);
        header.RequireExactCover(length - word.Length - json.Length);
        long data = stream.Position;
        List<SafetensorsEntry> entries = [];
        Dictionary<string, string> skipped = [];
        foreach (SafetensorsTensor tensor in header.Tensors)
            if (tensor.Type is { } type && where?.Invoke(tensor.Name) != false)
            {
                stream.Position = data + tensor.Begin;
                entries.Add(Load(tensor, type, stream, name));
            }
            else
            {
                skipped[tensor.Name] = tensor.TypeName;
            }
        stream.Position = data + (length - word.Length - json.Length);
        return new SafetensorsFile(entries, skipped, header.Metadata);
    }

    /// <summary>Writes a file, replacing one that is there only when the new one is complete. Equal contents give equal bytes.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="entries">The tensors, in any order.</param>
    /// <param name="metadata">Strings to store with them; none by default.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or a shape disagrees with its number of values.</exception>
    public static void Write(string path, IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        SafetensorsEntry[] sorted = Sorted(entries);
        AtomicFile.Write(path, stream => Write(stream, sorted, metadata));
    }

    /// <summary>
    /// Writes to a stream what <see cref="Write(string, IEnumerable{SafetensorsEntry}, IReadOnlyDictionary{string, string})"/> writes to a file.
    /// </summary>
    /// <param name="stream">Where to.</param>
    /// <param name="entries">The tensors, in any order.</param>
    /// <param name="metadata">Strings to store with them; none by default.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or a shape disagrees with its number of values.</exception>
    public static void Write(Stream stream, IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        SafetensorsEntry[] sorted = Sorted(entries);
        byte[] header = WriteHeader(sorted, metadata);
        Span<byte> word = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(word, (ulong)header.Length);
        stream.Write(word);
        stream.Write(header);
        foreach (SafetensorsEntry entry in sorted)
            if (BitConverter.IsLittleEndian && entry.ElementSize == sizeof(float))
                stream.Write(MemoryMarshal.AsBytes(entry.Values.Span));
            else
                foreach (float value in entry.Values.Span)
                {
                    if (entry.ByteType is not null)
                        word[0] = unchecked((byte)(int)value);
                    else if (entry.IsInteger)
                        BinaryPrimitives.WriteInt64LittleEndian(word, (long)value);
                    else
                        BinaryPrimitives.WriteSingleLittleEndian(word, value);
                    stream.Write(word[..entry.ElementSize]);
                }
    }

    static SafetensorsEntry Load(SafetensorsTensor tensor, SafetensorsType type, Stream stream, string name)
    {
        if (tensor.Count > Array.MaxLength || tensor.Shape.Any(size => size > int.MaxValue))
            throw ModelFormatException.NotSupported(
                name, $"tensor '{Excerpt.Of(tensor.Name)}' has the shape [{string.Join(", ", tensor.Shape)}]",
                $"up to {Array.MaxLength} numbers in a tensor");
        float[] values = GC.AllocateUninitializedArray<float>((int)tensor.Count);
        int inexact = type.Read(stream, values);
        if (inexact >= 0)
            throw new ModelFormatException(
                FileProblem.NotSupported,
                $"'{name}': expected {(type.IsInteger ? "integers that float32 holds exactly" : "numbers within float32's range, up to 3.4e38")}, "
                    + $"but value {inexact} of "
                + $"'{Excerpt.Of(tensor.Name)}' ({type.Name}) is not one. Store that tensor as F32, or read the file without it.");
        return new SafetensorsEntry(tensor.Name, [.. tensor.Shape.Select(size => (int)size)], values) { IsInteger = type.IsInteger };
    }

    static SafetensorsEntry[] Sorted(IEnumerable<SafetensorsEntry> entries)
    {
        SafetensorsEntry[] sorted = [.. entries.OrderByDescending(entry => entry.ElementSize).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
        HashSet<string> names = [MetadataKey];
        foreach (SafetensorsEntry entry in sorted)
        {
            if (!names.Add(entry.Name))
                throw new ArgumentException($"Expected tensors with names of their own, but '{entry.Name}' "
                    + (entry.Name == MetadataKey ? "is the format's name for its strings" : "occurs twice") + ". Rename it.");
            if (entry.Shape.Any(size => size < 0) || entry.Shape.Aggregate(1L, (product, size) => checked(product * size)) != entry.Values.Length)
                throw new ArgumentException($"Tensor '{entry.Name}': expected as many values as its shape [{string.Join(", ", entry.Shape)}] says, "
                    + $"but got {entry.Values.Length}.");
            if (entry.IsInteger)
                RequireIntegers(entry);
        }
        return sorted;
    }

    static void RequireIntegers(SafetensorsEntry entry)
    {
        foreach (float value in entry.Values.Span)
            if (!float.IsInteger(value) || MathF.Abs(value) >= -(float)long.MinValue)
                throw new ArgumentException(
                    $"Tensor '{entry.Name}': expected whole numbers of 64 bits, but got {value}. Store it as F32: leave IsInteger out.");
    }

    static byte[] WriteHeader(SafetensorsEntry[] sorted, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (SafetensorsEntry entry in sorted)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Type);
                json.WriteStartArray("shape");
                foreach (int size in entry.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += (long)entry.ElementSize * entry.Values.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');             // so that the numbers start at a multiple of 8
        return buffer.Length <= MaxHeader ? buffer.ToArray() : throw new ArgumentException(
            $"Expected a header of at most {MaxHeader} bytes, as readers allow, but names and metadata need {buffer.Length}. Store long texts in a "
                + "file of their own.");
    }
}
