using System.CommandLine;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary>The options that say what a body which was trained before brings along.</summary>
internal sealed class FineTuneOptions
{
    readonly Option<string?> _from = new("--from")
    {
        Description = "A model whose body goes on learning, with a new head for the answers of this data: a file of `elucid train`, or an ONNX file "
            + "of images. The head has a hidden layer of --hidden units with the activation; --init, --norm and --dropout are the head's.",
        HelpName = "MODEL",
    };

    readonly Option<string?> _freeze = new("--freeze")
    {
        Description = "Layers that stand still, by their names: body for all of it, or body.0,body.layers.* with * for any part of a name. (--from)",
        HelpName = "LAYER,…",
    };

    readonly Option<double?> _rate = NumberOption.CreateOptional<double>(
        "--body-rate", "The body's learning rate as a multiple of the head's, such as 0.1; 1 by default. (--from)");

    /// <summary>Those that are settings of a recipe.</summary>
    public IReadOnlyList<Option> All => [_freeze, _rate];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_from);
        foreach (Option option in All)
            command.Options.Add(option);
    }

    /// <summary>The body that the user names; null where there is none.</summary>
    /// <exception cref="ArgumentException">An option needs one.</exception>
    /// <exception cref="ModelFormatException">The file cannot be used.</exception>
    public PretrainedBody? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_from) is { } path)
            return PretrainedBody.Load(path);
        return All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } useless
            ? throw new ArgumentException($"{useless.Name} is for the body of another model: name that with {_from.Name} MODEL, or omit it.") : null;
    }

    /// <summary>The recipe of a head, with what is said of the body.</summary>
    public Recipe Apply(ParseResult parsed, Recipe head, PretrainedBody body) => head with
    {
        From = body.Id,
        Freeze = parsed.GetValue(_freeze),
        BodyRate = parsed.GetValue(_rate),
    };
}
