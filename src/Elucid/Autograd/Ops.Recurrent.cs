using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>One layer of a recurrent network, in one or both directions.</summary>
    /// <param name="call">What all layers of the call share.</param>
    /// <param name="layer">The number of the layer, from 0.</param>
    /// <param name="x">[rows, inFeatures], laid out as <paramref name="from"/> says.</param>
    /// <param name="from">The layout of the input.</param>
    /// <param name="weights">One per direction.</param>
    /// <param name="to">The layout of the output.</param>
    /// <param name="shape">The shape of the output: [rows, directions · units] under that layout; padding becomes 0.</param>
    /// <param name="isReversed">Whether the first direction reads backwards, too.</param>
    internal static Tensor RecurrentLayer(
        RecurrentCall call, int layer, Tensor x, SequenceLayout from, ReadOnlySpan<RecurrentWeights> weights, SequenceLayout to, Shape shape,
        bool isReversed = false)
    {
        Tensor y = Tape.Result(shape, call.Inputs(x, weights));
        if (to != SequenceLayout.Packed && call.Rows.HasPadding)
            y.ValuesToWrite.Clear();
        RecurrentDirection[] directions = new RecurrentDirection[weights.Length];
        for (int d = 0; d < weights.Length; d++)
        {
            directions[d] =
                new RecurrentDirection(call, layer * weights.Length + d, new(x, from), weights[d], new(y, to), d * call.Units, isReversed || d == 1);
            directions[d].Forward();
        }
        return Tape.Record(y, () =>
        {
            foreach (RecurrentDirection direction in directions)
                direction.Backward();
        });
    }
}

/// <summary>Sequences, and how their rows lie.</summary>
internal readonly record struct SequenceTensor(Tensor Rows, SequenceLayout Layout);

/// <summary>The parameters of one direction of one recurrent layer.</summary>
internal readonly record struct RecurrentWeights(Tensor OfInput, Tensor OfHidden, Tensor? InputBias, Tensor? HiddenBias);

/// <summary>What the layers of one call of a recurrent network share: the order of the rows, and the states before the first step and after the
/// last.</summary>
internal sealed class RecurrentCall
{
    readonly Tensor? _hidden, _cell;
    readonly List<Tensor> _outputs = [];

    /// <param name="kernel">The cell.</param>
    /// <param name="units">Length of the hidden state.</param>
    /// <param name="rows">The order of the rows.</param>
    /// <param name="hidden">[layers · directions, batch, units] before the first step; null for zeros.</param>
    /// <param name="cell">The cell state likewise.</param>
    /// <param name="finalShape">[layers · directions, batch, units].</param>
    /// <param name="inputs">Whatever the final states depend on.</param>
    public RecurrentCall(
        RecurrentKernel kernel, int units, SequenceRows rows, Tensor? hidden, Tensor? cell, Shape finalShape, ReadOnlySpan<Tensor> inputs)
    {
        (Kernel, Units, Rows, _hidden, _cell) = (kernel, units, rows, hidden, cell);
        FinalHidden = Tape.Result(finalShape, inputs);
        FinalCell = kernel.HasCellState ? Tape.Result(finalShape, inputs) : null;
    }

    public RecurrentKernel Kernel { get; }

    public int Units { get; }

    public SequenceRows Rows { get; }

    /// <summary>The hidden states after the last step of each sequence.</summary>
    public Tensor FinalHidden { get; }

    /// <summary>The cell states likewise, where there are any.</summary>
    public Tensor? FinalCell { get; }

    /// <summary>The states before the first step.</summary>
    public Tensor? InitialHidden => _hidden;

    /// <summary>The cell states before the first step.</summary>
    public Tensor? InitialCell => _cell;

    /// <summary>Everything that the output of a layer depends on.</summary>
    public Tensor[] Inputs(Tensor x, ReadOnlySpan<RecurrentWeights> weights)
    {
        List<Tensor> inputs = [x];
        foreach (RecurrentWeights w in weights)
            inputs.AddRange(new[] { w.OfInput, w.OfHidden, w.InputBias, w.HiddenBias }.OfType<Tensor>());
        inputs.AddRange(new[] { _hidden, _cell }.OfType<Tensor>());
        return [.. inputs];
    }

    /// <summary>Notes the output of a layer, once it is computed.</summary>
    public void Add(Tensor output) => _outputs.Add(output);

    /// <summary>Records the final states, when all layers are. Their gradients are read by the rules of the layers; these here see to it that those
    /// run.</summary>
    public void Record()
    {
        FinalHidden.RetainGradient();
        FinalCell?.RetainGradient();
        Tape.Record(FinalHidden, Reach);
        if (FinalCell is not null)
            Tape.Record(FinalCell, Reach);
    }

    void Reach()
    {
        foreach (Tensor output in _outputs)
            Ops.GradientToAddTo(output);
    }
}

/// <summary>One direction of one layer: its memory, its forward pass and its backward rule.</summary>
internal sealed class RecurrentDirection
{
    readonly RecurrentCall _call;
    readonly RecurrentWeights _weights;
    readonly RecurrentMemory _memory;
    readonly Tensor _x, _packed, _y;
    readonly Tensor? _apart;
    readonly int[]? _inputRows;
    readonly int _state, _column;

    /// <param name="call">What all layers share.</param>
    /// <param name="state">The first index of the states of this direction.</param>
    /// <param name="input">[rows, inFeatures].</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="output">[rows, directions · units], of all directions.</param>
    /// <param name="column">Where in a row of the output this one begins.</param>
    /// <param name="isReversed">Whether it reads backwards.</param>
    public RecurrentDirection(
        RecurrentCall call, int state, SequenceTensor input, RecurrentWeights weights, SequenceTensor output, int column, bool isReversed)
    {
        (Tensor x, Tensor y) = (input.Rows, output.Rows);
        (_call, _state, _x, _weights, _y, _column) = (call, state, x, weights, y, column);
        (RecurrentKernel kernel, SequenceRows rows, int units) = (call.Kernel, call.Rows, call.Units);
        int count = rows.Count, gates = kernel.Gates * units, stride = RecurrentMemory.StrideOf(gates);
        _inputRows = rows.Table(input.Layout, isReversed);
        _packed = _inputRows is null ? x : Tape.Scratch([count, x.Shape.Last]);
        bool isFused = RecurrentMemory.MultipliesInput(rows.Batch), keepsGates = y.RequiresGradient || !isFused;
        _apart = kernel.IsLastApart && keepsGates ? Tape.Scratch([count, units]) : null;
        _memory = new RecurrentMemory
        {
            Rows = rows,
            Units = units,
            Gates = keepsGates ? Tape.Scratch([count, stride]).ValuesMemory : default,
            GateStride = stride,
            Apart = _apart?.ValuesMemory ?? default,
            Hidden = Tape.Scratch([rows.Batch + count, units]).ValuesMemory,
            Cells = kernel.HasCellState ? Tape.Scratch([rows.Batch + count, units]).ValuesMemory : default,
            Bias = Tape.Scratch([gates + units]).ValuesMemory,
            Weight = weights.OfHidden.ValuesMemory,
            Panels = Tape.Scratch([gates, units]).ValuesMemory,
            Input = isFused ? _packed.ValuesMemory : default,
            InFeatures = x.Shape.Last,
            InputWeight = weights.OfInput.ValuesMemory,
            InputPanels = isFused ? Tape.Scratch(weights.OfInput.Shape).ValuesMemory : default,
            Output = y.Shape.Size == 0 ? default : y.ValuesMemory[_column..],
            OutputStride = y.Shape.Last,
            OutputRows = rows.Table(output.Layout, isReversed),
        };
    }

    int Units => _call.Units;

    int InFeatures => _x.Shape.Last;

    int GatesWidth => _call.Kernel.Gates * Units;

    SequenceRows Rows => _call.Rows;

    /// <summary>From the input and the states before the first step to the outputs and those after the last.</summary>
    public void Forward()
    {
        if (_inputRows is not null)
            Rearrange.GatherRows(_x.Values, _inputRows, InFeatures, _packed.ValuesToWrite);
        if (_memory.Input.IsEmpty)
            Gemm.Multiply(
                new GemmMatrix(_packed.ValuesMemory, InFeatures), new GemmMatrix(_weights.OfInput.ValuesMemory, InFeatures, transposed: true),
                new GemmResult(_memory.Gates, _memory.GateStride), new(Rows.Count, GatesWidth, InFeatures), accumulate: false, default(NoEpilogue));
        AddBiases();
        Begin(_call.InitialHidden, _memory.Hidden.Span);
        if (_call.Kernel.HasCellState)
            Begin(_call.InitialCell, _memory.Cells.Span);
        _call.Kernel.Forward(_memory);
        Finish(_memory.Hidden.Span, _call.FinalHidden);
        if (_call.FinalCell is not null)
            Finish(_memory.Cells.Span, _call.FinalCell);
    }

    /// <summary>From the gradients with respect to the outputs and the states after the last step to those by the input, the parameters and the
    /// states before the first.</summary>
    public void Backward()
    {
        // The memory of the forward pass holds these weights without asking for them again.
        _weights.OfHidden.CheckReadable();
        _weights.OfInput.CheckReadable();
        Tensor dh = Tape.Scratch([Rows.Batch, Units]);
        Tensor? dc = _call.Kernel.HasCellState ? Tape.Scratch([Rows.Batch, Units]) : null;
        BeginBackward(_call.FinalHidden, dh);
        if (dc is not null)
            BeginBackward(_call.FinalCell!, dc);
        bool wantsInitial = _call.InitialHidden is { RequiresGradient: true } || _call.InitialCell is { RequiresGradient: true };
        _call.Kernel.Backward(
            _memory, _y.Shape.Size == 0 ? default : _y.GradientMemory[_column..], dh.ValuesMemory, dc?.ValuesMemory ?? default, wantsInitial);
        FinishBackward(dh, _call.InitialHidden);
        if (dc is not null)
            FinishBackward(dc, _call.InitialCell);
        WeightsBackward();
        BiasesBackward();
        InputBackward();
    }

    /// <summary>The two biases of a gate are only ever added, but for that of the product kept apart.</summary>
    void AddBiases()
    {
        Span<float> sum = _memory.Bias.Span;
        sum.Clear();
        if (_weights.InputBias is not { } ofInput || _weights.HiddenBias is not { } ofHidden)
            return;
        int together = GatesWidth - (_call.Kernel.IsLastApart ? Units : 0);
        Elementwise.Add(ofInput.Values[..together], ofHidden.Values[..together], sum[..together]);
        if (!_call.Kernel.IsLastApart)
            return;
        ofInput.Values[together..].CopyTo(sum[together..]);
        ofHidden.Values[together..].CopyTo(sum[GatesWidth..]);
    }

    void Begin(Tensor? initial, Span<float> states)
    {
        states = states[..(Rows.Batch * Units)];
        if (initial is null)
            states.Clear();
        else
            Rearrange.GatherRows(Part(initial.Values), Rows.Samples, Units, states);
    }

    void Finish(ReadOnlySpan<float> states, Tensor final)
    {
        Span<float> part = Part(final.ValuesToWrite);
        for (int i = 0; i < Rows.Batch; i++)
            states.Slice(_memory.FinalRow(i) * Units, Units).CopyTo(part.Slice(Rows.Samples[i] * Units, Units));
    }

    void BeginBackward(Tensor final, Tensor dstates)
    {
        if (final.HasGradient)
            Rearrange.GatherRows(Part(final.Gradient), Rows.Samples, Units, dstates.ValuesToWrite);
        else
            dstates.ValuesToWrite.Clear();
    }

    void FinishBackward(Tensor dstates, Tensor? initial)
    {
        if (initial is { RequiresGradient: true })
            Rearrange.ScatterRows(dstates.Values, Rows.Samples, Units, Part(Ops.GradientToAddTo(initial)), accumulate: true);
    }

    Span<float> Part(Span<float> states) => states.Slice(_state * Rows.Batch * Units, Rows.Batch * Units);

    ReadOnlySpan<float> Part(ReadOnlySpan<float> states) => states.Slice(_state * Rows.Batch * Units, Rows.Batch * Units);

    void WeightsBackward()
    {
        if (_weights.OfInput.RequiresGradient)
        {
            Memory<float> dw = _weights.OfInput.GradientToWrite(out bool accumulate);
            Gemm.Multiply(
                new GemmMatrix(_memory.Gates, _memory.GateStride, transposed: true), new GemmMatrix(_packed.ValuesMemory, InFeatures),
                new GemmResult(dw, InFeatures), new(GatesWidth, InFeatures, Rows.Count), accumulate, default(NoEpilogue));
        }
        if (!_weights.OfHidden.RequiresGradient)
            return;
        Memory<float> dhh = _weights.OfHidden.GradientToWrite(out bool adds);
        int together = GatesWidth - (_call.Kernel.IsLastApart ? Units : 0);
        // One product over all steps at once where their rows of states lie one after the other, that is, behind a step as large. Without any rows it
        // is still 0.
        int t = 0;
        do
        {
            int first = t, row = Rows.Starts[Math.Min(first, Rows.Steps)];
            bool isBehindEqual = first == 0 || first < Rows.Steps && Rows.Size(first - 1) == Rows.Size(first);
            for (t = Math.Min(t + 1, Rows.Steps); isBehindEqual && t < Rows.Steps && Rows.Size(t) == Rows.Size(first); t++) { }
            Multiply(row, Rows.Starts[t] - row, _memory.Hidden[(_memory.RowsBefore(first) * Units)..]);
            adds = true;
        }
        while (t < Rows.Steps);

        void Multiply(int row, int count, ReadOnlyMemory<float> before)
        {
            GemmMatrix states = new(before, Units);
            Gemm.Multiply(
                new GemmMatrix(_memory.Gates[(row * _memory.GateStride)..], _memory.GateStride, transposed: true), states,
                new GemmResult(dhh, Units), new(together, Units, count), adds, default(NoEpilogue));
            if (_apart is not null)
                Gemm.Multiply(
                    new GemmMatrix(_memory.Apart[(row * Units)..], Units, transposed: true), states,
                    new GemmResult(dhh[(together * Units)..], Units), new(Units, Units, count), adds, default(NoEpilogue));
        }
    }

    void BiasesBackward()
    {
        if (_weights.InputBias is not { } ofInput || _weights.HiddenBias is not { } ofHidden)
            return;
        // What lies between two rows is summed, too, and not looked at.
        Span<float> all = Tape.Scratch([_memory.GateStride]).ValuesToWrite, sums = all[..GatesWidth];
        all.Clear();
        if (Rows.Count > 0)
            Fused.SumPerUnit(_memory.Gates.Span, all);
        AddTo(Ops.GradientToAddTo(ofInput), sums);
        if (_apart is not null)
        {
            Span<float> last = sums[^Units..];
            last.Clear();
            if (Rows.Count > 0)
                Fused.SumPerUnit(_memory.Apart.Span, last);
        }
        AddTo(Ops.GradientToAddTo(ofHidden), sums);

        static void AddTo(Span<float> dbias, ReadOnlySpan<float> sums)
        {
            if (!dbias.IsEmpty)
                Elementwise.Add(dbias, sums, dbias);
        }
    }

    void InputBackward()
    {
        if (!_x.RequiresGradient)
            return;
        Memory<float> dx = _x.GradientToWrite(out bool accumulate);
        if (_inputRows is null)
        {
            Multiply(dx, accumulate);
            return;
        }
        // The packed input is no longer needed.
        Multiply(_packed.ValuesMemory, accumulate: false);
        if (!accumulate && Rows.HasPadding)
            dx.Span.Clear();
        Rearrange.ScatterRows(_packed.Values, _inputRows, InFeatures, dx.Span, accumulate);

        void Multiply(Memory<float> to, bool accumulate) => Gemm.Multiply(
            new GemmMatrix(_memory.Gates, _memory.GateStride), new GemmMatrix(_weights.OfInput.ValuesMemory, InFeatures),
            new GemmResult(to, InFeatures), new(Rows.Count, InFeatures, GatesWidth), accumulate, default(NoEpilogue));
    }
}
