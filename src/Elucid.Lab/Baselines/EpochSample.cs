using System.Text.Json.Serialization;

namespace Elucid.Lab;

/// <summary>What a network wrote or drew after an epoch.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Prompt">What it went on from.</param>
/// <param name="Text">What it wrote.</param>
public sealed record EpochSample(int Epoch, string Prompt, string Text)
{
    /// <summary>The images that it drew, of the shape of the data's, a byte for each number; null where it draws none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Images { get; init; }
}
