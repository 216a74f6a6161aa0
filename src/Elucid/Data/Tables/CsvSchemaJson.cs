using System.Text;
using System.Text.Json;

namespace Elucid;

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
            if (schema.TargetOffset != 0)
                json.WriteNumber("targetOffset", schema.TargetOffset);
            json.WriteString("missing", schema.Missing.ToString());
            json.WriteString("unseen", schema.Unseen.ToString());
            json.WriteString("separator", schema.Separator.ToString());
            if (schema.MissingMarks is { } marks)
                WriteTexts(json, "missingMarks", marks);
            WriteTexts(json, "classes", schema.ClassNames);
            if (schema.TargetNumbers is { } numbers)
            {
                json.WritePropertyName("targetColumn");
                WriteColumn(json, numbers);
            }
            if (schema.SeveralTargets.Count > 0)
                WriteTargets(json, schema.SeveralTargets);
            json.WriteStartArray("columns");
            foreach (Column column in schema.Columns)
                WriteColumn(json, column);
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
            Column[] columns = [.. root.GetProperty("columns").EnumerateArray().Select(ReadColumn)];
            double offset = root.TryGetProperty("targetOffset", out JsonElement number) ? number.GetDouble() : 0;
            return new CsvSchema(columns, Text(root, "target"), Choice<LearningTask>(root, "task"), Texts(root, "classes"),
                Choice<MissingValues>(root, "missing"), Text(root, "separator").Single())
            {
                Unseen = root.TryGetProperty("unseen", out _) ? Choice<UnseenValues>(root, "unseen") : UnseenValues.Refuse,
                TargetNumbers = root.TryGetProperty("targetColumn", out JsonElement target)
                    ? ReadColumn(target) as NumericColumn ?? throw new FormatException() : null,
                TargetOffset = double.IsFinite(offset) ? offset : throw new FormatException(),
                MissingMarks = root.TryGetProperty("missingMarks", out _) ? Texts(root, "missingMarks") : null,
                SeveralTargets = root.TryGetProperty("targets", out JsonElement targets) ? [.. targets.EnumerateArray().Select(ReadTarget)] : [],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new DataFormatException("Expected the schema of a table as CsvSchema.ToJson writes it, but it cannot be read. "
                + "The file that holds it is damaged; save the model again.", e);
        }
    }

    static void WriteTargets(Utf8JsonWriter json, IReadOnlyList<TargetInfo> targets)
    {
        json.WriteStartArray("targets");
        foreach (TargetInfo target in targets)
        {
            json.WriteStartObject();
            json.WriteString("name", target.Name);
            WriteTexts(json, "classes", target.ClassNames);
            if (target.Offset != 0)
                json.WriteNumber("offset", target.Offset);
            if (target.Numbers is { } numbers)
            {
                json.WritePropertyName("column");
                WriteColumn(json, numbers);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static TargetInfo ReadTarget(JsonElement target)
    {
        double offset = target.TryGetProperty("offset", out JsonElement number) ? number.GetDouble() : 0;
        return new TargetInfo(Text(target, "name"), Texts(target, "classes"))
        {
            Offset = double.IsFinite(offset) ? offset : throw new FormatException(),
            Numbers = target.TryGetProperty("column", out JsonElement column)
                ? ReadColumn(column) as NumericColumn ?? throw new FormatException() : null,
        };
    }

    static void WriteColumn(Utf8JsonWriter json, Column column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("kind", column.KindName);
        json.WriteStartArray("fill");
        foreach (float number in column.Fill)
            json.WriteNumberValue(number);
        json.WriteEndArray();
        if (column.HasIndicator)
            json.WriteBoolean("indicator", true);
        column.Write(json);
        json.WriteEndObject();
    }

    // The first files knew two kinds, told apart by what they held: a number its `mean`, a category its `categories`.
    static Column ReadColumn(JsonElement column)
    {
        string name = Text(column, "name");
        bool hasMean = column.TryGetProperty("mean", out JsonElement mean);
        string kind = column.TryGetProperty("kind", out _) ? Text(column, "kind") : hasMean ? "number" : "category";
        float[] fill = hasMean ? [mean.GetSingle()]
            : column.TryGetProperty("fill", out JsonElement numbers) ? [.. numbers.EnumerateArray().Select(number => number.GetSingle())] : [];
        bool hasIndicator = column.TryGetProperty("indicator", out JsonElement indicator) && indicator.GetBoolean();
        return (ColumnKind.All.FirstOrDefault(known => known.Name == kind) ?? throw new FormatException()).Read(name, fill, hasIndicator, column);
    }

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
