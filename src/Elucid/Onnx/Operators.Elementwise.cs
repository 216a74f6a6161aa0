using Elucid.Kernels;

namespace Elucid.Onnx;

internal static partial class Operators
{
    // ONNX rounds SELU's constants to float32; a file with these means the catalog's function.
    const float SeluAlpha = 1.67326324f, SeluGamma = 1.05070099f;

    static OperatorFactory Elementwise(Func<Tensor, Tensor> f) => node =>
    {
        node.RequireInputs(1, 1);
        return inputs => f(inputs.Floats(0));
    };

    static StepRule HardSigmoid(NodeReader node)
    {
        node.RequireInputs(1, 1);
        float alpha = node.Single("alpha", 0.2f), beta = node.Single("beta", 0.5f);
        return inputs => Ops.Clamp(alpha * inputs.Floats(0) + beta, 0, 1);
    }

    // Functions of the catalog need no line: their entries say what they are in ONNX. A rule above goes before, as it reads more forms.
    static Dictionary<string, OperatorFactory> WithCatalog(Dictionary<string, OperatorFactory> rules)
    {
        foreach (IGrouping<string, CatalogOperator> entries in CatalogOperator.All)
            rules.TryAdd(entries.Key, node => Catalog(node, entries));
        return rules;
    }

    static StepRule Catalog(NodeReader node, IEnumerable<CatalogOperator> entries)
    {
        CatalogOperator entry = entries.First(entry => entry.Form.Words.All(word => node.Text(word.Key, "none") == word.Value));
        return Catalog(node, entry.Info.Name, entry.Parameters(node.Single));
    }

    static StepRule Catalog(NodeReader node, string name, params ReadOnlySpan<(string Name, double Value)> parameters)
    {
        node.RequireInputs(1, 1);
        ActivationKernel<float> kernel = Named(node, name, parameters).Kernel();
        return inputs => Ops.Apply(kernel, inputs.Floats(0));
    }

    // A function of the catalog; parameters that it cannot take are refused with the node's name.
    static Activation Named(NodeReader node, string name, params ReadOnlySpan<(string Name, double Value)> parameters)
    {
        try
        {
            return ActivationCatalog.Create(name, parameters);
        }
        catch (ArgumentException e)
        {
            throw node.NotSupported("has a parameter out of its range", $"what fits. {e.Message.TrimEnd('.')}");
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
        node.RequireInputs(1, 1, InputRole.Any);
        return inputs => inputs[0].Integers is { } integers ? integers.Select(value => -value) : Ops.Scale(inputs.Floats(0), -1);
    }

    // One slope per unit along some axis, or a single one, or any that is broadcast.
    static StepRule Prelu(NodeReader node)
    {
        node.RequireInputs(2, 2);
        LearnedActivationKernel learned = Activations.Prelu().LearnedKernel()!;
        ActivationKernel<float> relu = Activations.Relu().Kernel();
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
        node.RequireInputs(1, 3, InputRole.Floats, InputRole.Setting);
        float lowest = node.Single("min", float.NegativeInfinity), highest = node.Single("max", float.PositiveInfinity);
        return inputs =>
        {
            float least = inputs.Has(1) ? inputs.Floats(1).ToScalar() : lowest, most = inputs.Has(2) ? inputs.Floats(2).ToScalar() : highest;
            return Ops.Clamp(inputs.Floats(0), least, most);
        };
    }

    static StepRule Power(NodeReader node)
    {
        node.RequireInputs(2, 2, InputRole.Floats, InputRole.Setting);
        if (node.KnownNumbers(1) is not [double exponent] || !double.IsFinite(exponent))
            throw node.NotSupported("has other exponents than one number that the file states", "one finite exponent in the file");
        return inputs => Ops.Pow(inputs.Floats(0), exponent);
    }

    // One operator for any number of inputs.
    static OperatorFactory Folded(Func<Tensor, Tensor, Tensor> f) => node =>
    {
        node.RequireInputs(1, int.MaxValue);
        node.GivesRank = BroadcastRank(node);
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
        node.RequireInputs(2, 2, node.GivesIntegers ? InputRole.Integers : InputRole.Floats);
        node.GivesRank = BroadcastRank(node);
        return inputs => inputs.IsInteger(0)
            ? IntegerTensor.Combine(ofIntegers, inputs.Integers(0), inputs.Integers(1))
            : ofFloats(inputs.Floats(0), inputs.Floats(1));
    };

    // Lengths are compared and chosen, as PyTorch writes `expand`; true is 1.
    static StepRule Equal(NodeReader node)
    {
        node.RequireInputs(2, 2, InputRole.Integers);
        node.GivesRank = BroadcastRank(node);
        return inputs => IntegerTensor.Combine((a, b) => a == b ? 1 : 0, inputs.Integers(0), inputs.Integers(1));
    }

    static StepRule Where(NodeReader node)
    {
        node.RequireInputs(3, 3, InputRole.Integers);
        node.GivesRank = BroadcastRank(node);
        return inputs =>
        {
            IntegerTensor condition = inputs.Integers(0).Select(c => c == 0 ? 0 : 1);
            IntegerTensor then = IntegerTensor.Combine((c, a) => c * a, condition, inputs.Integers(1));
            IntegerTensor otherwise = IntegerTensor.Combine((c, a) => (1 - c) * a, condition, inputs.Integers(2));
            return IntegerTensor.Combine((a, b) => a + b, then, otherwise);
        };
    }

    // The largest of the inputs', as shapes are broadcast.
    static int? BroadcastRank(NodeReader node)
    {
        int most = 0;
        for (int i = 0; node.HasInput(i); i++)
            if (node.Rank(i) is { } rank)
                most = Math.Max(most, rank);
            else
                return null;
        return most;
    }
}
