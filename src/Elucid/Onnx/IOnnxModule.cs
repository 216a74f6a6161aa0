namespace Elucid.Onnx;

/// <summary>A module of your own that says how it is written in ONNX. The library's modules need none: <see cref="OnnxExport"/> knows them.</summary>
/// <remarks>
/// <code>
/// public OnnxValue Export(OnnxGraph graph, OnnxValue input)
/// {
///     OnnxValue hidden = graph.Export(_hidden, input);                           // a child
///     return graph.Node("Add", input.Shape, [hidden, input]);                    // an operator
/// }
/// </code>
/// </remarks>
public interface IOnnxModule
{
    /// <summary>Writes the nodes of the forward pass in use (not in training) and returns the value that they give.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="input">What <c>Forward</c> gets.</param>
    OnnxValue Export(OnnxGraph graph, OnnxValue input);
}
