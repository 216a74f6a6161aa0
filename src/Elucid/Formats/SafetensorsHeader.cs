using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Elucid;

/// <summary>A tensor as the header announces it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">Its type as the header calls it.</param>
/// <param name="Type">How its numbers are read; null for a type that Elucid does not read.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Count">The number of its elements.</param>
/// <param name="Begin">Where its bytes begin behind the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record SafetensorsTensor(string Name, string TypeName, SafetensorsType? Type, long[] Shape, long Count, long Begin, long End);

/// <summary>The header of a safetensors file, from JSON that nobody vouches for.</summary>
internal sealed class SafetensorsHeader
{
    const int MaxDimensions = 16;

    readonly string _file;
    readonly List<SafetensorsTensor> _tensors = [];
    readonly HashSet<string> _names = [];
    readonly Dictionary<string, string> _metadata = [];

    SafetensorsHeader(string file) => _file = file;

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, string file)
    {
        SafetensorsHeader header = new(file);
        if (!Utf8.IsValid(json))
            throw header.Error("a header in UTF-8", "it is not");
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 8 });
        try
        {
            header.ReadAll(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)      // InvalidOperation: an escaped half of a surrogate pair
        {
            throw header.Error("a header in JSON", $"it cannot be read near byte {reader.BytesConsumed}", e);
        }
        header._tensors.Sort((x, y) => (x.Begin, x.End).CompareTo((y.Begin, y.End)));
        return header;
    }

    /// <summary>The tensors must fill the data bytes without gap or overlap: nothing hides between them, and nothing is read twice.</summary>
    public void RequireExactCover(long dataLength)
    {
        long end = 0;
        foreach (SafetensorsTensor tensor in _tensors)
        {
            if (tensor.Begin != end)
                throw Error($"the data of '{Excerpt.Of(tensor.Name)}' to begin at byte {end}, where the tensor before it ends", "they begin at "
                    + $"{tensor.Begin}");
            end = tensor.End;
        }
        if (end != dataLength)
            throw Error($"{end} bytes of data", $"there are {dataLength}");
    }

    void ReadAll(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.StartObject, "an object of tensors");
        while (NextProperty(ref reader) is { } name)
        {
            if (!_names.Add(name))
                throw Error("each name once", $"'{Excerpt.Of(name)}' occurs twice");
            if (name == SafetensorsFile.MetadataKey)
                ReadMetadata(ref reader);
            else
                _tensors.Add(ReadTensor(ref reader, name));
        }
        if (reader.Read())
            throw new JsonException();
    }

    void ReadMetadata(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.StartObject, $"an object for '{SafetensorsFile.MetadataKey}'");
        while (NextProperty(ref reader) is { } key)
        {
            Require(ref reader, JsonTokenType.String, $"a string for the metadata '{Excerpt.Of(key)}'");
            if (!_metadata.TryAdd(key, reader.GetString()!))
                throw Error("each key of the metadata once", $"'{Excerpt.Of(key)}' occurs twice");
        }
    }

    SafetensorsTensor ReadTensor(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        Require(ref reader, JsonTokenType.StartObject, $"an object for '{Excerpt.Of(name)}'");
        while (NextProperty(ref reader) is { } key)
        {
            if (key is not ("dtype" or "shape" or "data_offsets"))
                throw Error($"only dtype, shape and data_offsets for '{Excerpt.Of(name)}'", $"there is '{Excerpt.Of(key)}'");
            if ((key == "dtype" && type is not null) || (key == "shape" && shape is not null) || (key == "data_offsets" && offsets is not null))
                throw Error($"dtype, shape and data_offsets of '{Excerpt.Of(name)}', each once", $"there is another '{Excerpt.Of(key)}'");
            if (key == "dtype")
            {
                Require(ref reader, JsonTokenType.String, $"a string for the dtype of '{Excerpt.Of(name)}'");
                type = reader.GetString();
            }
            else if (key == "shape")
                shape = ReadNumbers(ref reader, $"at most {MaxDimensions} whole numbers for the shape of '{Excerpt.Of(name)}'", MaxDimensions);
            else
                offsets = ReadNumbers(ref reader, $"two whole numbers for the data_offsets of '{Excerpt.Of(name)}'", 2);
        }
        if (type is null || shape is null || offsets is not { Count: 2 })
            throw Error($"dtype, shape and two data_offsets of '{Excerpt.Of(name)}'", "one is missing");
        return Checked(name, type, shape, offsets[0], offsets[1]);
    }

    SafetensorsTensor Checked(string name, string typeName, List<long> shape, long begin, long end)
    {
        // A type that is not known may stand in a file as long as nobody wants its tensor.
        SafetensorsType? type = SafetensorsType.All.GetValueOrDefault(typeName);
        Int128 count = shape.Contains(0) ? 0 : 1;
        foreach (long size in shape)
            count = Int128.Min(count * size, long.MaxValue);         // more than any file has, and no overflow
        if (type is null ? end < begin : end - begin != count * type.Size)            // both are non-negative
            throw Error($"{(type is null ? "0 or more" : count == long.MaxValue ? $"over {long.MaxValue}" : count * type.Size)} bytes for "
                + $"'{Excerpt.Of(name)}' ({Excerpt.Of(typeName)}, shape [{string.Join(", ", shape)}])",
                $"its data_offsets are {begin} and {end}");
        return new SafetensorsTensor(name, typeName, type, [.. shape], (long)count, begin, end);
    }

    List<long> ReadNumbers(ref Utf8JsonReader reader, string expected, int most)
    {
        List<long> numbers = [];
        Require(ref reader, JsonTokenType.StartArray, expected);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0 || numbers.Count == most)
                throw Error(expected, $"there is {Show(ref reader)} at position {numbers.Count}");
            numbers.Add(number);
        }
        return numbers;
    }

    static string? NextProperty(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;

    void Require(ref Utf8JsonReader reader, JsonTokenType type, string expected)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw Error(expected, $"there is {Show(ref reader)}");
    }

    static string Show(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 40)]),
        JsonTokenType.String => "a string",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.None => "nothing",
        _ => $"'{Encoding.UTF8.GetString(reader.ValueSpan)}'",
    };

    ModelFormatException Error(string expected, string got, Exception? cause = null) =>
        ModelFormatException.Damaged(_file, "safetensors", expected, got, cause);
}
