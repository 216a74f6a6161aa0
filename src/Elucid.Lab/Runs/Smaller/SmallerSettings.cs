using System.Globalization;
using System.Text.Json.Serialization;

namespace Elucid.Lab;

/// <summary>What leaves a network.</summary>
public enum Removal
{
    /// <summary>The smallest weights of all layers together: they become 0, and the file holds the others alone.</summary>
    Weights,

    /// <summary>Whole units of each hidden layer, or channels of convolutions: layers become narrower.</summary>
    Units,

    /// <summary>Nothing: all weights stay, in fewer bits.</summary>
    Nothing,
}

/// <summary>How a trained network is made smaller.</summary>
/// <param name="Removal">What leaves it.</param>
/// <param name="Share">Which share, above 0 and below 1; 0 where nothing leaves.</param>
public sealed record SmallerSettings(Removal Removal, double Share)
{
    /// <summary>Whether what is left is kept in eight bits, where a layer gains by it (<see cref="ModelFile.IsInt8"/>).</summary>
    public bool IsInt8 { get; init; }

    /// <summary>Passes over the training data with what is left; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Retrain { get; init; }

    /// <summary>The seed that the network was trained with, which decides what the test rows are; null where the run beside the model says
    /// it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Seed { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A sentence that names the setting, the values it takes and what came.</exception>
    public void Check()
    {
        if (Removal == Removal.Nothing)
        {
            if (Share != 0 || !IsInt8 || Retrain is not null)
                throw new ArgumentException(
                    $"Where nothing leaves a network, only {Spelling.Of(nameof(SmallerSettings.IsInt8))} makes it smaller, and there is neither a "
                        + $"share nor {Spelling.Of(nameof(SmallerSettings.Retrain))}: omit these, or take something out.");
        }
        else if (!(Share > 0 && Share < 1))
            throw new ArgumentException(
                $"{Name} must be above 0 % and below 100 %, such as 70% or 0.7, but got {FormattableString.Invariant($"{100 * Share:0.##}")} %.");
        if (Retrain is <= 0)
            throw new ArgumentException($"{Spelling.Of(nameof(SmallerSettings.Retrain))} must be a positive number of epochs, but got {Retrain}.");
        if (Seed is < 0)
            throw new ArgumentException($"{Spelling.Of(nameof(SmallerSettings.Seed))} must be 0 or a positive number, but got {Seed}.");
    }

    /// <summary>The settings as users spell them.</summary>
    public override string ToString() => string.Join(' ', new[]
    {
        Removal == Removal.Nothing ? "" : $"{Name} {Share.ToString(CultureInfo.InvariantCulture)}",
        IsInt8 ? Spelling.Of(nameof(SmallerSettings.IsInt8), true) : "",
        Retrain is { } epochs ? Spelling.Of(nameof(SmallerSettings.Retrain), epochs) : "",
        Seed is { } seed ? Spelling.Of(nameof(SmallerSettings.Seed), seed) : "",
    }.Where(word => word.Length > 0));

    /// <summary>What is set, as users know it.</summary>
    string Name => Removal == Removal.Units ? Spelling.Of(nameof(ModelFile.RemoveUnits)) : Spelling.Of(nameof(PruningMask.Weights));
}
