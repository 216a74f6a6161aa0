namespace Elucid.Onnx;

/// <summary>A function of the catalog whose best form in ONNX is one operator, whose attributes are its parameters.</summary>
/// <param name="Info">The catalog's entry.</param>
/// <param name="Form">The operator; a function such as softplus is one with its default parameters.</param>
internal sealed record CatalogOperator(ActivationInfo Info, OnnxOperator Form)
{
    /// <summary>Those of fixed parameters by ONNX's names. Where two share an operator, told apart by a word, the one with the word is
    /// first.</summary>
    public static ILookup<string, CatalogOperator> All { get; } =
        ActivationCatalog.All.Select(Of).OfType<CatalogOperator>().OrderByDescending(one => one.Form.Words.Count).ToLookup(one => one.Form.Name);

    // What ONNX's recurrent operators know by name and that takes α or nothing: https://onnx.ai/onnx/operators/onnx__RNN.html.
    static readonly string[] OfCells = ["Elu", "LeakyRelu", "Relu", "Sigmoid", "Softplus", "Softsign", "Tanh", "ThresholdedRelu"];

    /// <summary>Those that cells of recurrent networks may have, by names in which case does not matter.</summary>
    public static IReadOnlyDictionary<string, CatalogOperator> ForCells { get; } =
        OfCells.Where(All.Contains).ToDictionary(name => name, name => All[name].First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The function's parameters as the attributes that <paramref name="valueOf"/> reads, each with the catalog's default, say.</summary>
    public (string Name, double Value)[] Parameters(Func<string, float, float> valueOf) =>
        [.. from number in Form.Numbers
            let parameter = Info.Parameters.First(p => p.Name == ((OnnxParameter)number.Value).Name)
            select (parameter.Name, (double)valueOf(number.Key, (float)parameter.Default))];

    static CatalogOperator? Of(ActivationInfo info)
    {
        Activation f = info.Create();
        return f.IsLearned ? null
            : info.Onnx[0] is OnnxOperator { Inputs: [OnnxInput] } form && form.Numbers.Values.All(number => number is OnnxParameter)
                ? new(info, form)
            : info.Onnx[0].Bind(f.Parameters) is OnnxOperator { Inputs: [OnnxInput], Numbers.Count: 0 } plain ? new(info, plain)
            : null;
    }
}
