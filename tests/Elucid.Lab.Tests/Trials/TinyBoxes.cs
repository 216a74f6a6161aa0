using System.Globalization;
using System.Text;

namespace Elucid.Lab.Tests.Trials;

/// <summary>Small images with a bright or a lying bar, in files that only <see cref="Reader"/> reads, and the file of their boxes.</summary>
static class TinyBoxes
{
    const int Side = 16;

    public static Recipe Recipe { get; } = new() { Model = "grid", Hidden = [4, 8], Epochs = 3, Batch = 8, LearningRate = 0.01 };

    public static IReadOnlyList<string> Kinds { get; } = ["upright", "lying"];

    public static IImageReader Reader { get; } = new RawReader();

    /// <summary>The images as files below a directory; returns the CSV of boxes. Every fifth image has none.</summary>
    public static string Write(string directory, int count = 100)
    {
        Directory.CreateDirectory(directory);
        RandomStream random = new(1);
        StringBuilder csv = new("image,x,y,width,height,label\n");
        for (int i = 0; i < count; i++)
        {
            int kind = random.NextInt32(2);
            (byte[] pixels, int left, int top, int width, int height) = Bar(random, kind, isThere: i % 5 > 0);
            string name = string.Create(CultureInfo.InvariantCulture, $"{i:000}.png");
            File.WriteAllBytes(Path.Combine(directory, name), pixels);
            csv.Append(i % 5 == 0 ? $"{name},,,,,\n" : $"{name},{left},{top},{width},{height},{Kinds[kind]}\n");
        }
        return csv.ToString();
    }

    /// <summary>An image of 16 × 16 pixels, and where its bar is.</summary>
    /// <param name="random">Draws the place and the noise.</param>
    /// <param name="kind">Which of <see cref="Kinds"/>.</param>
    /// <param name="isThere">Whether the bar is drawn.</param>
    public static (byte[] Pixels, int Left, int Top, int Width, int Height) Bar(RandomStream random, int kind, bool isThere = true)
    {
        byte[] pixels = new byte[Side * Side];
        int width = kind == 0 ? 3 : 8, height = kind == 0 ? 8 : 3;
        int left = random.NextInt32(Side - width), top = random.NextInt32(Side - height);
        for (int at = 0; at < pixels.Length; at++)
            pixels[at] = (byte)(random.NextInt32(40)
                + (isThere && at % Side >= left && at % Side < left + width && at / Side >= top && at / Side < top + height ? 200 : 0));
        return (pixels, left, top, width, height);
    }

    /// <summary>Reads the images in a directory beside a file of boxes.</summary>
    public static StudyData Read(string boxes) => DataSource.Load(
        new DataRequest(Path.GetDirectoryName(boxes)!) { Boxes = boxes, ImageReader = Reader }, out _);

    // 16 × 16 bytes of grey.
    sealed class RawReader : IImageReader
    {
        public ImageHeader ReadHeader(Stream stream, string name) => new(new(Side, Side), IsGrey: true);

        public void Read(Stream stream, ImageOptions options, string name, Span<float> destination)
        {
            byte[] pixels = new byte[Side * Side];
            stream.ReadExactly(pixels);
            for (int i = 0; i < pixels.Length; i++)
                destination[i] = pixels[i] / 255f;
        }
    }
}
