using System.CommandLine;

namespace Elucid.Cli;

/// <summary>The options that say which objects are where in images.</summary>
internal sealed class DetectionOptions
{
    readonly Option<string?> _boxes = new("--boxes")
    {
        Description = "The objects in the images: a CSV file with the columns image, label, and xmin, ymin, xmax, ymax or x, y, width, height in "
            + "pixels, or COCO's JSON. (detect)",
        HelpName = "FILE",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_boxes);

    /// <summary>Refuses the options where nothing is to be found.</summary>
    public void RefuseFor(ParseResult parsed)
    {
        if (parsed.GetValue(_boxes) is not null)
            throw new ArgumentException($"{_boxes.Name} says where objects are: add --task detect, or omit it.");
    }

    /// <summary>The file of boxes.</summary>
    /// <exception cref="ArgumentException">None is named.</exception>
    public string Read(ParseResult parsed) => parsed.GetValue(_boxes)
        ?? throw new ArgumentException($"--task detect needs {_boxes.Name} FILE: the objects in the images, as CSV or COCO's JSON.");
}
