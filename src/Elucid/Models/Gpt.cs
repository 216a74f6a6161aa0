namespace Elucid;

/// <summary>
/// A generative transformer (Radford et al. 2019, "Language models are unsupervised multitask learners", GPT-2): embeddings of tokens and of
/// positions, causal blocks that normalise first, a last normalisation and an output layer, which predicts the token after each position.
/// </summary>
/// <remarks>
/// <para>
/// Parameters: <c>wte.weight</c>, <c>wpe.weight</c>, <c>transformer.layers.0…</c> as in <see cref="TransformerEncoder"/>, <c>transformer.norm</c>,
/// and
/// <c>lm_head.weight</c> unless the head is tied.
/// </para>
/// <para>Weights start from a normal distribution of standard deviation 0.02, those that add to the residual stream smaller by √(2 · layers) (section
/// 2.3 there).</para>
/// <para>To train it: a <c>Trainer</c> with <c>Objective.NextToken()</c>, or <c>Loss.CrossEntropy(Ops.Reshape(model.Forward(tokens), -1, vocabulary),
/// labels)</c>, where the labels are the tokens shifted by one.</para>
/// </remarks>
public sealed class Gpt : Module
{
    readonly Embedding _tokens;
    readonly LearnedPositionalEncoding _positions;
    readonly Dropout _dropout;
    readonly TransformerEncoder _blocks;
    readonly Linear? _head;

    /// <summary>Creates the model and draws its weights.</summary>
    /// <param name="options">Its sizes.</param>
    /// <param name="random">Where weights are drawn from, and, in training, what is dropped.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the dropout is outside [0, 1).</exception>
    /// <exception cref="ArgumentException">The features cannot be divided among the heads.</exception>
    public Gpt(GptOptions options, RandomStream random)
    {
        Options = options;
        int features = options.Features;
        _tokens = Child("wte", new Embedding(options.VocabularySize, features, random));
        _positions = Child("wpe", new LearnedPositionalEncoding(features, options.MaxLength, random));
        _dropout = Child("drop", new Dropout(options.Dropout, random));
        _blocks = Child("transformer", new TransformerEncoder(
            options.Layers,
            _ => new TransformerEncoderLayer(features, options.Heads, 4 * features, options.Activation, random, options.Dropout, normFirst: true),
            new LayerNorm(features)));
        _head = options.TiedHead ? null : Child("lm_head", new Linear(features, options.VocabularySize, random, bias: false));
        float deviation = 0.02f, ofResidual = deviation / MathF.Sqrt(2 * options.Layers);
        foreach ((string name, Tensor parameter) in NamedParameters().Where(p => p.Value.Shape.Rank == 2))
            random.FillGaussian(
                parameter.Edit(), deviation: name.EndsWith("out_proj.weight") || name.EndsWith("linear2.weight") ? ofResidual : deviation);
    }

    /// <summary>The sizes.</summary>
    public GptOptions Options { get; }

    /// <inheritdoc/>
    /// <param name="x">Tokens, [batch, length]: whole numbers below the vocabulary's size.</param>
    /// <returns>Logits of the token after each position, [batch, length, vocabulary].</returns>
    /// <exception cref="ShapeException">The input is no matrix or longer than the longest sequence.</exception>
    /// <exception cref="ArgumentException">A number is no token.</exception>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        return Tapped(x, Head(_blocks.Forward(Embed(x, start: 0), mask: null, isCausal: true)));
    }

    /// <summary>Continues a sequence, token by token; each step computes its own position only, with the keys and values of those before it
    /// kept.</summary>
    /// <param name="prompt">At least one token; of a long prompt the last maxLength − 1 count.</param>
    /// <param name="count">How many tokens to add.</param>
    /// <param name="random">Draws one number for each token: the same seed gives the same text.</param>
    /// <param name="temperature">Logits are divided by it before they become probabilities: below 1 likely tokens are preferred, at 0 the likeliest
    /// is taken. 1 by default.</param>
    /// <param name="topK">Draws among so many of the likeliest tokens (Fan et al. 2018, arXiv:1805.04833, section 5.4); 0, the default, for
    /// all.</param>
    /// <returns>The new tokens. Where the longest sequence is reached, the model goes on from the last half of what it has.</returns>
    /// <exception cref="ArgumentException">The prompt is empty or holds what is no token.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Count, temperature or topK is negative, or the temperature is not finite.</exception>
    public int[] Generate(ReadOnlySpan<int> prompt, int count, RandomStream random, double temperature = 1, int topK = 0)
    {
        if (prompt.IsEmpty)
            throw new ArgumentException(
                "Gpt.Generate: expected a prompt of at least one token, but got none. Start with a line break, say.", nameof(prompt));
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        using ModeScope scope = InUse();
        TokenSampler sampler = new(Options.VocabularySize, temperature, topK, random);
        return [.. Begin().Continue([.. prompt], logits => sampler.Next(logits)).Take(count)];
    }

    /// <summary>A sequence without tokens yet.</summary>
    internal TokenReader Begin() => new CachedReader(this);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 2 || input[1] > Options.MaxLength)
            ShapeException.Throw(
                Label, "tokens", $"[batch, length up to {Options.MaxLength}]", input, "Longer sequences need a larger MaxLength, or are cut.");
        return [input[0], input[1], Options.VocabularySize];
    }

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input)
    {
        Shape inner = [input[0], input[1], Options.Features];
        yield return ("wte", _tokens, input);
        yield return ("wpe", _positions, inner);
        yield return ("drop", _dropout, inner);
        foreach ((string name, Module part, _) in _blocks.Parts(inner))
            yield return ($"transformer.{name}", part, inner);
        if (_head is not null)
            yield return ("lm_head", _head, inner);
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input)
    {
        OutputShape(input);
        return _blocks.MultiplyAdds([input[0], input[1], Options.Features]) + (long)input.Size * Options.Features * Options.VocabularySize;
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) =>
        new Gpt(Options with { Activation = with.Function(Options.Activation) }, with.Random);

    /// <inheritdoc/>
    public override string ToString() =>
        $"Gpt({Options.VocabularySize} tokens, {Options.Layers} layers of {Options.Features}, {Options.Heads} heads, up to {Options.MaxLength})";

    Tensor Embed(Tensor tokens, int start) => _dropout.Forward(_positions.Forward(_tokens.Forward(tokens), start));

    Tensor Head(Tensor x) => _head?.Forward(x) ?? Ops.Linear(x, _tokens.Weight);

    // Where the longest sequence is reached, it goes on from the last half of what it has.
    sealed class CachedReader(Gpt model) : TokenReader
    {
        readonly IReadOnlyList<KeyValueCache> _caches = model._blocks.CreateCaches(batchSize: 1, model.Options.MaxLength);
        readonly List<int> _tokens = [];
        int _first;

        public override float[] Read(ReadOnlySpan<int> tokens)
        {
            int most = model.Options.MaxLength;
            if (_tokens.Count == 0)
                _first = Math.Max(0, tokens.Length - Math.Max(1, most - 1));
            _tokens.AddRange(tokens);
            if (_tokens.Count - _first > most)
            {
                _first = _tokens.Count - Math.Max(1, most / 2);
                foreach (KeyValueCache cache in _caches)
                    cache.Clear();
            }
            using Tape tape = Tape.StartWithoutGradients();
            int known = _caches[0].Count;                       // so many are in the caches already
            int[] added = [.. _tokens.Skip(_first + known)];
            Tensor rows = model._blocks.ForwardCached(model.Embed(Of(added), known), _caches);
            return model.Head(Ops.Slice(rows, 1, added.Length - 1, 1)).Values.ToArray();
        }
    }
}
