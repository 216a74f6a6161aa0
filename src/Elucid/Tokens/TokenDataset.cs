namespace Elucid;

/// <summary>A text as tokens, to learn the next one: windows of it, and for each token of a window the one after it.</summary>
/// <example><code>
/// TokenDataset text = new(tokenizer.Encode(File.ReadAllText("book.txt")), length: 64);
/// (TokenDataset training, TokenDataset validation) = text.Split(Portion.Fraction(0.1));
/// TokenBatch batch = training.Draw(count: 16, random);
/// Tensor loss = Loss.CrossEntropy(Ops.Reshape(model.Forward(batch.Inputs()), -1, tokenizer.VocabularySize), batch.Labels);
/// </code></example>
public sealed class TokenDataset
{
    readonly ReadOnlyMemory<int> _tokens;

    /// <summary>Windows of a text.</summary>
    /// <param name="tokens">The text, more than <paramref name="length"/> tokens. Kept, not copied: do not change it afterwards.</param>
    /// <param name="length">How many tokens a window has.</param>
    /// <exception cref="ArgumentException">The text is shorter than one window and the token after it, or has a negative number.</exception>
    public TokenDataset(ReadOnlyMemory<int> tokens, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (tokens.Length <= length)
            throw new ArgumentException($"TokenDataset: expected more than {length} tokens, a window and the one after it, but got {tokens.Length}.");
        foreach (int token in tokens.Span)
            if (token < 0)
                throw new ArgumentException($"TokenDataset: expected tokens of at least 0, but got {token}.");
        (_tokens, Length) = (tokens, length);
    }

    /// <summary>The text.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.Span;

    /// <summary>How many tokens a window has.</summary>
    public int Length { get; }

    /// <summary>How many windows there are side by side, as <see cref="Windows"/> gives them.</summary>
    public int Count => (_tokens.Length - 1) / Length;

    /// <summary>The text's first part to learn from, and its last to judge by.</summary>
    /// <param name="validation">How much of the text becomes the last part.</param>
    /// <exception cref="ArgumentException">A part would be shorter than one window and the token after it.</exception>
    public (TokenDataset Train, TokenDataset Validation) Split(Portion validation)
    {
        int cut = _tokens.Length - validation.Of(_tokens.Length, "tokens");
        return (new(_tokens[..cut], Length), new(_tokens[cut..], Length));
    }

    /// <summary>Windows side by side, in order: number <paramref name="first"/> and those after it. For evaluation.</summary>
    /// <param name="first">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many.</exception>
    public TokenBatch Windows(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - first);
        return new(_tokens, [.. Enumerable.Range(first, count).Select(window => window * Length)], Length);
    }

    /// <summary>Windows as rows, for a <c>Trainer</c>: the features are a window's tokens, the targets those one place later.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="tokenizer">What made the tokens.</param>
    /// <param name="step">From the start of one window to that of the next; 0, the default, for windows side by side, 1 for one at each
    /// place.</param>
    /// <exception cref="ArgumentException">A token is none of the tokenizer's.</exception>
    public Dataset ToDataset(string name, Tokenizer tokenizer, int step = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (step == 0)
            step = Length;
        int count = (_tokens.Length - Length - 1) / step + 1;
        float[] features = new float[count * Length], targets = new float[count * Length];
        for (int i = 0; i < features.Length; i++)
        {
            int at = i / Length * step + i % Length;
            (features[i], targets[i]) = (Tokens[at], Tokens[at + 1]);
        }
        return new Dataset(name, features, [Length], new NextTokens(targets, Length, tokenizer));
    }

    /// <summary>Windows that begin anywhere, each place being as likely as any other. For training.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Draws the places.</param>
    public TokenBatch Draw(int count, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        int[] starts = new int[count];
        foreach (ref int start in starts.AsSpan())
            start = random.NextInt32(_tokens.Length - Length);
        return new(_tokens, starts, Length);
    }
}

/// <summary>Some windows of a text.</summary>
public sealed class TokenBatch
{
    readonly ReadOnlyMemory<int> _tokens;
    readonly int[] _starts, _labels;
    readonly int _length;

    internal TokenBatch(ReadOnlyMemory<int> tokens, int[] starts, int length)
    {
        (_tokens, _starts, _length, _labels) = (tokens, starts, length, new int[starts.Length * length]);
        for (int i = 0; i < starts.Length; i++)
            tokens.Span.Slice(starts[i] + 1, length).CopyTo(_labels.AsSpan(i * length));
    }

    /// <summary>The token after each token of the windows: [windows · length], as <see cref="Loss.CrossEntropy"/> takes them.</summary>
    public ReadOnlyMemory<int> Labels => _labels;

    /// <summary>The windows as a tensor, [windows, length]: rented from the tape that runs, or garbage-collected memory where none does.</summary>
    public Tensor Inputs()
    {
        Tensor x = Tape.Scratch([_starts.Length, _length]);
        Span<float> values = x.Edit();
        for (int i = 0; i < _starts.Length; i++)
            for (int j = 0; j < _length; j++)
                values[i * _length + j] = _tokens.Span[_starts[i] + j];
        return x;
    }
}
