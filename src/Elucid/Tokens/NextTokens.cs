using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>The token after each token of a window.</summary>
internal sealed class NextTokens(float[] tokens, int length, Tokenizer tokenizer) : Answers
{
    public override LearningTask Task => LearningTask.Text;

    public override int Count => tokens.Length / length;

    public override float[] Targets => tokens;

    public override IReadOnlyList<string> OutputNames => tokenizer.Names;

    public override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<float>(tokens);

    /// <summary>Characters that a token has, on average.</summary>
    public double CharactersPerToken
    {
        get
        {
            int[] characters = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.CharactersIn)];
            return tokens.Average(token => characters[(int)token]);
        }
    }

    public override void Check(string dataset)
    {
        foreach (float token in tokens)
            if (token < 0 || token >= tokenizer.VocabularySize)
                throw new ArgumentException(
                    $"Dataset '{dataset}': expected tokens from 0 to {tokenizer.VocabularySize - 1}, but got {token}. Encode the text with the same "
                        + "tokenizer.");
    }

    public override Answers Of(ReadOnlySpan<int> rows) => new NextTokens(Dataset.Gather(tokens, length, rows), length, tokenizer);
}
