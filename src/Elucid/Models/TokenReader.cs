namespace Elucid;

/// <summary>A network that reads tokens one after the other and keeps what it needs of those before: a sequence that grows.</summary>
internal abstract class TokenReader
{
    /// <summary>A sequence without tokens yet.</summary>
    /// <param name="network">A <see cref="Gpt"/>, or a chain of layers that look at one step or are <see cref="Recurrent"/>; in use.</param>
    public static TokenReader Of(Module network) => network switch
    {
        Gpt gpt => gpt.Begin(),
        Sequential chain => new ChainReader(chain),
        _ => throw new NotSupportedException(
            $"{network} cannot go on with a text: expected a {nameof(Gpt)}, or a {nameof(Sequential)} that begins with an {nameof(Embedding)} and "
                + $"gives logits after each token."),
    };

    /// <summary>Takes up tokens.</summary>
    /// <param name="tokens">At least one.</param>
    /// <returns>The logits of the token after the last.</returns>
    public abstract float[] Read(ReadOnlySpan<int> tokens);

    /// <summary>New tokens without end, each drawn when it is asked for.</summary>
    /// <param name="prompt">At least one token.</param>
    /// <param name="next">Draws one from its logits.</param>
    public IEnumerable<int> Continue(int[] prompt, Func<float[], int> next)
    {
        for (int[] unread = prompt; ;)
        {
            unread = [next(Read(unread))];
            yield return unread[0];
        }
    }

    private protected static Tensor Of(ReadOnlySpan<int> tokens)
    {
        Tensor x = new([1, tokens.Length]);
        Span<float> values = x.Edit();
        for (int i = 0; i < values.Length; i++)
            values[i] = tokens[i];
        return x;
    }

    sealed class ChainReader(Sequential chain) : TokenReader
    {
        readonly Dictionary<Module, RecurrentState> _states = [];

        public override float[] Read(ReadOnlySpan<int> tokens)
        {
            using Tape tape = Tape.StartWithoutGradients();
            Tensor x = Of(tokens);
            foreach ((_, Module module) in chain.Children)
                if (module is Recurrent layer)
                {
                    (x, RecurrentState state) = layer.ForwardWithState(x, _states.GetValueOrDefault(layer));
                    _states[layer] = state.Keep();
                }
                else
                    x = module.Forward(x);
            return Ops.Select(x, 1, tokens.Length - 1).Values.ToArray();
        }
    }
}
