namespace Elucid;

/// <summary>What is done with boxes that are none: those that show that a file is misread are refused, those that every large set has a few of are
/// left out or cut, and said.</summary>
/// <param name="path">The file of boxes.</param>
internal sealed class BoxCleaning(string path)
{
    // Edges are often rounded, or written as the number of the last pixel.
    const double MostBeyond = 1.5;

    // Beside images of this many pixels a box of less than one is no box in pixels.
    const int SideOfShares = 8;

    int _cut, _empty, _twice, _all;
    string _firstCut = "", _firstEmpty = "", _firstTwice = "";
    double _largest;

    /// <summary>The boxes of an image that are some, within it.</summary>
    /// <exception cref="DataFormatException">One is no box of this image.</exception>
    public List<FileBox> Clean(BoxedFile? file, ImageSize size, string image)
    {
        if (file is null)
            return [];
        if (file.Size is { } said && said != size)
            throw new DataFormatException(
                $"{file.Where}: expected the size of '{image}', which is {size}, but the file says {said}"
                    + (said == new ImageSize(size.Height, size.Width) ? ": the photograph was turned upright by its EXIF data after it was labelled."
                        : ": the image was made larger or smaller after it was labelled.") + " Use the images that were labelled.");
        List<FileBox> kept = [];
        HashSet<(double, double, double, double, string)> seen = [];
        foreach (FileBox box in file.Boxes)
        {
            _all++;
            Check(box, size, image);
            _largest = Math.Max(
                _largest, size.Width > SideOfShares || size.Height > SideOfShares ? Math.Max(box.Right, box.Bottom) : double.MaxValue);
            if (box.Right == box.Left || box.Bottom == box.Top)
                Add(ref _empty, ref _firstEmpty, box);
            else if (!seen.Add((box.Left, box.Top, box.Right, box.Bottom, box.Label)))
                Add(ref _twice, ref _firstTwice, box);
            else
            {
                FileBox within = box with
                {
                    Left = Math.Max(0, box.Left),
                    Top = Math.Max(0, box.Top),
                    Right = Math.Min(size.Width, box.Right),
                    Bottom = Math.Min(size.Height, box.Bottom),
                };
                if (Math.Max(Math.Max(-box.Left, -box.Top), Math.Max(box.Right - size.Width, box.Bottom - size.Height)) > MostBeyond)
                    Add(ref _cut, ref _firstCut, box);
                kept.Add(within);
            }
        }
        return kept;
    }

    /// <summary>Throws where there is nothing to be learned.</summary>
    public void RequireAny()
    {
        if (_all == _empty + _twice)
            throw new DataFormatException($"'{path}': expected boxes of objects, but there is none. Check the file.");
        if (_largest <= 1)
            throw new DataFormatException(
                $"'{path}': expected boxes in pixels, but no number is above 1: they look like shares of the images' sides, as YOLO writes "
                    + $"them. Multiply "
                    + "x and width by the image's width, y and height by its height.");
    }

    /// <summary>What was left out or cut, in sentences.</summary>
    public IEnumerable<string> Notes()
    {
        if (_cut > 0)
            yield return $"{Boxes(_cut)} beyond the image and {(_cut == 1 ? "is" : "are")} cut at its edge: {_firstCut}.";
        if (_empty > 0)
            yield return $"{Count(_empty)} without width or height and left out: {_firstEmpty}.";
        if (_twice > 0)
            yield return $"{Count(_twice)} written twice and {(_twice == 1 ? "counts" : "count")} once: {_firstTwice}.";
    }

    static void Check(FileBox box, ImageSize size, string image)
    {
        string corners = $"goes from ({Number(box.Left)}, {Number(box.Top)}) to ({Number(box.Right)}, {Number(box.Bottom)})";
        if (!double.IsFinite(box.Left + box.Top + box.Right + box.Bottom))
            throw new DataFormatException($"{box.Where}: expected a box of finite numbers, but it {corners}. Correct it, or leave it out.");
        if (box.Right < box.Left || box.Bottom < box.Top)
            throw new DataFormatException(
                $"{box.Where}: expected a box that ends to the right of and below where it begins, but it {corners}. Check which columns are "
                    + $"edges, and "
                    + "which are sizes.");
        if (box.Left >= size.Width || box.Top >= size.Height || box.Right < 0 || box.Bottom < 0)
            throw new DataFormatException(
                $"{box.Where}: expected a box in '{image}', which is {size}, but it {corners}, outside of it. Check whether images were made smaller "
                    + "after they were labelled.");
    }

    static void Add(ref int count, ref string first, FileBox box)
    {
        if (count++ == 0)
            first = box.Where;
    }

    static string Boxes(int count) => $"{count:N0} box{(count == 1 ? " goes" : "es go")}";

    static string Count(int count) => $"{count:N0} box{(count == 1 ? " is" : "es are")}";

    static string Number(double value) => value.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
