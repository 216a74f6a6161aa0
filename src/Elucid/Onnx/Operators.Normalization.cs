namespace Elucid.Onnx;

internal static partial class Operators
{
    static StepRule BatchNormalization(NodeReader node)
    {
        node.RequireInputs(5, 5, InputRole.Floats, InputRole.Floats, InputRole.Floats, InputRole.Buffer);
        // Before version 9 statistics could be taken for every place of an image.
        if (!node.Flag("spatial", true))
            throw node.NotSupported("has 'spatial' of 0, statistics for each place", "'spatial' of 1, statistics for each channel");
        float epsilon = Epsilon(node), momentum = node.Single("momentum", 0.9f);
        node.Flag("training_mode", false);
        if (momentum is not (>= 0 and <= 1))
            throw node.Error("'momentum' from 0 to 1", $"{momentum}");
        return inputs =>
        {
            Tensor x = inputs.Floats(0), weight = inputs.Floats(1), bias = inputs.Floats(2), mean = inputs.Floats(3), variance = inputs.Floats(4);
            // ONNX's momentum is the share that stays, PyTorch's and Elucid's that which is new.
            return inputs.IsTraining
                ? Ops.BatchNorm(x, weight, bias, mean, variance, 1 - momentum, epsilon)
                : Ops.Normalize(x, weight, bias, mean, variance, epsilon);
        };
    }

    static StepRule LayerNormalization(NodeReader node)
    {
        node.RequireInputs(2, 3);
        float epsilon = Epsilon(node);
        int axis = node.Integer("axis", -1, -MostAxes, MostAxes);
        node.Integer("stash_type", 1);
        return inputs =>
        {
            Tensor x = inputs.Floats(0), weight = inputs.Floats(1);
            Shape normalized = new(x.Shape.Lengths[x.Shape.ResolveAxis(axis)..]);
            return Ops.LayerNorm(
                x, normalized, Ops.Reshape(weight, normalized), inputs.Has(2) ? Ops.Reshape(inputs.Floats(2), normalized) : null, epsilon);
        };
    }

    static StepRule InstanceNormalization(NodeReader node)
    {
        node.RequireInputs(3, 3);
        float epsilon = Epsilon(node);
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            if (x.Shape.Rank < 3)
                ShapeException.Throw("InstanceNormalization", "input", "[batch, channels, …]", x.Shape, "It needs an axis to take statistics over.");
            return Ops.GroupNorm(x, x.Shape[1], inputs.Floats(1), inputs.Floats(2), epsilon);
        };
    }

    static float Epsilon(NodeReader node) => node.Single("epsilon", 1e-5f) is var epsilon && epsilon > 0 && float.IsFinite(epsilon)
        ? epsilon : throw node.Error("a small positive 'epsilon'", $"{epsilon}");
}
