namespace Elucid;

/// <summary>Streams of models as their readers need them: <see cref="SeekableStream"/>, with the errors of model files.</summary>
internal static class ModelStream
{
    /// <summary>The stream itself where it can seek; otherwise what is left of it, in memory.</summary>
    /// <param name="stream">To be read from its position to its end.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="most">The most bytes that are taken into memory.</param>
    /// <exception cref="ModelFormatException">There are more, or they cannot be unpacked.</exception>
    public static Stream Of(Stream stream, string name, long most = int.MaxValue)
    {
        try
        {
            return SeekableStream.Of(stream, name, most);
        }
        catch (DataFormatException e)
        {
            throw new ModelFormatException(e.InnerException is null ? FileProblem.NotSupported : FileProblem.Damaged, e.Message, e);
        }
    }
}
