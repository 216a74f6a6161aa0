using System.Text.Json;
using System.Text.Json.Serialization;

namespace Elucid;

/// <summary>Numbers by name as a JSON object; those that are not finite are the strings NaN, Infinity and -Infinity.</summary>
public sealed class MetricValuesJsonConverter : JsonConverter<MetricValues>
{
    /// <inheritdoc/>
    public override MetricValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Expected numbers by name.");
        List<(string, double)> values = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            values.Add((name, reader.TokenType == JsonTokenType.Number ? reader.GetDouble()
                : reader.TokenType == JsonTokenType.String ? Named(reader.GetString()!)
                : throw new JsonException($"Expected a number for '{name}'.")));
        }
        try
        {
            return MetricValues.Of(values);
        }
        catch (ArgumentException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MetricValues value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string name, double number) in value.All)
            if (double.IsFinite(number))
                writer.WriteNumber(name, number);
            else
                writer.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        writer.WriteEndObject();
    }

    static double Named(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => throw new JsonException($"Expected a number, but got '{text}'."),
    };
}
