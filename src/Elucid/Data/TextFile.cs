using System.Text;
using System.Text.Unicode;

namespace Elucid;

/// <summary>Reads files of plain text.</summary>
public static class TextFile
{
    /// <summary>The most bytes that a text may have: 256 MiB.</summary>
    public const int MostBytes = 256 << 20;

    /// <summary>Reads a text in UTF-8: without the mark that may stand at its beginning, and with <c>\n</c> for every end of a line.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">It is not there, too long, empty, or no text in UTF-8; the sentence names the byte.</exception>
    public static string Read(string path)
    {
        if (!File.Exists(path))
            throw new DataFormatException($"'{path}': there is no such file. Name a text in UTF-8.");
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads such a text from a stream, from its position on.</summary>
    /// <param name="stream">Any stream.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataFormatException">It is too long, empty, or no text in UTF-8; the sentence names the byte.</exception>
    public static string Read(Stream stream, string name = "stream")
    {
        using MemoryStream content = new();
        byte[] part = new byte[1 << 16];
        for (int read; (read = stream.Read(part)) > 0;)
        {
            if (content.Length + read > MostBytes)
                throw new DataFormatException($"'{name}': expected at most {MostBytes >> 20} MiB of text, but there are more. Take a part of it.");
            content.Write(part, 0, read);
        }
        return Text(content.GetBuffer().AsSpan(0, (int)content.Length), name);
    }

    static string Text(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new DataFormatException($"'{name}': expected a text in UTF-8, but it begins like one in UTF-16. Save it as UTF-8.");
        int mark = bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        ReadOnlySpan<byte> text = bytes[mark..];
        if (text.IsEmpty)
            throw new DataFormatException($"'{name}': expected a text, but it is empty.");
        ForeignFormat.Refuse(text, name, "a text in UTF-8");
        if (text.IndexOf((byte)0) is >= 0 and int zero)
            throw new DataFormatException(
                $"'{name}': expected a text, but byte {zero + mark:N0} is 0, which texts do not have. Is it a binary file, or "
                    + "UTF-16? Save a text as UTF-8.");
        if (FirstBroken(text) is >= 0 and int broken)
            throw new DataFormatException(
                $"'{name}': expected a text in UTF-8, but byte {broken + mark:N0} (0x{text[broken]:X2}) begins no character. "
                    + "Save it as UTF-8.");
        return Encoding.UTF8.GetString(text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
    }

    // Counted from 0.
    static int FirstBroken(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
            return -1;
        int at = 0;
        while (at < text.Length && Rune.DecodeFromUtf8(text[at..], out _, out int length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }
}
