using System.Text.Json;
using System.Text.Json.Serialization;
using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Settings as the object of JSON that they are.</summary>
internal sealed class SettingsConverter : JsonConverter<Settings>
{
    public override Settings Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        try
        {
            return Settings.Parse(document.RootElement.GetRawText());
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, Settings value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json);
}
