using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Test images with the true boxes and those that were found.</summary>
internal static class BoxPictures
{
    const int Shown = 12;

    const double PictureSide = 144;

    static readonly SeriesStyle Truth = new(2), Right = new(0), Wrong = new(1);

    public static ReportSection Section(FoundObjects found)
    {
        int[] first = [.. Enumerable.Range(0, Math.Min(Shown, found.Data.Count))];
        int[] worst = [.. Enumerable.Range(0, found.Data.Count).OrderByDescending(image => MistakesIn(found, image)).Take(Shown)
            .Where(image => MistakesIn(found, image) > 0)];
        return new ReportSection(
            "Where does it see objects?",
            $"{DetectionSections.Summary(found)} Below an image stands what was found in it: “Coat said Dress” is a coat that "
                + "it took for a dress. In the images with the most mistakes look for boxes that are wrong or lacking in your file, and for objects that people could not tell "
                + "either.",
            [
                new ImageChart
                {
                    Title = "Boxes of test images",
                    Side = PictureSide,
                    Rows =
                    [
                        new("as they come", [.. first.Select(image => Picture(found, image))]),
                        .. worst.Length == 0 ? Array.Empty<ImageRow>()
                            : [new("with the most mistakes", [.. worst.Select(image => Picture(found, image))])],
                    ],
                },
            ]);
    }

    static int MistakesIn(FoundObjects found, int image) => found.MissedIn(image).Count() + found.FalseIn(image).Count();

    static PixelImage Picture(FoundObjects found, int image) => PixelImage.Of(found.Data, image) with
    {
        Name = Words(found, image),
        Boxes =
        [
            .. found.Data.Boxes[image].Select(True),
            .. found.Believed[image].Select((one, i) =>
                found.Matches[image][i] >= 0 ? Marked("found", one.Box, Right) : Marked("found, not there", one.Box, Wrong)),
        ],
    };

    /// <summary>A box of the data.</summary>
    internal static ImageBox True(LabeledBox box) => Marked("true box", box, Truth);

    static string Words(FoundObjects found, int image)
    {
        List<LabeledBox> missed = [.. found.MissedIn(image)];
        List<string> parts = [.. found.Believed[image].Where((_, i) => found.Matches[image][i] >= 0).Select(one => found.Names[one.Box.Class])];
        foreach (Detection one in found.FalseIn(image))
        {
            int taken = missed.FindIndex(box => box.IntersectionOverUnion(one.Box) >= 0.5);
            parts.Add($"{(taken >= 0 ? $"{found.Names[missed[taken].Class]} " : "")}said {found.Names[one.Box.Class]}");
            if (taken >= 0)
                missed.RemoveAt(taken);
        }
        parts.AddRange(missed.Select(box => $"missed {found.Names[box.Class]}"));
        return parts.Count == 0 ? "nothing" : string.Join(", ", parts);
    }

    static ImageBox Marked(string name, LabeledBox box, SeriesStyle style) => new(name, box.Left, box.Top, box.Right, box.Bottom) { Style = style };
}
