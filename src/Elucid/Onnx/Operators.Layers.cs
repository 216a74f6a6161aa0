namespace Elucid.Onnx;

internal static partial class Operators
{
    delegate Tensor AxisReduction(Tensor x, ReadOnlySpan<int> axes, bool keepAxes);

    static StepRule Gemm(NodeReader node)
    {
        node.RequireInputs(2, 3);
        float alpha = node.Single("alpha", 1), beta = node.Single("beta", 1);
        bool transposesA = node.Flag("transA", false), transposesB = node.Flag("transB", false);
        node.RequireRank(0, 2, 2);
        node.RequireRank(1, 2, 2);
        return inputs =>
        {
            Tensor a = inputs.Floats(0), b = inputs.Floats(1);
            Tensor? c = inputs.Has(2) && beta != 0 ? inputs.Floats(2) : null;
            if (a.Shape.Rank != 2 || b.Shape.Rank != 2)
                throw new ShapeException($"expected two matrices, but got {a.Shape} and {b.Shape}.");
            // A fully connected layer, as PyTorch writes it.
            if (!transposesA && transposesB && alpha == 1 && beta == 1 && c is null or { Shape.Rank: 1 } && c?.Shape.Size != 1)
                return Ops.Linear(a, b, c);
            Tensor product = Ops.MatMul(transposesA ? Ops.Transpose(a) : a, transposesB ? Ops.Transpose(b) : b);
            if (alpha != 1)
                product = Ops.Scale(product, alpha);
            return c is null ? product : Ops.Add(product, beta == 1 ? c : Ops.Scale(c, beta));
        };
    }

    static StepRule MatMul(NodeReader node)
    {
        node.RequireInputs(2, 2);
        node.GivesRank = (node.Rank(0), node.Rank(1)) is ({ } left, { } right)
            ? Math.Max(Math.Max(left, right), 2) - (left == 1 ? 1 : 0) - (right == 1 ? 1 : 0) : null;
        return inputs =>
        {
            Tensor a = inputs.Floats(0), b = inputs.Floats(1);
            bool isRow = a.Shape.Rank == 1, isColumn = b.Shape.Rank == 1;
            if (isRow)
                a = Ops.Reshape(a, 1, a.Shape.Size);
            if (isColumn)
                b = Ops.Reshape(b, b.Shape.Size, 1);
            // One matrix from the left for all leading axes of the other: as (bᵀ·aᵀ)ᵀ it is one from the right.
            Tensor product = a.Shape.Rank == 2 && b.Shape.Rank > 2
                ? Ops.Transpose(Ops.MatMul(Ops.Transpose(b), Ops.Transpose(a)))
                : Ops.MatMul(WithLeading(a, b), b.Shape.Rank == 2 ? b : WithLeading(b, a));
            if (isRow)
                product = Ops.Reshape(product, product.Shape.Without(-2));
            return isColumn ? Ops.Reshape(product, product.Shape.Without(-1)) : product;
        };
    }

    // Repeated along the leading axes that another stack of matrices has and this one has not.
    static Tensor WithLeading(Tensor matrices, Tensor other)
    {
        ReadOnlySpan<int> own = matrices.Shape.Lengths[..^2], others = other.Shape.Lengths[..^2];
        if (others.Length == 0 || own.SequenceEqual(others))
            return matrices;
        int[] ones = [.. others, 1, 1];
        return Ops.Multiply(matrices, Filled(new Shape(ones), 1));
    }

    static StepRule Softmax(NodeReader node, Func<Tensor, Tensor> alongLast)
    {
        node.RequireInputs(1, 1);
        int axis = node.Integer("axis", node.Opset < 13 ? 1 : -1, -MostAxes, MostAxes);
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            int from = x.Shape.ResolveAxis(axis);
            if (from == x.Shape.Rank - 1)
                return alongLast(x);
            // Before version 13 all axes from this one on are one.
            if (node.Opset < 13)
                return Ops.Reshape(alongLast(Ops.Flatten(x, from)), x.Shape);
            return Ops.Transpose(alongLast(Ops.Transpose(x, from, -1)), from, -1);
        };
    }

    static StepRule Reduce(NodeReader node, int axesAreInputsSince, AxisReduction reduction)
    {
        bool keepAxes = node.Flag("keepdims", true), keepsAll = node.Flag("noop_with_empty_axes", false);
        Func<StepInputs, long[]?> axesOf = Axes(node, axesAreInputsSince, InputRole.Floats, out _);
        if (!keepAxes)
            node.GivesRank = null;
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            int[] axes = [.. (axesOf(inputs) ?? []).Select(axis => x.Shape.ResolveAxis(checked((int)axis)))];
            if (axes.Length == 0 && keepsAll)
                return x;
            return reduction(x, axes.Length == 0 ? [.. Enumerable.Range(0, x.Shape.Rank)] : axes, keepAxes);
        };
    }
}
