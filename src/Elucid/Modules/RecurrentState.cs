namespace Elucid;

/// <summary>The state of a recurrent network between two steps, for every layer, direction and sequence.</summary>
/// <param name="Hidden">[layers · directions, batch, hiddenSize]: layer 0 forwards, layer 0 backwards if there is one, layer 1 …</param>
/// <param name="Cell">The cell state of an <see cref="Lstm"/> in the same order; null for other networks.</param>
public sealed record RecurrentState(Tensor Hidden, Tensor? Cell = null)
{
    /// <summary>
    /// A copy that outlives the current tape and through which no gradient flows: for generating step by step, and for training on parts of one long
    /// sequence.
    /// </summary>
    public RecurrentState Keep() => new(Hidden.Keep(), Cell?.Keep());
}
