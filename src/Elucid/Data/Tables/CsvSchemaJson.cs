using System.Text;
using System.Text.Json;

namespace Elucid.Data.Tables;

/// <summary>A schema as JSON, to be stored with a model.</summary>
internal static class CsvSchemaJson
{
    public static string Write(CsvSchema schema)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("target", schema.Target);
            json.WriteString("task", schema.Task.ToString());
            json.WriteString("missing", schema.Missing.ToString());
            json.WriteString("separator", schema.Separator.ToString());
            WriteTexts(json, "classes", schema.ClassNames);
            json.WriteStartArray("columns");
            foreach (CsvColumn column in schema.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                if (column is NumericColumn numeric)
                    json.WriteNumber("mean", numeric.Mean);
                else if (column is CategoryColumn text)
                {
                    WriteTexts(json, "categories", text.Categories);
                    json.WriteString("mostFrequent", text.MostFrequent);
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static CsvSchema Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            CsvColumn[] columns = [.. root.GetProperty("columns").EnumerateArray().Select(ReadColumn)];
            return new CsvSchema(columns, Text(root, "target"), Choice<LearningTask>(root, "task"), Texts(root, "classes"),
                Choice<MissingValues>(root, "missing"), Text(root, "separator").Single());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new DataFormatException("Expected the schema of a table as CsvSchema.ToJson writes it, but it cannot be read. "
                + "The file that holds it is damaged; save the model again.", e);
        }
    }

    static CsvColumn ReadColumn(JsonElement column) => column.TryGetProperty("mean", out JsonElement mean)
        ? new NumericColumn(Text(column, "name"), float.IsFinite(mean.GetSingle()) ? mean.GetSingle() : throw new FormatException())
        : new CategoryColumn(Text(column, "name"), Texts(column, "categories"), Text(column, "mostFrequent"));

    static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    static string[] Texts(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(NotNull)];

    static string Text(JsonElement parent, string name) => NotNull(parent.GetProperty(name));

    static string NotNull(JsonElement text) => text.GetString() ?? throw new FormatException();

    static T Choice<T>(JsonElement parent, string name) where T : struct, Enum =>
        Enum.TryParse(Text(parent, name), out T choice) && Enum.IsDefined(choice) ? choice : throw new FormatException();
}
