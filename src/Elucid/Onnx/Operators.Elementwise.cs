using Elucid.Activations;
using Elucid.Autograd;
using Elucid.Kernels;
using Elucid.Tensors;

namespace Elucid.Onnx;

internal static partial class Operators
{
    // ONNX rounds SELU's constants to float32; a file with these means the catalog's function.
    const float SeluAlpha = 1.67326324f, SeluGamma = 1.05070099f;

    static OperatorFactory Elementwise<TFunction>(TFunction f) where TFunction : struct, IActivation => node => Unary(node, f);

    static StepRule Unary<TFunction>(NodeReader node, TFunction f) where TFunction : struct, IActivation
    {
        node.RequireInputs(1, 1);
        return inputs => Ops.Apply(f, inputs.Floats(0));
    }

    static StepRule Catalog(NodeReader node, string name, params ReadOnlySpan<(string Name, double Value)> parameters)
    {
        node.RequireInputs(1, 1);
        ActivationKernel<float> kernel = KernelOf(node, name, parameters);
        return inputs => Ops.Apply(kernel, inputs.Floats(0));
    }

    static ActivationKernel<float> KernelOf(NodeReader node, string name, params ReadOnlySpan<(string Name, double Value)> parameters) =>
        Named(node, name, parameters).Kernel();

    // A function of the catalog; parameters that it cannot take are refused with the node's name.
    static Activation Named(NodeReader node, string name, params ReadOnlySpan<(string Name, double Value)> parameters)
    {
        try
        {
            return ActivationCatalog.Create(name, parameters);
        }
        catch (ArgumentException e)
        {
            throw node.Error("parameters that the function takes", $"others. {e.Message.TrimEnd('.')}");
        }
    }

    static StepRule Selu(NodeReader node)
    {
        float alpha = node.Single("alpha", SeluAlpha), gamma = node.Single("gamma", SeluGamma);
        if (Math.Abs(alpha - SeluAlpha) < 1e-6f && Math.Abs(gamma - SeluGamma) < 1e-6f)
            return Catalog(node, "selu");
        StepRule elu = Catalog(node, "elu", ("alpha", alpha));
        return inputs => Ops.Scale(elu(inputs).Floats!, gamma);
    }

    static StepRule Negative(NodeReader node)
    {
        node.RequireInputs(1, 1);
        return inputs => inputs[0].Integers is { } integers
            ? new IntegerTensor(integers.Shape, [.. integers.Values.Select(value => checked(-value))])
            : Ops.Scale(inputs.Floats(0), -1);
    }

    // One slope per unit along some axis, or a single one, or any that is broadcast.
    static StepRule Prelu(NodeReader node)
    {
        node.RequireInputs(2, 2);
        LearnedActivationKernel learned = LearnedActivationKernel.Of(ActivationCatalog.Parse("prelu"))!;
        ActivationKernel<float> relu = ActivationCatalog.Parse("relu").Kernel();
        return inputs =>
        {
            Tensor x = inputs.Floats(0), slope = inputs.Floats(1);
            int[] axes = [.. Enumerable.Range(0, slope.Shape.Rank).Where(axis => slope.Shape[axis] != 1)];
            if (axes.Length == 1 && slope.Shape.Rank <= x.Shape.Rank)
                return Ops.ApplyLearned(learned, x, Ops.Reshape(slope, slope.Shape.Size), axis: axes[0] - slope.Shape.Rank);
            return Ops.Subtract(Ops.Apply(relu, x), Ops.Multiply(slope, Ops.Apply(relu, Ops.Scale(x, -1))));
        };
    }

    static StepRule Clip(NodeReader node)
    {
        node.RequireInputs(1, 3);
        float lowest = node.Single("min", float.NegativeInfinity), highest = node.Single("max", float.PositiveInfinity);
        return inputs =>
        {
            float least = inputs.Has(1) ? inputs.Floats(1).Item() : lowest, most = inputs.Has(2) ? inputs.Floats(2).Item() : highest;
            return Ops.Apply(new OnnxClip(least, most), inputs.Floats(0));
        };
    }

    static StepRule Power(NodeReader node)
    {
        node.RequireInputs(2, 2);
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            double exponent = inputs.IsInteger(1) ? inputs.Integers(1).Values is [long value] ? value : double.NaN : inputs.Floats(1).Item();
            return exponent switch
            {
                1 => x,
                2 => Ops.Multiply(x, x),
                3 => Ops.Multiply(Ops.Multiply(x, x), x),
                0.5 => Ops.Apply(default(OnnxSqrt), x),
                _ => throw new ShapeException($"expected an exponent of 0.5, 1, 2 or 3, but got {exponent}."),
            };
        };
    }

    // One operator for any number of inputs.
    static OperatorFactory Folded(Func<Tensor, Tensor, Tensor> f) => node =>
    {
        node.RequireInputs(1, int.MaxValue);
        return inputs =>
        {
            Tensor result = inputs.Floats(0);
            for (int i = 1; i < inputs.Count; i++)
                result = f(result, inputs.Floats(i));
            return result;
        };
    };

    static OperatorFactory Binary(Func<Tensor, Tensor, Tensor> ofFloats, Func<long, long, long> ofIntegers) => node =>
    {
        node.RequireInputs(2, 2);
        return inputs => inputs.IsInteger(0)
            ? OfIntegers(ofIntegers, inputs.Integers(0), inputs.Integers(1))
            : ofFloats(inputs.Floats(0), inputs.Floats(1));
    };

    // Lengths are compared and chosen, as PyTorch writes `expand`; true is 1.
    static StepRule Equal(NodeReader node)
    {
        node.RequireInputs(2, 2);
        return inputs => OfIntegers((a, b) => a == b ? 1 : 0, inputs.Integers(0), inputs.Integers(1));
    }

    static StepRule Where(NodeReader node)
    {
        node.RequireInputs(3, 3);
        return inputs =>
        {
            IntegerTensor condition = inputs.Integers(0), not = OfIntegers((c, _) => c == 0 ? 1 : 0, condition, condition);
            IntegerTensor then = OfIntegers((c, a) => c * a, condition, inputs.Integers(1)), otherwise = OfIntegers((c, a) => c * a, not, inputs.Integers(2));
            return OfIntegers((a, b) => a + b, then, otherwise);
        };
    }

    // Lengths are computed with: lists of the same length, or one number for all.
    static IntegerTensor OfIntegers(Func<long, long, long> f, IntegerTensor a, IntegerTensor b)
    {
        IntegerTensor longer = a.Values.Length >= b.Values.Length && a.Shape.Length >= b.Shape.Length ? a : b;
        if (!a.Shape.SequenceEqual(b.Shape) && a.Values.Length != 1 && b.Values.Length != 1)
            throw new ShapeException($"whole numbers of the shapes [{string.Join(", ", a.Shape)}] and [{string.Join(", ", b.Shape)}] do not fit.");
        long At(IntegerTensor tensor, int i) => tensor.Values[tensor.Values.Length == 1 ? 0 : i];
        return new IntegerTensor(longer.Shape, [.. Enumerable.Range(0, longer.Values.Length).Select(i => f(At(a, i), At(b, i)))]);
    }
}
