namespace Elucid;

/// <summary>A vector for each token, layers over the sequence of them, and an output from the mean over the tokens that are real: those that fill a
/// short text up count for nothing.</summary>
internal sealed class TokenNetwork : Module
{
    readonly Embedding _embedding;
    readonly Dropout _dropout;
    readonly Sequential _layers, _head;
    readonly bool _isCausal;

    TokenNetwork(Embedding embedding, Dropout dropout, Sequential layers, Sequential head, bool isCausal = false)
    {
        _isCausal = isCausal;
        _embedding = Child("embedding", embedding);
        _dropout = Child("dropout", dropout);
        _layers = Child("layers", layers);
        _head = Child("head", head);
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) =>
        new TokenNetwork(with.Part(_embedding), with.Part(_dropout), with.Part(_layers), with.Part(_head), _isCausal);

    /// <summary>Such a network.</summary>
    /// <param name="plan">Its sizes.</param>
    /// <param name="width">The length of the vectors.</param>
    /// <param name="layers">Layers over sequences.</param>
    /// <param name="outputWidth">What they give for each token.</param>
    /// <param name="hidden">Layers between the mean and the output.</param>
    public static TokenNetwork Of(
        NetworkPlan plan, int width, IReadOnlyList<Module> layers, int outputWidth, params IReadOnlyList<Module> hidden) => new(
        new Embedding(plan.Vocabulary, width, plan.Weights, paddingIndex: 0, Initializer.LeCun), new Dropout(plan.Recipe.Dropout, plan.Noise),
        new Sequential([.. layers]),
        new Sequential([.. hidden, new Linear(outputWidth, plan.Outputs, plan.Weights, initializer: plan.Initializer)]));

    /// <summary>The same without its output layer: what it knows of a text.</summary>
    public TokenNetwork WithoutOutputs() => new(_embedding, _dropout, _layers, _head.WithoutLast(), _isCausal);

    /// <summary>What a network that writes texts knows of one that it reads: its vectors and layers, and the mean of what it would go on from. Its
    /// tokens are one higher here, as 0 fills short texts up.</summary>
    /// <param name="model">A network that foretells the next token.</param>
    public static TokenNetwork OfTextModel(Module model) => model is Gpt gpt
        ? new(Shifted((Embedding)gpt.Children[0].Module), (Dropout)gpt.Children[2].Module,
            new Sequential(gpt.Children[1].Module, gpt.Children[3].Module), new Sequential([]), isCausal: true)
        : new(Shifted((Embedding)model.Children[0].Module), new Dropout(0, new RandomStream(0)),
            new Sequential([.. model.Children.Skip(1).SkipLast(1).Select(child => child.Module)]), new Sequential([]));

    static Embedding Shifted(Embedding tokens)
    {
        Embedding shifted = new(tokens.Entries + 1, tokens.Features, new RandomStream(0), paddingIndex: 0);
        tokens.Weight.Values.CopyTo(shifted.Weight.Edit()[tokens.Features..]);
        return shifted;
    }

    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        int[] lengths = LengthsOf(x);
        Tensor y = _dropout.Forward(_embedding.Forward(x));
        foreach ((_, Module layer) in _layers.Children)
            y = layer switch
            {
                Recurrent recurrent => recurrent.ForwardWithState(y, lengths: lengths).Output,
                TransformerEncoder blocks => blocks.Forward(y, _isCausal ? null : AttentionMasks.Padding(lengths, x.Shape[1]), _isCausal),
                _ => layer.Forward(y),
            };
        return Tapped(x, _head.Forward(Ops.Sum(Ops.Multiply(y, Shares(lengths, x.Shape[1])), [1])));
    }

    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 2)
            ShapeException.Throw(Label, "tokens", "[batch, length]", input, "Each row is a text.");
        return _head.OutputShape([input[0], Read(input)[2]]);
    }

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input)
    {
        Shape rows = [input[0], input[1], _embedding.Features];
        yield return ("embedding", _embedding, input);
        if (_layers.Children.Count > 0)
            yield return ("layers", _layers, rows);
        yield return ("head", _head, [input[0], Read(input)[2]]);
    }

    // What the layers make of such a batch of tokens.
    Shape Read(Shape input) => _layers.OutputShape([input[0], input[1], _embedding.Features]);

    static int[] LengthsOf(Tensor x)
    {
        int length = x.Shape[1];
        int[] lengths = new int[x.Shape[0]];
        for (int i = 0; i < lengths.Length; i++)
            lengths[i] = Math.Max(1, x.Values.Slice(i * length, length).LastIndexOfAnyExcept(0f) + 1);
        return lengths;
    }

    // What each place counts in the mean.
    static Tensor Shares(int[] lengths, int length)
    {
        Tensor shares = Tape.Scratch([lengths.Length, length, 1]);
        Span<float> values = shares.Edit();
        values.Clear();
        for (int i = 0; i < lengths.Length; i++)
            values.Slice(i * length, lengths[i]).Fill(1f / lengths[i]);
        return shares;
    }
}
