namespace Elucid;

/// <summary>The sizes of a <see cref="Gpt"/>.</summary>
public sealed record GptOptions
{
    /// <summary>How many different tokens there are.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The longest sequence that it sees.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The width of the blocks; 128 by default.</summary>
    public int Features { get; init; } = 128;

    /// <summary>Heads of each block, a divisor of <see cref="Features"/>; 4 by default.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Blocks; 4 by default.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>The function in the blocks: ELU by default; GPT-2 has <c>Activations.GeluTanh()</c>.</summary>
    public Activation Activation { get; init; } = Activations.Elu();

    /// <summary>The share that training drops of embeddings, attention weights, hidden units and outputs; 0 by default, 0.1 in GPT-2.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the output layer is the token embedding transposed (Press and Wolf 2017, arXiv:1608.05859), as in GPT-2; true by
    /// default.</summary>
    public bool TiedHead { get; init; } = true;
}
