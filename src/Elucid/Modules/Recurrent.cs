using Elucid.Kernels;

namespace Elucid;

/// <summary>What <see cref="Rnn"/>, <see cref="Gru"/> and <see cref="Lstm"/> share: layers, directions, lengths and states.</summary>
/// <remarks>
/// Parameters have PyTorch's names and layouts: <c>weight_ih_l0</c> [gates · hiddenSize, inputSize], <c>weight_hh_l0</c> [gates · hiddenSize,
/// hiddenSize], <c>bias_ih_l0</c> and
/// <c>bias_hh_l0</c> [gates · hiddenSize], then <c>…_l0_reverse</c> for the other direction, then <c>…_l1</c> of the next layer, whose inputSize is
/// directions · hiddenSize.
/// </remarks>
public abstract class Recurrent : Module
{
    readonly RecurrentKernel _kernel;
    readonly RecurrentWeights[] _weights;
    readonly Dropout? _dropout;
    readonly int _directions;

    private protected Recurrent(
        int inputSize, int hiddenSize, RandomStream random, RecurrentOptions? options, Func<Activation, RecurrentKernel> kernel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        Options = options ?? new RecurrentOptions();
        if (Options.Layers < 1)
            throw new ArgumentOutOfRangeException(nameof(options), $"{Label}: expected at least 1 layer, but got {Options.Layers}.");
        Ops.CheckProbability(Options.Dropout);
        (InputSize, HiddenSize) = (inputSize, hiddenSize);
        _kernel = kernel(Options.Activation ?? Activations.Tanh());
        _directions = Options.Bidirectional ? 2 : 1;
        _weights = [.. Enumerable.Range(0, Options.Layers * _directions).Select(i => MakeWeights(i / _directions, i % _directions == 1, random))];
        if (Options.Dropout > 0 && Options.Layers > 1)
            _dropout = Child("dropout", new Dropout(Options.Dropout, random.Derive("dropout")));
    }

    /// <summary>Features of one step of the input.</summary>
    public int InputSize { get; }

    /// <summary>Length of the hidden state of one layer in one direction.</summary>
    public int HiddenSize { get; }

    /// <summary>How the network is built beside that.</summary>
    public RecurrentOptions Options { get; }

    /// <summary>The outputs of all steps, from states of zeros, all sequences being equally long.</summary>
    /// <param name="x">[batch, length, inputSize], or [length, batch, inputSize] without <see cref="RecurrentOptions.BatchFirst"/>.</param>
    /// <returns>The hidden states of the last layer: the same with directions · hiddenSize as its last axis.</returns>
    /// <exception cref="ShapeException"><paramref name="x"/> has another rank or number of features, or no steps.</exception>
    public override Tensor Forward(Tensor x) => ForwardWithState(x).Output;

    /// <summary>The outputs of all steps and the states after the last.</summary>
    /// <param name="x">[batch, length, inputSize], or [length, batch, inputSize] without <see cref="RecurrentOptions.BatchFirst"/>.</param>
    /// <param name="initial">The states before the first step; zeros by default. They get gradients if they require them.</param>
    /// <param name="lengths">
    /// How many steps of each sequence are real; all, by default. The others neither change a state nor get a gradient, and outputs there are 0. The
    /// final state is that after the last real step, and where the sequence is read backwards, it begins there: the results of PyTorch's
    /// <c>pack_padded_sequence</c>, in any order of lengths.
    /// </param>
    /// <returns>The hidden states of the last layer, [batch, length, directions · hiddenSize] in the order of axes of <paramref name="x"/>, and the
    /// states after the last step.</returns>
    /// <exception cref="ShapeException">The shape of <paramref name="x"/> or of a state does not fit.</exception>
    /// <exception cref="ArgumentException">There is not one length per sequence, a length is not from 1 to that of the axis, or a cell state is there
    /// or missing where it should not be.</exception>
    public (Tensor Output, RecurrentState Final) ForwardWithState(Tensor x, RecurrentState? initial = null, ReadOnlySpan<int> lengths = default)
    {
        Tensor input = x;
        Shape shape = OutputShape(x.Shape);
        (int batch, int length) = Options.BatchFirst ? (shape[0], shape[1]) : (shape[1], shape[0]);
        CheckLengths(lengths, batch, length);
        Shape states = [_weights.Length, batch, HiddenSize];
        CheckState(initial, states);

        SequenceRows rows = SequenceRows.Of(batch, length, lengths);
        RecurrentCall call = new(_kernel, HiddenSize, rows, initial?.Hidden, initial?.Cell, states, Everything(x, initial));
        SequenceLayout layout = Options.BatchFirst ? SequenceLayout.BatchFirst : SequenceLayout.StepFirst, from = layout;
        for (int layer = 0; layer < Options.Layers; layer++)
        {
            bool isLast = layer == Options.Layers - 1;
            if (layer > 0 && _dropout is not null)
                x = _dropout.Forward(x);
            x = Ops.RecurrentLayer(
                call, layer, x, from, _weights.AsSpan(layer * _directions, _directions), isLast ? layout : SequenceLayout.Packed, isLast ? shape
                    : [rows.Count, shape.Last]);
            call.Add(x);
            from = SequenceLayout.Packed;
        }
        call.Record();
        return (Tapped(input, x), new RecurrentState(call.FinalHidden, call.FinalCell));
    }

    /// <summary>One step, from a state to the next: how sequences are generated.</summary>
    /// <param name="x">[batch, inputSize]</param>
    /// <param name="state">The state before the step; zeros by default.</param>
    /// <returns>[batch, hiddenSize], and the state after the step.</returns>
    /// <exception cref="InvalidOperationException">The network also reads backwards, which needs the whole sequence.</exception>
    /// <exception cref="ShapeException">The shape of <paramref name="x"/> or of the state does not fit.</exception>
    public (Tensor Output, RecurrentState State) Step(Tensor x, RecurrentState? state = null)
    {
        if (Options.Bidirectional)
            throw new InvalidOperationException(
                $"{Label} also reads its sequences backwards and so cannot go on step by step: call ForwardWithState with whole sequences.");
        if (x.Shape.Rank != 2 || x.Shape.Last != InputSize)
            ShapeException.Throw(Label, "the input of a step", $"[batch, {InputSize}]", x.Shape, "For a whole sequence call Forward.");
        int batch = x.Shape[0];
        (Tensor y, RecurrentState final) =
            ForwardWithState(Ops.Reshape(x, Options.BatchFirst ? [batch, 1, InputSize] : [1, batch, InputSize]), state);
        return (Ops.Reshape(y, new Shape(batch, HiddenSize)), final);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        string expected = Options.BatchFirst ? $"[batch, length, {InputSize}]" : $"[length, batch, {InputSize}]";
        if (input.Rank != 3 || input.Last != InputSize)
            ShapeException.Throw(
                Label, "input", expected, input,
                "Its last axis must equal inputSize; BatchFirst in the options decides which of the others is the batch.");
        if (input[Options.BatchFirst ? 1 : 0] == 0)
            ShapeException.Throw(Label, "input", $"{expected} with at least one step", input, "A sequence without steps has no last state.");
        return input.With(-1, _directions * HiddenSize);
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) =>
        (long)input[0] * input[1] * _weights.Sum(w => (long)w.OfInput.Shape.Size + w.OfHidden.Shape.Size);

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}({InputSize} → {_directions * HiddenSize}"
        + (Options.Layers > 1 ? $", {Options.Layers} layers" : "")
        + (Options.Bidirectional ? ", bidirectional" : "")
        + (Options.Dropout > 0 ? $", dropout {Options.Dropout}" : "")
        + (Options.Activation is { Name: not "tanh" } activation ? $", {activation})" : ")");

    /// <summary>The options of a network like this one, whose cells have the function that takes the place of theirs.</summary>
    private protected RecurrentOptions OptionsFor(Rebuilder with) =>
        Options with { Activation = with.Function(Options.Activation ?? ActivationCatalog.Parse("tanh")) };

    /// <summary>The biases of one gate in every layer and direction, those with the input and those with the hidden state; empty without
    /// biases.</summary>
    private protected IEnumerable<(Memory<float> OfInput, Memory<float> OfHidden)> BiasesOf(int gate)
    {
        foreach (RecurrentWeights weights in _weights)
            if (weights is { InputBias: { } ofInput, HiddenBias: { } ofHidden })
                yield return (ofInput.EditMemory().Slice(gate * HiddenSize, HiddenSize), ofHidden.EditMemory().Slice(gate * HiddenSize, HiddenSize));
    }

    RecurrentWeights MakeWeights(int layer, bool isReverse, RandomStream random)
    {
        int gates = _kernel.Gates, inputs = layer == 0 ? InputSize : _directions * HiddenSize;
        string suffix = $"l{layer}{(isReverse ? "_reverse" : "")}";
        RecurrentWeights weights = new(
            Parameter($"weight_ih_{suffix}", [gates * HiddenSize, inputs]),
            Parameter($"weight_hh_{suffix}", [gates * HiddenSize, HiddenSize]),
            Options.Bias ? Parameter($"bias_ih_{suffix}", [gates * HiddenSize]) : null,
            Options.Bias ? Parameter($"bias_hh_{suffix}", [gates * HiddenSize]) : null);
        float reach = 1 / MathF.Sqrt(HiddenSize);
        Draw(Options.Initializer, weights.OfInput, inputs);
        Draw(Options.RecurrentInitializer ?? Options.Initializer, weights.OfHidden, HiddenSize);
        if (Options.Initializer is null)
            foreach (Tensor? bias in new[] { weights.InputBias, weights.HiddenBias })
                if (bias is not null)
                    random.FillUniform(bias.Edit(), -reach, reach);
        return weights;

        void Draw(Initializer? initializer, Tensor weight, int fanIn)
        {
            if (initializer is null)
                random.FillUniform(weight.Edit(), -reach, reach);
            else
                for (int gate = 0; gate < gates; gate++)
                    initializer.Fill(weight.Edit().Slice(gate * HiddenSize * fanIn, HiddenSize * fanIn), fanIn, HiddenSize, random);
        }
    }

    Tensor[] Everything(Tensor x, RecurrentState? initial)
    {
        List<Tensor> all = [x];
        foreach (RecurrentWeights w in _weights)
            all.AddRange(new[] { w.OfInput, w.OfHidden, w.InputBias, w.HiddenBias }.OfType<Tensor>());
        all.AddRange(new[] { initial?.Hidden, initial?.Cell }.OfType<Tensor>());
        return [.. all];
    }

    void CheckLengths(ReadOnlySpan<int> lengths, int batch, int length)
    {
        if (lengths.IsEmpty)
            return;
        if (lengths.Length != batch)
            throw new ArgumentException($"{Label}: expected one length for each of {batch} sequences, but got {lengths.Length}.", nameof(lengths));
        for (int i = 0; i < lengths.Length; i++)
            if (lengths[i] < 1 || lengths[i] > length)
                throw new ArgumentException(
                    $"{Label}: expected lengths from 1 to {length}, the length of the axis of steps, but sequence {i} has {lengths[i]}. Leave out "
                        + $"sequences without steps.", nameof(lengths));
    }

    void CheckState(RecurrentState? state, Shape expected)
    {
        if (state is null)
            return;
        if (state.Hidden.Shape != expected)
            ShapeException.Throw(
                Label, "hidden state", $"{expected}, that is [layers · directions, batch, hiddenSize]", state.Hidden.Shape,
                "Leave it out to start from zeros.");
        if (state.Cell is null == _kernel.HasCellState)
            throw new ArgumentException(_kernel.HasCellState
                ? $"{Label}: expected a state with hidden and cell state, but it has no cell state. Pass both, or none to start from zeros."
                : $"{Label}: expected a state without cell state, but it has one. Only an Lstm has cells.", nameof(state));
        if (state.Cell is { } cell && cell.Shape != expected)
            ShapeException.Throw(
                Label, "cell state", $"{expected}, that is [layers · directions, batch, hiddenSize]", cell.Shape,
                "Leave it out to start from zeros.");
    }
}
