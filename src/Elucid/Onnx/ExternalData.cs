using System.Globalization;
using Elucid.Data;
using Elucid.Formats;

namespace Elucid.Onnx;

/// <summary>
/// Numbers of a tensor that lie in another file. Its path comes from the model, so that it could name any file of the machine: only those in the model's own
/// directory or below are read, and none through a link.
/// </summary>
internal static class ExternalData
{
    public static byte[] Read(string file, string tensor, Dictionary<string, string> entries, long expected)
    {
        string location = entries.GetValueOrDefault("location", "");
        ModelFormatException Error(string problem) => new(FileProblem.Unfit, $"'{file}': {tensor} is stored in the file '{Excerpt.Of(location)}', {problem}.");

        if (location.Length == 0 || location.Contains('\0') || location.Contains('\\') || Path.IsPathRooted(location) || location.Contains(':'))
            throw Error("which is no path below the model's own directory: such files are not read. Put the numbers beside the model, or export it into one file");
        string path = Path.GetDirectoryName(Path.GetFullPath(file))!;
        foreach (string part in location.Split('/'))
        {
            if (part is "" or "." or "..")
                throw Error("which is no path below the model's own directory: such files are not read. Put the numbers beside the model, or export it into one file");
            path = Path.Combine(path, part);
            FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (info.LinkTarget is not null)
                throw Error("which is reached through a link: such files are not read. Put the file itself beside the model");
        }
        if (!File.Exists(path))
            throw Error("which does not exist. Copy it beside the model");
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
            : throw Error($"but its {key} is '{Excerpt.Of(text)}', which is no number of bytes. Export the model again");
    }
}
