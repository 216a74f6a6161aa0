using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Elucid.Lab;

/// <summary>An ended trial as a line of a log: <c>{"format":2,"sum":"…","trial":{…}}</c>. The sum is over the bytes of the trial as they stand there,
/// so a line that was damaged, by a disk or by hand, is not taken for a result.</summary>
internal static class TrialLine
{
    /// <summary>The format that is written. Format 1 is that of <c>compare</c> before there were experiments.</summary>
    public const int Format = 2;

    static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(TrialRecord record)
    {
        byte[] trial = TrialJson(record);
        ArrayBufferWriter<byte> line = new();
        using (Utf8JsonWriter json = new(line, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("sum", SumOf(trial));
            json.WritePropertyName("trial");
            json.WriteRawValue(trial, skipInputValidation: true);
            json.WriteEndObject();
        }
        return line.WrittenSpan.ToArray();
    }

    /// <summary>Reads a line; null if it is no trial, damaged or of a format to come.</summary>
    public static TrialRecord? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetInt32() != Format)
                return null;
            JsonElement trial = root.GetProperty("trial");
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(trial.GetRawText());
            return root.GetProperty("sum").GetString() == SumOf(bytes) ? RecordOf(trial) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException)
        {
            return null;
        }
    }

    static string SumOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    static byte[] TrialJson(TrialRecord record)
    {
        ArrayBufferWriter<byte> bytes = new();
        using Utf8JsonWriter json = new(bytes, Readable);
        json.WriteStartObject();
        json.WriteString("experiment", record.Key.Experiment);
        json.WriteNumber("revision", record.Key.Revision);
        json.WriteString("data", record.Key.Data);
        json.WritePropertyName("settings");
        json.WriteRawValue(record.Key.Settings.Json, skipInputValidation: true);
        json.WriteNumber("seed", record.Key.Seed);
        json.WriteString("build", record.Build);
        json.WriteNumber("seconds", record.Seconds);
        if (record.Measured.Failure is { } failure)
        {
            json.WriteStartObject("failure");
            json.WriteString("kind", failure.Kind.ToString());
            json.WriteString("sentence", failure.Sentence);
            json.WriteEndObject();
        }
        if (record.Measured.Remark.Length > 0)
            json.WriteString("remark", record.Measured.Remark);
        Write(json, "numbers", record.Measured.Numbers);
        if (record.Measured.Chance.Count > 0)
            Write(json, "chance", record.Measured.Chance);
        Write(json, "series", record.Measured.Series);
        if (record.Measured.Times.Count > 0)
            Write(json, "times", record.Measured.Times);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, double> numbers)
    {
        json.WriteStartObject(name);
        foreach ((string key, double value) in numbers)
        {
            json.WritePropertyName(key);
            Write(json, value);
        }
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, double[]> series)
    {
        json.WriteStartObject(name);
        foreach ((string key, double[] values) in series)
        {
            json.WriteStartArray(key);
            foreach (double value in values)
                Write(json, value);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    // JSON has no NaN and no infinity.
    static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    static TrialRecord RecordOf(JsonElement json)
    {
        Measured measured = new()
        {
            Failure = json.TryGetProperty("failure", out JsonElement failure)
                ? new Failure(Enum.Parse<FailureKind>(TextOf(failure, "kind")), TextOf(failure, "sentence")) : null,
            Remark = json.TryGetProperty("remark", out JsonElement remark) ? remark.GetString() ?? "" : "",
        };
        foreach (JsonProperty number in json.GetProperty("numbers").EnumerateObject())
            measured.Add(number.Name, NumberOf(number.Value));
        if (json.TryGetProperty("chance", out JsonElement chance))
            foreach (JsonProperty number in chance.EnumerateObject())
                measured.AddChance(number.Name, NumberOf(number.Value));
        foreach (JsonProperty series in json.GetProperty("series").EnumerateObject())
            measured.Add(series.Name, series.Value.EnumerateArray().Select(NumberOf));
        if (json.TryGetProperty("times", out JsonElement times))
            foreach (JsonProperty series in times.EnumerateObject())
                measured.AddTimes(series.Name, series.Value.EnumerateArray().Select(NumberOf));
        TrialKey key = new(
            TextOf(json, "experiment"), json.GetProperty("revision").GetInt32(), TextOf(json, "data"),
            Settings.FromJson(json.GetProperty("settings")),
            json.GetProperty("seed").GetInt32());
        return new TrialRecord(key, measured, json.GetProperty("seconds").GetDouble(), TextOf(json, "build"));
    }

    static string TextOf(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"expected a text as '{name}'");

    static double NumberOf(JsonElement value) => value.ValueKind != JsonValueKind.String ? value.GetDouble() : value.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        var other => throw new FormatException($"expected a number, but got '{other}'"),
    };
}
