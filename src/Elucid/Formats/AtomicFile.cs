namespace Elucid.Formats;

/// <summary>Writes files that are either complete or as they were before: a crash or a full disk leaves no half of one behind.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes beside <paramref name="path"/> under a temporary name, flushes to the disk and renames, replacing what was there. The directory must
    /// exist.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the whole content. If it throws, the temporary file is deleted and the old file stays.</param>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
