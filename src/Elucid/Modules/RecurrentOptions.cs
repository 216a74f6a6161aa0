namespace Elucid;

/// <summary>What recurrent networks have in common beside their sizes.</summary>
public sealed record RecurrentOptions
{
    /// <summary>How many layers stand on one another; 1 by default.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether each layer also reads the sequence backwards, with weights of its own; outputs of both directions lie side by side. False by
    /// default.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>The share of a layer's outputs that is dropped in training before the next layer reads them; 0 by default.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether there are biases; true by default.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>
    /// Whether inputs and outputs are [batch, length, features], or else [length, batch, features], as PyTorch's are by default. True by default:
    /// batches of all other layers, of datasets and of the trainer begin with the batch, so that a recurrent layer fits between them. Either order
    /// costs the same.
    /// </summary>
    public bool BatchFirst { get; init; } = true;

    /// <summary>
    /// The function in place of tanh: of the new hidden state (<see cref="Rnn"/>), of the candidate (<see cref="Gru"/>), of the candidate and of the
    /// cell state on its way out (<see cref="Lstm"/>). Null, the default, is tanh. One that learns its parameters (PReLU, parametric ELU) is refused:
    /// the cells do not train them.
    /// </summary>
    /// <remarks>With an unbounded function, such as ELU, states can grow from step to step: start from small or orthogonal weights, or clip
    /// gradients.</remarks>
    public Activation? Activation { get; init; }

    /// <summary>
    /// How the weights are drawn, those of each gate alone; biases then start at 0. Null, the default, draws weights and biases uniformly from
    /// ±1/√hiddenSize, as PyTorch does.
    /// </summary>
    public Initializer? Initializer { get; init; }

    /// <summary>
    /// How the weights by which a step reads the state before it are drawn, those of each gate alone; null, the default, draws them as the others.
    /// With ELU in the cell,
    /// <c>Initializer.Orthogonal()</c> keeps states from growing, and <c>Initializer.Identity()</c> lets them remember.
    /// </summary>
    public Initializer? RecurrentInitializer { get; init; }
}
