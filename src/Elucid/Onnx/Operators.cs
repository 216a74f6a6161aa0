namespace Elucid.Onnx;

/// <summary>Makes the rule of one node: reads its attributes, and refuses what it cannot do.</summary>
internal delegate StepRule OperatorFactory(NodeReader node);

/// <summary>The operators that files may use: one line each here, and its rule in the file of its family; and those that are functions of the
/// catalog.</summary>
internal static partial class Operators
{
    /// <summary>All of them by ONNX's names.</summary>
    public static IReadOnlyDictionary<string, OperatorFactory> All { get; } = WithCatalog(new()
    {
        ["Abs"] = Elementwise(Ops.Abs),
        ["Add"] = Binary(Ops.Add, (a, b) => a + b),
        ["AveragePool"] = AveragePool,
        ["BatchNormalization"] = BatchNormalization,
        ["Cast"] = Cast,
        ["Clip"] = Clip,
        ["Concat"] = Concat,
        ["Constant"] = Constant,
        ["ConstantOfShape"] = ConstantOfShape,
        ["Conv"] = Conv,
        ["ConvTranspose"] = ConvTranspose,
        ["DequantizeLinear"] = DequantizeLinear,
        ["Div"] = Binary(Ops.Divide, (a, b) => a / b),
        ["Dropout"] = Dropout,
        ["Equal"] = Equal,
        ["Erf"] = Elementwise(Ops.Erf),
        ["Exp"] = Elementwise(Ops.Exp),
        ["Expand"] = Expand,
        ["Flatten"] = Flatten,
        ["Gather"] = Gather,
        ["Gemm"] = Gemm,
        ["GlobalAveragePool"] = GlobalAveragePool,
        ["GlobalMaxPool"] = GlobalMaxPool,
        ["GRU"] = Gru,
        ["HardSigmoid"] = HardSigmoid,
        ["Identity"] = Identity,
        ["InstanceNormalization"] = InstanceNormalization,
        ["LSTM"] = Lstm,
        ["LayerNormalization"] = LayerNormalization,
        ["Log"] = Elementwise(Ops.Log),
        ["LogSoftmax"] = node => Softmax(node, Ops.LogSoftmax),
        ["MatMul"] = MatMul,
        ["Max"] = Folded(Ops.Maximum),
        ["MaxPool"] = MaxPool,
        ["Min"] = Folded(Ops.Minimum),
        ["Mul"] = Binary(Ops.Multiply, (a, b) => a * b),
        ["Neg"] = Negative,
        ["PRelu"] = Prelu,
        ["Pad"] = Pad,
        ["Pow"] = Power,
        ["RNN"] = Rnn,
        ["ReduceMean"] = node => Reduce(node, axesAreInputsSince: 18, Ops.Mean),
        ["ReduceSum"] = node => Reduce(node, axesAreInputsSince: 13, Ops.Sum),
        ["Reshape"] = Reshape,
        ["Resize"] = Resize,
        ["Selu"] = Selu,
        ["Shape"] = ShapeOf,
        ["Slice"] = Slice,
        ["Softmax"] = node => Softmax(node, Ops.Softmax),
        ["Split"] = Split,
        ["Sqrt"] = Elementwise(Ops.Sqrt),
        ["Squeeze"] = Squeeze,
        ["Sub"] = Binary(Ops.Subtract, (a, b) => a - b),
        ["Sum"] = Folded(Ops.Add),
        ["Transpose"] = Transpose,
        ["Unsqueeze"] = Unsqueeze,
        ["Where"] = Where,
    });

    /// <summary>What of quantized networks is known.</summary>
    public const string WeightsAlone =
        "weights in whole numbers (DequantizeLinear of tensors of the file); quantize those alone, or export the network before its activations are "
            + "quantized";

    /// <summary>What a tensor of a file is in a running graph: floats, or whole numbers.</summary>
    public static GraphValue ValueOf(OnnxTensor tensor) => tensor.IsFloat
        ? new Tensor(new Shape(tensor.Shape), tensor.ToFloats())
        : new IntegerTensor(tensor.Shape, tensor.ToIntegers());

    // Tensors never come here: they are values of the graph, as initializers are.
    static StepRule Constant(NodeReader node)
    {
        node.RequireInputs(0, 0);
        GraphValue value;
        if (node.Integers("value_ints") is { } integers)
            value = IntegerTensor.Vector([.. integers]);
        else if (node.Has("value_int"))
            value = new IntegerTensor([], [node.Integer("value_int", 0)]);
        else if (node.Has("value_float"))
            value = new Tensor(new Shape(), [node.Single("value_float", 0)]);
        else
            throw node.NotSupported("has none of the values that are known", "a tensor, whole numbers or floats");
        (node.GivesIntegers, node.GivesRank, _) = ValueFacts.Of(value);
        return _ => value;
    }

    // Weights never come here: what is made of tensors of the file is a tensor of it.
    static StepRule DequantizeLinear(NodeReader node) => throw node.NotSupported("dequantizes what the network computes", WeightsAlone);

    // One number everywhere: how PyTorch writes the states that recurrent layers start from.
    static StepRule ConstantOfShape(NodeReader node)
    {
        node.RequireInputs(1, 1, InputRole.Integers);
        OnnxTensor? value = node.Tensor("value");
        if (value is not null && value.Count != 1)
            throw node.Error("one number as its value", $"{value.Count}");
        (node.GivesIntegers, node.GivesRank) = (value is { IsFloat: false }, node.KnownIntegers(0)?.Values.Length);
        return inputs =>
        {
            Shape shape = ShapeToFill(inputs.Integers(0));
            return value is { IsFloat: false }
                ? new IntegerTensor([.. shape], [.. Enumerable.Repeat(value.ToIntegers()[0], shape.Size)])
                : Filled(shape, value is null ? 0 : value.ToFloats()[0]);
        };
    }

    static StepRule Identity(NodeReader node)
    {
        node.RequireInputs(1, 1, InputRole.Any);
        return inputs => inputs[0];
    }

    // In training as the library's own layer, whatever mode the file was exported in; in use it passes its input on.
    static StepRule Dropout(NodeReader node)
    {
        node.RequireInputs(1, 3, InputRole.Floats, InputRole.Setting, InputRole.Integers);
        float ratio = node.Single("ratio", 0.5f);
        node.Integer("seed", 0);
        return inputs =>
        {
            float probability = inputs.Has(1) ? inputs.Floats(1).ToScalar() : ratio;
            return inputs.Random is { } random && probability > 0 ? Ops.Dropout(inputs.Floats(0), probability, random) : inputs[0];
        };
    }

    static StepRule Cast(NodeReader node)
    {
        node.RequireInputs(1, 1, InputRole.Any);
        node.Integer("saturate", 1);
        var to = (OnnxElement)node.Integer("to", 0, 0, 100);
        bool toFloat = to is OnnxElement.Float or OnnxElement.Double or OnnxElement.Float16 or OnnxElement.BFloat16;
        if (!toFloat && to is not (OnnxElement.Int64 or OnnxElement.Int32 or OnnxElement.Bool))
            throw node.NotSupported($"is a cast to {to}", "casts to floats, Int32, Int64 and Bool");
        node.GivesIntegers = !toFloat;
        long Whole(long value) => to == OnnxElement.Bool ? value != 0 ? 1 : 0 : to == OnnxElement.Int32 ? (int)value : value;
        long Cut(float value) => to == OnnxElement.Bool ? value != 0 ? 1 : 0 : checked((long)value);
        return inputs => (toFloat, inputs[0].Integers, inputs[0].Floats) switch
        {
            (true, { } integers, _) => new Tensor(new Shape(integers.Shape), [.. integers.Values.Select(value => (float)value)]),
            (false, { } integers, _) => integers.Select(Whole),
            (false, _, { } floats) => new IntegerTensor([.. floats.Shape], [.. floats.Values.ToArray().Select(Cut)]),
            _ => inputs[0],
        };
    }
}
