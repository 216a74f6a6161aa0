using System.Globalization;

namespace Elucid.Onnx;

/// <summary>
/// Numbers of a tensor that lie in another file, which the model names: see <see cref="SiblingFile"/>.
/// </summary>
internal static class ExternalData
{
    public static byte[] Read(string file, string tensor, Dictionary<string, string> entries, long expected)
    {
        string location = entries.GetValueOrDefault("location", "");
        ModelFormatException Error(string problem) =>
            new(FileProblem.Mismatch, $"'{file}': {tensor} is stored in the file '{Excerpt.Of(location)}', {problem}.");

        string path = SiblingFile.Resolve(file, location, Error);
        using FileStream stream = File.OpenRead(path);
        long offset = Number("offset", 0), length = Number("length", stream.Length - offset);
        if (offset < 0 || length < 0 || offset > stream.Length || length > stream.Length - offset)
            throw Error($"which has {stream.Length} bytes, but bytes {offset} to {offset + length} are asked for. Copy it again");
        if (length != expected)
            throw Error($"of which it takes {length} bytes, but its shape and type need {expected}. Export the model again");
        byte[] bytes = new byte[length];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;

        long Number(string key, long fallback) =>
            !entries.TryGetValue(key, out string? text) ? fallback
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value
            : throw Error($"but its {key} is '{Excerpt.Of(text)}', which is not a number of bytes. Export the model again");
    }
}
