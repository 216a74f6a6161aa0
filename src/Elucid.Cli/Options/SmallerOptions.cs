using System.CommandLine;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary>The options that say what leaves a network, and by what it is judged then.</summary>
internal sealed class SmallerOptions
{
    readonly Option<double?> _weights = NumberOption.CreateShare(
        "--remove-weights", "Take this share of the weights out, 70% or 0.7: the smallest of all layers. The file is smaller; it is not faster.");

    readonly Option<double?> _units = NumberOption.CreateShare(
        "--remove-units", "Take this share of each hidden layer's units out, or of channels of convolutions: smaller and faster. "
            + $"(--model {string.Join(", ", NetworkKind.All.Where(kind => kind.HasRemovableUnits).Select(kind => kind.Name))})");

    readonly Option<bool> _int8 = new("--int8")
    {
        Description = "Keep the weights of fully connected layers in eight bits, and multiply in eight bits: a quarter of their size, and faster "
            + "where they are most of the work. Also together with what takes something out.",
    };

    readonly Option<int?> _retrain = NumberOption.CreateOptional<int>(
        "--retrain", "Passes over the training data with what is left, by the settings of its training; the best by validation loss is kept. "
            + "(--data)");

    readonly Option<int?> _seed = NumberOption.CreateOptional<int>(
        "--seed", "The seed that the model was trained with, which decides what the test rows are; for a model without its run.json. (--data)");

    readonly Option<bool> _resume = new("--resume") { Description = "Go on with an interrupted --retrain, of the same command." };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_weights, _units, _int8, _retrain, _resume, _seed];

    /// <summary>Whether an interrupted run is to go on.</summary>
    public bool Resumes(ParseResult parsed) => parsed.GetValue(_resume);

    /// <summary>What the user asks for; null for the network as it is.</summary>
    /// <exception cref="ArgumentException">Options contradict each other, or one needs another.</exception>
    public SmallerSettings? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_weights) is not null && parsed.GetValue(_units) is not null)
            throw new ArgumentException(
                $"{_weights.Name} and {_units.Name} are two steps: use one of them, and then the other on the file that it writes.");
        SmallerSettings? settings = parsed.GetValue(_weights) is { } weights ? new(Removal.Weights, weights)
            : parsed.GetValue(_units) is { } units ? new(Removal.Units, units)
            : parsed.GetValue(_int8) ? new(Removal.Nothing, 0) : null;
        if (settings is null && All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } useless)
            throw new ArgumentException(
                $"{useless.Name} is for a network that is made smaller: add {_weights.Name} 70%, {_units.Name} 50% or {_int8.Name}.");
        settings = settings is null ? null : settings with
        {
            IsInt8 = parsed.GetValue(_int8),
            Retrain = parsed.GetValue(_retrain),
            Seed = parsed.GetValue(_seed),
        };
        settings?.Check();
        if (Resumes(parsed) && settings?.Retrain is null)
            throw new ArgumentException($"{_resume.Name} goes on with an interrupted {_retrain.Name}: name that as well, or omit it.");
        return settings;
    }
}
