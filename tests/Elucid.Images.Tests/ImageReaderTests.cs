using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Elucid.Images.Tests;

public sealed class ImageReaderTests
{
    static readonly ImageOptions Rgb2 = new(2, 2, ImageColor.Rgb);

    // [3, 2, 4]: red, green, blue, white over black, grey, half red, yellow.
    static byte[] Png() => ImageGrid.Of(new Tensor([1, 3, 2, 4],
    [
        1, 0, 0, 1, 0, 0.5f, 0.5f, 1,
        0, 1, 0, 1, 0, 0.5f, 0, 1,
        0, 0, 1, 1, 0, 0.5f, 0, 0,
    ])).ToPng();

    static Tensor Read(byte[] file, ImageOptions options, string name = "image")
    {
        using MemoryStream stream = new(file);
        return ImageReader.Read(stream, options, name);
    }

    static void Close(float[] expected, Tensor actual, double tolerance = 0.003)
    {
        Assert.Equal(expected.Length, actual.Shape.Size);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual.Values[i], tolerance);
    }

    [Fact]
    public void Pixels_are_read_as_they_are_and_as_grey()
    {
        Tensor image = Read(Png(), new(4, 2, ImageColor.Rgb));
        Assert.Equal([3, 2, 4], image.Shape);
        Close([1, 0, 0, 1, 0, 0.5f, 0.5f, 1, 0, 1, 0, 1, 0, 0.5f, 0, 1, 0, 0, 1, 1, 0, 0.5f, 0, 0], image);
        Close([0.299f, 0.587f, 0.114f, 1, 0, 0.5f, 0.15f, 0.886f], Read(Png(), new(4, 2)));
    }

    [Fact]
    public void Proportions_stay_whether_margins_are_cut_or_added()
    {
        // The middle of 4 × 2: green and blue over grey and half red.
        Close([0, 0, 0.5f, 0.5f, 1, 0, 0.5f, 0, 0, 1, 0.5f, 0], Read(Png(), Rgb2));
        // Whole, as a strip of 4 × 2 in the middle of 4 × 4.
        Close([0, 0, 0, 0, 1, 0, 0, 1, 0, 0.5f, 0.5f, 1, 0, 0, 0, 0], Tensor1(Read(Png(), new(4, 4, ImageColor.Rgb, ImageFit.Pad))));
        // One pixel of the result is the mean of the four that it covers.
        Close([0.5f / 4 + 0.587f / 4 + 0.114f / 4 + 0.15f / 4], Read(Png(), new(1, 1)));

        static Tensor Tensor1(Tensor image) => new([16], image.Values[..16]);
    }

    [Fact]
    public void Stretching_scales_each_direction_by_itself() =>
        // Two columns of the four become one, both rows stay.
        Close([0.5f, 0.5f, 0.25f, 0.75f, 0.5f, 0.5f, 0.25f, 0.5f, 0, 1, 0.25f, 0], Read(Png(), Rgb2 with { Fit = ImageFit.Stretch }));

    [Fact]
    public void What_is_transparent_lies_on_white()
    {
        byte[] png = Pictures.Encode(SKEncodedImageFormat.Png, 2, 1, (x, _) => new SKColor(0, 0, 0, x == 0 ? (byte)0 : (byte)51));
        Close([1, 0.8f], Read(png, new(2, 1)));
    }

    // 16 bits a pixel came out white elsewhere (pytorch/vision#2218); a palette is looked up.
    [Fact]
    public void All_kinds_of_PNG_are_read()
    {
        byte[] deep = PngOf(2, 1, depth: 16, color: 0, [0, 0x9C, 0x40, 0x40, 0x00]);
        Close([40000 / 65535f, 0.25f], Read(deep, new(2, 1)));
        byte[] bits = PngOf(8, 1, depth: 1, color: 0, [0, 0b1010_0001]);
        Close([1, 0, 1, 0, 0, 0, 0, 1], Read(bits, new(8, 1)));
        byte[] palette = PngOf(2, 1, depth: 8, color: 3, [0, 1, 0], ("PLTE", [0, 0, 255, 255, 0, 0]));
        Close([1, 0, 0, 0, 0, 1], Read(palette, new(2, 1, ImageColor.Rgb)));
    }

    static byte[] PngOf(int width, int height, byte depth, byte color, byte[] rows, params (string Name, byte[] Content)[] more)
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionMode.Compress, leaveOpen: true))
            zlib.Write(rows);
        byte[] header = [0, 0, 0, (byte)width, 0, 0, 0, (byte)height, depth, color, 0, 0, 0];
        IEnumerable<byte> others = more.SelectMany(m => Chunk(m.Name, m.Content));
        return [.. Png()[..8], .. Chunk("IHDR", header), .. others, .. Chunk("IDAT", compressed.ToArray()), .. Chunk("IEND", [])];
    }

    static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. content], length = new byte[4], sum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(named));
        return [.. length, .. named, .. sum];
    }

    [Fact]
    public void Photographs_are_read_and_turned_upright()
    {
        byte[] jpeg = Pictures.Encode(SKEncodedImageFormat.Jpeg, 32, 16, (x, _) => x < 16 ? SKColors.White : SKColors.Black);
        Close([1, 0], Read(jpeg, new(2, 1)), 0.02);
        // 6: the stored rows are columns, the first at the right. What is stored at the left stands at the top.
        Close([1, 0], Read(Turned(jpeg, 6), new(1, 2)), 0.02);
        Close([0, 1], Read(Turned(jpeg, 8), new(1, 2)), 0.02);
        Close([0, 1], Read(Turned(jpeg, 3), new(2, 1)), 0.02);
        Close([0, 1], Read(Turned(jpeg, 2), new(2, 1)), 0.02);
    }

    /// <summary>The file with EXIF's orientation.</summary>
    static byte[] Turned(byte[] jpeg, byte orientation) =>
    [
        .. jpeg[..2], 0xFF, 0xE1, 0, 34,
        .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0, .. jpeg[2..],
    ];

    // A valid file of 100,000 × 100,000 white pixels has few bytes and takes 40 GB.
    [Fact]
    public void A_file_that_announces_too_many_pixels_is_not_decoded()
    {
        byte[] bomb = Png();
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 100_000);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 100_000);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(29), Crc(bomb.AsSpan(12, 17)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused("'image': expected an image of at most 50000000 pixels, but it has 100000 × 100000. Scale it down, "
            + "or raise ImageOptions.MostPixels.", bomb);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }

    [Fact]
    public void What_is_no_whole_image_is_refused_in_words()
    {
        Refused("'image': expected a PNG or JPEG image, but it is neither. Convert it first.", "P6 2 2 255 text"u8.ToArray());
        Refused("'image': expected a PNG or JPEG image, but it is neither. Convert it first.", []);
        Refused("'image': expected a PNG or JPEG image, but it is WEBP. Convert it first.",
            Pictures.Encode(SKEncodedImageFormat.Webp, 8, 8, (_, _) => SKColors.Red));
        byte[] noise = Pictures.Encode(
            SKEncodedImageFormat.Png, 64, 64, (x, y) => new SKColor((uint)(x * 7919 + y * 104729) * 2654435761u | 0xFF000000));
        Assert.StartsWith("'image': expected a whole image, but it cannot be decoded (",
            Assert.Throws<DataFormatException>(() => Read(noise[..(noise.Length / 2)], Rgb2)).Message, StringComparison.Ordinal);
        Assert.Equal("'/nowhere.png': expected an image, but there is no such file. Check the path.",
            Assert.Throws<DataFormatException>(() => ImageReader.Read("/nowhere.png", Rgb2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(Png(), new(0, 2)));
    }

    static void Refused(string sentence, byte[] file) => Assert.Equal(sentence, Assert.Throws<DataFormatException>(() => Read(file, Rgb2)).Message);

    // Whatever bytes come, the answer is an image or a sentence.
    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        Random random = new(1);
        byte[][] files = [Png(), Pictures.Encode(SKEncodedImageFormat.Jpeg, 20, 20, (x, y) => new SKColor((byte)(x * 12), (byte)(y * 12), 99))];
        for (int i = 0; i < 400; i++)
        {
            byte[] file = [.. files[i % 2]];
            for (int change = random.Next(1, 4); change > 0; change--)
                file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                Assert.All(Read(file, Rgb2).Values.ToArray(), x => Assert.InRange(x, 0, 1.0001f));
            }
            catch (DataFormatException)
            {
                continue;
            }
        }
    }
}
