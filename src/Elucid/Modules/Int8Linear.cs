using Elucid.Kernels;

namespace Elucid;

/// <summary>A fully connected layer in use, whose weights are kept and multiplied in eight bits: what <see cref="Inference.Quantize"/> puts in the
/// place of a <see cref="Linear"/>. Inputs are rounded to seven bits, each row in its own range.</summary>
internal sealed class Int8Linear : Module
{
    // Below it a row is quantised for too few products.
    const int LeastWidth = 32;

    readonly int _inFeatures, _outFeatures;

    public Int8Linear(Linear layer)
    {
        (_inFeatures, _outFeatures) = (layer.InFeatures, layer.OutFeatures);
        Weight = new Int8Matrix(layer.Weight.Values, _outFeatures, _inFeatures);
        Bias = layer.Bias?.Values.ToArray();
    }

    /// <summary>[outputs, inputs].</summary>
    public Int8Matrix Weight { get; }

    /// <summary>[outputs]; empty where there is none.</summary>
    public ReadOnlyMemory<float> Bias { get; }

    /// <summary>Whether a layer gains by it, and its sums fit into 32 bits.</summary>
    public static bool Suits(int inFeatures, int outFeatures) =>
        inFeatures is >= LeastWidth and <= Int8Matrix.MostInputs && outFeatures >= LeastWidth;

    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        Tape.CheckConstant(Label, "the input", x);
        Tensor y = Tape.Result(x.Shape.With(-1, _outFeatures));
        Weight.Multiply(x.ValuesMemory, x.Shape.Product(..^1), Bias, y.ValuesMemory);
        return Tapped(x, y);
    }

    public override Shape OutputShape(Shape input)
    {
        if (input.Rank == 0 || input.Last != _inFeatures)
            ShapeException.Throw(Label, "input", $"[*, {_inFeatures}]", input, "Its last axis must equal inFeatures.");
        return input.With(-1, _outFeatures);
    }

    public override long MultiplyAdds(Shape input) => (long)input.Size * _outFeatures;

    public override string ToString() => $"Linear({_inFeatures} → {_outFeatures}, 8 bits)";
}
