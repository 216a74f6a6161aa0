using System.Globalization;

namespace Elucid.Lab.Tests.Trials;

/// <summary>The images of <see cref="TinyBoxes"/> in a directory for each class.</summary>
static class TinyImages
{
    /// <summary>Writes images in turn of each class, as 000.png, 001.png …</summary>
    public static void Write(string directory, int count, ulong seed)
    {
        RandomStream random = new(seed);
        for (int i = 0; i < count; i++)
        {
            string kind = Path.Combine(directory, TinyBoxes.Kinds[i % 2]);
            Directory.CreateDirectory(kind);
            File.WriteAllBytes(Path.Combine(kind, string.Create(CultureInfo.InvariantCulture, $"{i:000}.png")), TinyBoxes.Bar(random, i % 2).Pixels);
        }
    }

    /// <summary>An image whose bytes are letters, so that it can be written as a text.</summary>
    public static string Text(int seed) => string.Concat(Enumerable.Range(0, 256).Select(i => (char)('0' + (i * seed % 60))));

    /// <summary>Reads the images of a directory.</summary>
    public static StudyData Read(string directory) =>
        DataSource.Load(new DataRequest(directory) { ImageReader = TinyBoxes.Reader }, out _);
}
