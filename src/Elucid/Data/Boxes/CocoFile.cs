using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elucid;

/// <summary>COCO's JSON of objects: images, annotations and categories. Crowds, which are no single objects, are passed over.</summary>
/// <remarks>https://cocodataset.org/#format-data. Ids may be numbers or texts, as tools write both.</remarks>
internal static class CocoFile
{
    public static BoxFile Read(string path)
    {
        CocoDocument document = Parse(path);
        IReadOnlyList<CocoImage?> images = Required(document.Images, "images", path);
        Dictionary<string, string> categories = CategoriesOf(path, Required(document.Categories, "categories", path));
        List<List<FileBox>> boxes = [];
        Dictionary<string, int> places = [];
        foreach ((int i, CocoImage? image) in images.Index())
        {
            string where = $"'{path}', image {i + 1}";
            if (image?.Id is not { } id || image.FileName is not { Length: > 0 })
                throw new DataFormatException(
                    $"{where}: expected 'id' and 'file_name', but it lacks {(image?.Id is null ? "'id'" : "'file_name'")}.");
            if (!places.TryAdd(id, i))
                throw new DataFormatException($"{where}: expected an id of its own, but {Excerpt.Of(id)} is that of image {places[id] + 1}, too.");
            boxes.Add([]);
        }
        int crowds = 0;
        IReadOnlyList<CocoAnnotation?> annotations = Required(document.Annotations, "annotations", path);
        if (annotations.Count > BoxFile.MostBoxes)
            throw new DataFormatException(
                $"'{path}': expected at most {BoxFile.MostBoxes:N0} boxes, but got {annotations.Count:N0}. Divide the file.");
        foreach ((int i, CocoAnnotation? annotation) in annotations.Index())
        {
            string where = $"'{path}', annotation {i + 1}{(annotation?.Id is { } id ? $" (id {Excerpt.Of(id)})" : "")}";
            if (annotation?.IsCrowd == true)
            {
                crowds++;
                continue;
            }
            boxes[Find(places, annotation?.ImageId, "image_id", "images", where)].Add(
                BoxOf(annotation!, Find(categories, annotation!.CategoryId, "category_id", "categories", where), where));
        }
        return new BoxFile(
            path,
            [.. images.Index().Select(i => new BoxedFile(i.Item!.FileName!, $"'{path}', image {i.Index + 1}", i.Item.Size, boxes[i.Index]))],
            NamesAll: true,
            crowds == 0 ? [] : [$"{crowds:N0} crowd{(crowds == 1 ? " is" : "s are")} passed over: a box around many is no object."]);
    }

    static CocoDocument Parse(string path)
    {
        try
        {
            using FileStream file = DataFile.Open(path, "COCO's JSON");
            return JsonSerializer.Deserialize(file, CocoJson.Default.CocoDocument) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new DataFormatException(
                $"'{path}': expected COCO's JSON, an object with images, annotations and categories, but it cannot be read: "
                    + $"{Sentence.Of(exception)}", exception);
        }
    }

    static IReadOnlyList<T> Required<T>(IReadOnlyList<T>? list, string key, string path) => list ?? throw new DataFormatException(
        $"'{path}': expected COCO's JSON, an object with images, annotations and categories, but it has no '{key}'.");

    static Dictionary<string, string> CategoriesOf(string path, IReadOnlyList<CocoCategory?> list)
    {
        Dictionary<string, string> names = [];
        foreach ((int i, CocoCategory? category) in list.Index())
        {
            if (category?.Id is not { } id || category.Name is not { Length: > 0 } name)
                throw new DataFormatException(
                    $"'{path}', category {i + 1}: expected 'id' and 'name', but it lacks {(category?.Id is null ? "'id'" : "'name'")}.");
            if (!names.TryAdd(id, name))
                throw new DataFormatException(
                    $"'{path}', category {i + 1}: expected an id of its own, but {Excerpt.Of(id)} is that of '{Excerpt.Of(names[id])}', too.");
        }
        return names;
    }

    static T Find<T>(Dictionary<string, T> all, string? id, string key, string list, string where)
    {
        if (id is null)
            throw new DataFormatException($"{where}: expected '{key}', but there is none.");
        return all.TryGetValue(id, out T? found) ? found
            : throw new DataFormatException($"{where}: expected a '{key}' that stands in {list}, but {Excerpt.Of(id)} does not.");
    }

    static FileBox BoxOf(CocoAnnotation annotation, string label, string where) => annotation.Box is [var x, var y, var width, var height]
        ? new(x, y, x + width, y + height, label, where)
        : throw new DataFormatException(
            $"{where}: expected 'bbox' with four numbers, x, y, width and height in pixels, but "
                + $"{(annotation.Box is { } box ? $"there are {box.Length}" : "there is none")}.");
}

/// <summary>What is read of the file; other keys are skipped.</summary>
internal sealed record CocoDocument(CocoImage?[]? Images, CocoAnnotation?[]? Annotations, CocoCategory?[]? Categories);

/// <summary>An image.</summary>
internal sealed record CocoImage(
    [property: JsonConverter(typeof(CocoId))] string? Id, [property: JsonPropertyName("file_name")] string? FileName, double? Width, double? Height)
{
    /// <summary>What is said of its size, if that may be one.</summary>
    [JsonIgnore]
    public ImageSize? Size => Width is >= 1 and < 1e6 && Height is >= 1 and < 1e6 ? new((int)Width, (int)Height) : null;
}

/// <summary>An object, or a crowd.</summary>
internal sealed record CocoAnnotation(
    [property: JsonConverter(typeof(CocoId))] string? Id,
    [property: JsonPropertyName("image_id"), JsonConverter(typeof(CocoId))] string? ImageId,
    [property: JsonPropertyName("category_id"), JsonConverter(typeof(CocoId))] string? CategoryId,
    [property: JsonPropertyName("bbox"), JsonConverter(typeof(CocoBox))] double[]? Box,
    [property: JsonPropertyName("iscrowd"), JsonConverter(typeof(CocoFlag))] bool? IsCrowd);

/// <summary>A class.</summary>
internal sealed record CocoCategory([property: JsonConverter(typeof(CocoId))] string? Id, string? Name);

/// <summary>An id: a number or a text.</summary>
internal sealed class CocoId : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan),
        _ => throw new JsonException("An id must be a number or a text."),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Numbers in brackets.</summary>
internal sealed class CocoBox : JsonConverter<double[]>
{
    public override double[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<double> numbers = [];
        bool isList = reader.TokenType == JsonTokenType.StartArray;
        while (isList && reader.Read() && reader.TokenType == JsonTokenType.Number && numbers.Count <= 4)
            numbers.Add(reader.GetDouble());
        return isList && reader.TokenType == JsonTokenType.EndArray ? [.. numbers]
            : throw new JsonException("A 'bbox' must be [x, y, width, height] in numbers.");
    }

    public override void Write(Utf8JsonWriter writer, double[] value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>0 or 1, or false or true.</summary>
internal sealed class CocoFlag : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDouble() != 0,
        JsonTokenType.True or JsonTokenType.False => reader.GetBoolean(),
        _ => throw new JsonException("'iscrowd' must be 0 or 1."),
    };

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) => writer.WriteBooleanValue(value ?? false);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CocoDocument))]
internal sealed partial class CocoJson : JsonSerializerContext;
