using System.CommandLine;

namespace Elucid.Cli;

/// <summary>The options that say what becomes of files of images.</summary>
internal sealed class ImageFileOptions
{
    readonly Option<string?> _size = new("--size")
    {
        Description = "The size that images are brought to, such as 32 or 48x32, width by height; by default their own where it is one of at most "
            + "64 × 64, and otherwise 32; 128 × 128 and 64 where objects are to be found. (images)",
        HelpName = "PIXELS",
    };
    readonly Option<string?> _fit = new("--fit")
    {
        Description = "How an image of other proportions gets this size: crop takes the largest part in the middle (by default), pad the whole and "
            + "black beside it (by default where objects are to be found), stretch the whole, distorted. (images)",
        HelpName = "crop|pad|stretch",
    };
    readonly Option<bool> _grey = new("--grey") { Description = "Take images without their colours. (images)" };

    IEnumerable<Option> All => [_size, _fit, _grey];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Options.Add(option);
    }

    /// <summary>Refuses the options for data that is no directory of images.</summary>
    public void RefuseFor(ParseResult parsed, string data)
    {
        if (All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } useless)
            throw new ArgumentException($"{useless.Name} is for a directory of images, but --data is {data}: omit it, or name a directory.");
    }

    /// <summary>What is asked of images.</summary>
    public ImageRequest Read(ParseResult parsed) => new()
    {
        Size = parsed.GetValue(_size) is { } size ? ParseSize(size) : null,
        Fit = parsed.GetValue(_fit) is { } fit ? Choice.Parse(_fit.Name, fit, Enum.GetValues<ImageFit>()) : null,
        IsGrey = parsed.GetValue(_grey),
    };

    ImageSize ParseSize(string text)
    {
        const int most = 4096;
        string[] sides = text.Split('x', 'X', '×');
        return sides.Length <= 2 && sides.All(side => int.TryParse(side, out int pixels) && pixels is > 0 and <= most)
            ? new ImageSize(int.Parse(sides[0]), int.Parse(sides[^1]))
            : throw new ArgumentException(
                $"{_size.Name} must be one number of pixels, or width and height such as 48x32, each from 1 to {most}, but got '{text}'.");
    }
}
