namespace Elucid;

/// <summary>A vector for each token, layers over the sequence of them, and an output from the mean over the tokens that are real: those that fill a
/// short text up count for nothing.</summary>
internal sealed class TokenNetwork : Module
{
    readonly Embedding _embedding;
    readonly Dropout _dropout;
    readonly Sequential _layers, _head;

    TokenNetwork(Embedding embedding, Dropout dropout, Sequential layers, Sequential head)
    {
        _embedding = Child("embedding", embedding);
        _dropout = Child("dropout", dropout);
        _layers = Child("layers", layers);
        _head = Child("head", head);
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) =>
        new TokenNetwork(with.Part(_embedding), with.Part(_dropout), with.Part(_layers), with.Part(_head));

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

    /// <summary>The vectors of tokens.</summary>
    public Tensor Vectors => _embedding.Weight;

    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        int[] lengths = LengthsOf(x);
        Tensor y = _dropout.Forward(_embedding.Forward(x));
        foreach ((_, Module layer) in _layers.Children)
            y = layer switch
            {
                Recurrent recurrent => recurrent.ForwardWithState(y, lengths: lengths).Output,
                TransformerEncoder blocks => blocks.Forward(y, AttentionMasks.Padding(lengths, x.Shape[1])),
                _ => layer.Forward(y),
            };
        return Tapped(x, _head.Forward(Ops.Sum(Ops.Multiply(y, Shares(lengths, x.Shape[1])), [1])));
    }

    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 2)
            ShapeException.Throw(Label, "tokens", "[batch, length]", input, "Each row is a text.");
        return [input[0], ((Linear)_head.Children[^1].Module).OutFeatures];
    }

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input)
    {
        Shape rows = [input[0], input[1], _embedding.Features];
        yield return ("embedding", _embedding, input);
        Shape pooled = _layers.Children.Count == 0 ? rows : _layers.OutputShape(rows);
        if (_layers.Children.Count > 0)
            yield return ("layers", _layers, rows);
        yield return ("head", _head, [input[0], pooled[2]]);
    }

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
