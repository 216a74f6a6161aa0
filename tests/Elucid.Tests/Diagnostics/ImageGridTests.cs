using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace Elucid.Tests.Diagnostics;

public sealed class ImageGridTests
{
    static readonly Tensor Three = new([3, 1, 1, 2], [0, 1, 0.5f, 0.25f, float.NaN, 7]);

    [Fact]
    public void Images_stand_side_by_side_with_a_white_line_between_them()
    {
        ImageGrid grid = ImageGrid.Of(Three, columns: 2);
        Assert.Equal((5, 3), (grid.Width, grid.Height));
        Assert.Equal([0, 255, 255, 128, 64, 255, 255, 255, 255, 255, 0, 255, 255, 255, 255], grid.Pixels.ToArray().Where((_, i) => i % 3 == 0));
        Assert.Equal([255, 0, 128], ImageGrid.Of(new Tensor([1, 3, 1, 1], [2, -2, 0]), lowest: -1, highest: 1).Pixels.ToArray());
        Assert.Equal((8 * 3 + 2, 8 * 2 + 1), (ImageGrid.OfFirst(Digits.Load(), 5).Width, ImageGrid.OfFirst(Digits.Load(), 5).Height));
    }

    [Fact]
    public void A_file_of_PNG_holds_the_pixels()
    {
        ImageGrid grid = ImageGrid.OfFirst(Digits.Load(), 12);
        byte[] png = grid.ToPng();
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], png[..4]);
        int length = (png[33] << 24) | (png[34] << 16) | (png[35] << 8) | png[36];
        Assert.Equal("IDAT", Encoding.ASCII.GetString(png, 37, 4));
        using ZLibStream zlib = new(new MemoryStream(png, 41, length), CompressionMode.Decompress);
        using MemoryStream rows = new();
        zlib.CopyTo(rows);
        Assert.Equal(grid.Pixels.ToArray(), rows.ToArray().Chunk(1 + 3 * grid.Width).SelectMany(row => row[1..]));
        // The sum over the name and no content that ends every file of PNG.
        Assert.Equal([0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82], png[^12..]);
    }

    [Fact]
    public void An_element_of_SVG_holds_the_picture_in_the_size_that_was_asked_for()
    {
        XElement svg = XElement.Parse(ImageGrid.Of(Three).ToSvg(scale: 2.5));
        Assert.Equal(
            ("12.5", "7.5", "0 0 5 3"), ((string)svg.Attribute("width")!, (string)svg.Attribute("height")!, (string)svg.Attribute("viewBox")!));
        string picture = (string)svg.Elements().Single().Attribute("href")!;
        Assert.Equal(ImageGrid.Of(Three).ToPng(), Convert.FromBase64String(picture["data:image/png;base64,".Length..]));
    }

    [Fact]
    public void What_is_no_image_is_refused_in_words()
    {
        Refused.With<ShapeException>("ImageGrid: expected images of shape [images, 1 or 3 channels, height, width], but got [1, 2, 1, 1]. "
            + "Slice channels out to see them.", () => ImageGrid.Of(new Tensor([1, 2, 1, 1])));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageGrid.Of(Three, lowest: 1));
    }
}
