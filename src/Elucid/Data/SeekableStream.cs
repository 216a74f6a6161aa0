namespace Elucid;

/// <summary>Streams of whatever kind as the readers need them: with a length that sizes are checked against, and a way back to the start.</summary>
internal static class SeekableStream
{
    const int Chunk = 1 << 16;

    /// <summary>
    /// The stream itself where it can seek; otherwise what is left of it, in memory, which grows with what arrives and not with what is announced.
    /// </summary>
    /// <param name="stream">To be read from its position to its end.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="most">The most bytes that are taken into memory.</param>
    /// <exception cref="DataFormatException">There are more.</exception>
    public static Stream Of(Stream stream, string name, long most = int.MaxValue)
    {
        if (stream.CanSeek)
            return stream;
        MemoryStream memory = new();
        byte[] chunk = new byte[Chunk];
        for (int read = Read(stream, chunk, name); read > 0; read = Read(stream, chunk, name))
        {
            if (memory.Length + read > Math.Min(most, Array.MaxLength))
                throw new DataFormatException(
                    $"'{name}': expected at most {Math.Min(most, Array.MaxLength):N0} bytes from a stream that cannot seek, "
                    + "but there are more. Save it as a file and read that.");
            memory.Write(chunk.AsSpan(0, read));
        }
        memory.Position = 0;
        return memory;
    }

    static int Read(Stream stream, byte[] chunk, string name)
    {
        try
        {
            return stream.Read(chunk);
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException(
                $"'{name}': expected data compressed as its stream reads them, but they are damaged. Download them again.", e);
        }
    }
}
