namespace Elucid.Lab;

/// <summary>What a network wrote after an epoch.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Prompt">What it went on from.</param>
/// <param name="Text">What it wrote.</param>
public sealed record EpochSample(int Epoch, string Prompt, string Text);
