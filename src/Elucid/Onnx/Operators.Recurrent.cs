using Elucid.Kernels;

namespace Elucid.Onnx;

internal static partial class Operators
{
    // The gates in the library's order, as places in ONNX's: i f g o from i o f c, and r z n from z r h.
    static readonly int[] LstmGates = [0, 2, 3, 1], GruGates = [1, 0, 2], RnnGates = [0];

    static StepRule Rnn(NodeReader node) => Recurrence(node, RnnGates, mostInputs: 6, ["Tanh"], RecurrentKernel.Rnn);

    static StepRule Gru(NodeReader node)
    {
        if (!node.Flag("linear_before_reset", false))
            throw node.NotSupported(
                "has its reset gate before the product, 'linear_before_reset' of 0", "'linear_before_reset' of 1, as PyTorch and cuDNN have it");
        return Recurrence(node, GruGates, mostInputs: 6, ["Sigmoid", "Tanh"], RecurrentKernel.Gru);
    }

    static StepRule Lstm(NodeReader node)
    {
        if (node.HasInput(7))
            throw node.NotSupported("has weights of peepholes", "cells without");
        if (node.Flag("input_forget", false))
            throw node.NotSupported("has its forget gate coupled to the input gate, 'input_forget' of 1", "'input_forget' of 0");
        return Recurrence(node, LstmGates, mostInputs: 8, ["Sigmoid", "Tanh", "Tanh"], RecurrentKernel.Lstm);
    }

    // X [length, batch, inputs], W [directions, gates · units, inputs], R [directions, gates · units, units], B [directions, 2 · gates · units],
    // lengths, and states [directions, batch, units] give Y [length, directions, batch, units] and the last states. Where layout is 1 the batch comes
    // first, of states too.
    static StepRule Recurrence(NodeReader node, int[] gates, int mostInputs, string[] functions, Func<Activation, RecurrentKernel> kernelOf)
    {
        node.RequireInputs(
            3, mostInputs, InputRole.Floats, InputRole.Floats, InputRole.Floats, InputRole.Floats, InputRole.Integers, InputRole.Buffer);
        node.RequireRank(0, 3, 3);
        if (node.HasInput(4))
            throw node.NotSupported("has a length for each sequence, 'sequence_lens'", "sequences of one length");
        if (node.Has("clip"))
            throw node.NotSupported("has 'clip'", "cells that do not clip");
        node.GivesRank = null;
        string direction = node.Text("direction", "forward");
        if (direction is not ("forward" or "reverse" or "bidirectional"))
            throw node.Error("'direction' to be forward, reverse or bidirectional", Excerpt.Of(direction));
        int directions = direction == "bidirectional" ? 2 : 1, stated = node.Integer("hidden_size", 0, 0, int.MaxValue);
        bool batchFirst = node.Flag("layout", false);
        RecurrentKernel kernel = kernelOf(CellFunction(node, functions, directions));
        return inputs =>
        {
            Tensor x = inputs.Floats(0), ofInput = inputs.Floats(1), ofHidden = inputs.Floats(2);
            Tensor? bias = inputs.Has(3) ? inputs.Floats(3) : null;
            int units = stated > 0 ? stated : ofHidden.Shape.Last, rows = checked(gates.Length * units);
            Require("input", x, batchFirst ? "[batch, length, inputs]" : "[length, batch, inputs]", x.Shape.Rank == 3
                && x.Shape[batchFirst ? 1 : 0] > 0);
            Require("W", ofInput, [directions, rows, x.Shape.Last]);
            Require("R", ofHidden, [directions, rows, units]);
            if (bias is not null)
                Require("B", bias, [directions, 2 * rows]);
            (int batch, int length) = batchFirst ? (x.Shape[0], x.Shape[1]) : (x.Shape[1], x.Shape[0]);
            Tensor? hidden = State(5), cell = kernel.HasCellState ? State(6) : null;

            RecurrentWeights[] weights = new RecurrentWeights[directions];
            for (int d = 0; d < directions; d++)
                weights[d] = new RecurrentWeights(
                    Gates(ofInput, d, 0), Gates(ofHidden, d, 0), bias is null ? null : Gates(bias, d, 0), bias is null ? null : Gates(bias, d, rows));
            Tensor?[] all = [x, ofInput, ofHidden, bias, hidden, cell];
            RecurrentCall call =
                new(kernel, units, SequenceRows.Of(batch, length, []), hidden, cell, [directions, batch, units], [.. all.OfType<Tensor>()]);
            SequenceLayout layout = batchFirst ? SequenceLayout.BatchFirst : SequenceLayout.StepFirst;
            Tensor y = Ops.RecurrentLayer(
                call, 0, x, layout, weights, layout, x.Shape.With(-1, directions * units), isReversed: direction == "reverse");
            call.Add(y);
            call.Record();
            y = Ops.Reshape(y, new Shape(x.Shape[0], x.Shape[1], directions, units));
            GraphValue[] parts =
                [batchFirst ? y
                    : StepFirst(y), .. new[] { call.FinalHidden, call.FinalCell }.OfType<Tensor>().Select(state => (GraphValue)InLayout(state))];
            return parts;

            // The rows of one direction from a given one on, in the library's order of gates.
            Tensor Gates(Tensor stacked, int d, int from)
            {
                Tensor one = Ops.Reshape(Ops.Slice(stacked, 0, d, 1), stacked.Shape.Without(0));
                return gates.Length == 1 && one.Shape[0] == rows ? one
                    : Ops.Concat(0, [.. gates.Select(gate => Ops.Slice(one, 0, from + gate * units, units))]);
            }

            Tensor? State(int index)
            {
                if (!inputs.Has(index))
                    return null;
                Tensor state = inputs.Floats(index);
                Require("initial state", state, batchFirst ? [batch, directions, units] : [directions, batch, units]);
                return InLayout(state);
            }

            Tensor InLayout(Tensor state) => batchFirst ? Ops.Transpose(state, 0, 1) : state;

            Tensor StepFirst(Tensor y) => directions == 1 ? Ops.Reshape(y, new Shape(length, 1, batch, units)) : Ops.Transpose(y, 1, 2);
        };
    }

    // One function for all that a cell leaves to choice, in both directions; gates have the sigmoid.
    static Activation CellFunction(NodeReader node, string[] defaults, int directions)
    {
        IReadOnlyList<string> names = node.Texts("activations") ?? [.. Enumerable.Repeat(defaults, directions).SelectMany(f => f)];
        Queue<float> alphas = new(node.Floats("activation_alpha") ?? []);
        node.Floats("activation_beta");             // of functions that are refused
        if (names.Count != defaults.Length * directions)
            throw node.Error($"{defaults.Length * directions} functions in 'activations'", $"[{Excerpt.Of(names, 8)}]");
        List<Activation> chosen = [];
        for (int i = 0; i < names.Count; i++)
        {
            if (!CatalogOperator.ForCells.TryGetValue(names[i], out CatalogOperator? function))
                throw node.NotSupported($"has {Excerpt.Of(names[i])} in its 'activations'", string.Join(", ", CatalogOperator.ForCells.Keys));
            (string Name, double Value)[] parameters = function.Parameters((_, usual) => alphas.TryDequeue(out float alpha) ? alpha : usual);
            bool isGate = defaults[i % defaults.Length] == "Sigmoid";
            if (isGate && function.Form.Name != "Sigmoid")
                throw node.NotSupported($"has gates with {Excerpt.Of(names[i])} in its 'activations'", "gates with Sigmoid");
            if (!isGate)
                chosen.Add(Named(node, function.Info.Name, parameters));
        }
        return chosen.All(f => f.ToString() == chosen[0].ToString())
            ? chosen[0] : throw node.NotSupported(
                $"has [{Excerpt.Of(names, 8)}] with {string.Join(" and ", chosen.Distinct())} as its 'activations'",
                "one function for candidates, cells and both directions");
    }

    static void Require(string what, Tensor tensor, Shape expected) => Require(what, tensor, expected.ToString(), tensor.Shape == expected);

    static void Require(string what, Tensor tensor, string expected, bool holds)
    {
        if (!holds)
            throw new ShapeException($"expected {what} of shape {expected}, but got {tensor.Shape}.");
    }
}
