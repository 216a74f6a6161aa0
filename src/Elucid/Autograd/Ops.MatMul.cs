using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    static readonly LinearKernel NoActivation = LinearKernel.Of(Activations.Identity());

    /// <summary>Matrix product over the last two axes.</summary>
    /// <param name="a">[*, m, k]</param>
    /// <param name="b">[k, n], used for every leading index of <paramref name="a"/>, or [*, k, n] with the same leading axes.</param>
    /// <returns>[*, m, n]</returns>
    /// <exception cref="ShapeException">The shapes do not fit; the message shows both.</exception>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        if (a.Shape.Rank < 2 || b.Shape.Rank < 2 || a.Shape[-1] != b.Shape[-2]
            || b.Shape.Rank > 2 && !a.Shape.Lengths[..^2].SequenceEqual(b.Shape.Lengths[..^2]))
            throw new ShapeException(
                $"MatMul: expected [*, m, k] and [k, n] or [*, k, n] with the same leading axes, but got {a.Shape} and {b.Shape}. "
                + "The last axis of the first must equal the second-to-last of the second; Transpose swaps axes.");
        // A shared b sees all leading axes of a as rows of one product.
        int batch = b.Shape.Rank == 2 ? 1 : a.Shape.Product(..^2);
        int k = a.Shape[-1], n = b.Shape[-1], m = batch == 0 ? 0 : k == 0 ? a.Shape.Product(..^1) / batch : a.Shape.Size / k / batch;
        Tensor y = Tape.Result(a.Shape.With(-1, n), a, b);
        ForEach(batch, m * k, k * n, m * n, (ai, bi, yi) =>
            Gemm.Multiply(a.ValuesMemory[ai], b.ValuesMemory[bi], y.ValuesMemory[yi], m, n, k));
        return Tape.Record(y, () =>
        {
            ReadOnlyMemory<float> dy = y.GradientMemory;
            if (a.RequiresGradient)
            {
                Memory<float> da = a.GradientToWrite(out bool accumulate);
                ForEach(batch, m * k, k * n, m * n, (ai, bi, yi) =>
                    Gemm.Multiply(dy[yi], b.ValuesMemory[bi], da[ai], m, k, n, transposeB: true, accumulate: accumulate));
            }
            if (b.RequiresGradient)
            {
                Memory<float> db = b.GradientToWrite(out bool accumulate);
                ForEach(batch, m * k, k * n, m * n, (ai, bi, yi) =>
                    Gemm.Multiply(a.ValuesMemory[ai], dy[yi], db[bi], k, n, m, transposeA: true, accumulate: accumulate));
            }
        });
    }

    /// <summary>Fully connected layer: y = x·Wᵀ + b.</summary>
    /// <param name="x">[*, inFeatures]</param>
    /// <param name="weight">[outFeatures, inFeatures]</param>
    /// <param name="bias">[outFeatures] or null.</param>
    /// <returns>[*, outFeatures]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null)
    {
        LinearShape shape = new(x, weight, bias);
        Tensor y = bias is null ? Tape.Result(shape.Output, x, weight) : Tape.Result(shape.Output, x, weight, bias);
        shape.Forward(x, weight, bias, z: default, y.ValuesMemory, NoActivation);
        return Tape.Record(y, () => shape.Backward(x, weight, bias, y.GradientMemory));
    }

    /// <summary><see cref="Linear"/> followed by an activation, applied to each part of the output while it is in cache; the same numbers.</summary>
    internal static Tensor LinearActivation(Tensor x, Tensor weight, Tensor? bias, LinearKernel activation)
    {
        LinearShape shape = new(x, weight, bias);
        Tensor y = bias is null ? Tape.Result(shape.Output, x, weight) : Tape.Result(shape.Output, x, weight, bias);
        // The derivative is taken from the input of the activation, so a recorded pass keeps both.
        Tensor? z = y.RequiresGradient ? Tape.Scratch(shape.Output) : null;
        shape.Forward(x, weight, bias, z?.ValuesMemory ?? default, y.ValuesMemory, activation);
        return Tape.Record(y, () =>
        {
            // In the place of z, which is no longer needed.
            Memory<float> dz = z!.ValuesMemory;
            activation.Backward(z.Values, y.Gradient, dz.Span, bias is null ? default : GradientToAddTo(bias));
            shape.Backward(x, weight, bias: null, dz);
        });
    }

    static void ForEach(int batch, int aSize, int bSize, int ySize, Action<Range, Range, Range> multiply)
    {
        for (int i = 0; i < batch; i++)
            multiply(new(i * aSize, (i + 1) * aSize), new(i * bSize, (i + 1) * bSize), new(i * ySize, (i + 1) * ySize));
    }
}

/// <summary>The sizes of a fully connected layer's products, checked.</summary>
internal readonly struct LinearShape
{
    readonly int _rows, _inFeatures, _outFeatures;

    public LinearShape(Tensor x, Tensor weight, Tensor? bias)
    {
        if (weight.Shape.Rank != 2)
            ShapeException.Throw("Linear", "weight", "[outFeatures, inFeatures]", weight.Shape, "Reshape it to two axes.");
        (_outFeatures, _inFeatures) = (weight.Shape[0], weight.Shape[1]);
        if (x.Shape.Rank == 0 || x.Shape.Last != _inFeatures)
            ShapeException.Throw(
                "Linear", "input", $"[*, {_inFeatures}]", x.Shape, $"The weight has shape {weight.Shape}, that is [outFeatures, inFeatures].");
        if (bias is not null && bias.Shape != new Shape(_outFeatures))
            ShapeException.Throw("Linear", "bias", $"[{_outFeatures}]", bias.Shape, $"The weight has shape {weight.Shape}.");
        _rows = x.Shape.Product(..^1);
        Output = x.Shape.With(-1, _outFeatures);
    }

    public Shape Output { get; }

    public void Forward(Tensor x, Tensor weight, Tensor? bias, Memory<float> z, Memory<float> y, LinearKernel activation) =>
        activation.Forward(
            new GemmMatrix(x.ValuesMemory, _inFeatures), new GemmMatrix(weight.ValuesMemory, _inFeatures, transposed: true),
            bias?.ValuesMemory ?? default, z, y, new(_rows, _outFeatures, _inFeatures));

    public void Backward(Tensor x, Tensor weight, Tensor? bias, ReadOnlyMemory<float> dy)
    {
        if (weight.RequiresGradient)
        {
            Memory<float> dw = weight.GradientToWrite(out bool accumulate);
            Gemm.Multiply(dy, x.ValuesMemory, dw, _outFeatures, _inFeatures, _rows, transposeA: true, accumulate: accumulate);
        }
        if (bias is { RequiresGradient: true })
            Fused.SumPerUnit(dy.Span, Ops.GradientToAddTo(bias));
        if (x.RequiresGradient)
        {
            Memory<float> dx = x.GradientToWrite(out bool accumulate);
            Gemm.Multiply(dy, weight.ValuesMemory, dx, _rows, _inFeatures, _outFeatures, accumulate: accumulate);
        }
    }
}
