namespace Elucid;

/// <summary>Masks for <see cref="Ops.Attention"/>: numbers added to the scores, 0 where a query may look and −∞ where not. <see cref="Ops.Add"/>
/// joins two.</summary>
public static class AttentionMasks
{
    /// <summary>Hides the padding behind sequences of different lengths.</summary>
    /// <param name="lengths">How many rows of each sequence are real, 0 to <paramref name="keys"/>.</param>
    /// <param name="keys">The padded length.</param>
    /// <returns>[batch, 1, 1, keys]. PyTorch's <c>key_padding_mask</c> is true where this holds −∞.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative or exceeds the padded one.</exception>
    public static Tensor Padding(ReadOnlySpan<int> lengths, int keys)
    {
        Tensor mask = new([lengths.Length, 1, 1, keys]);
        for (int i = 0; i < lengths.Length; i++)
        {
            if ((uint)lengths[i] > (uint)keys)
                throw new ArgumentOutOfRangeException(nameof(lengths),
                    $"AttentionMasks.Padding: expected lengths from 0 to {keys}, the padded length, but got {lengths[i]} for sequence {i}.");
            mask.Edit().Slice(i * keys, keys)[lengths[i]..].Fill(float.NegativeInfinity);
        }
        return mask;
    }

    /// <summary>Lets a query see only the keys up to its own position. Attention's <c>isCausal</c> does the same and skips the hidden work.</summary>
    /// <param name="length">Queries and keys.</param>
    /// <returns>[length, length], as PyTorch's <c>Transformer.generate_square_subsequent_mask</c>.</returns>
    public static Tensor Causal(int length)
    {
        Tensor mask = new([length, length]);
        for (int i = 0; i < length; i++)
            mask.Edit().Slice(i * length, length)[(i + 1)..].Fill(float.NegativeInfinity);
        return mask;
    }
}
