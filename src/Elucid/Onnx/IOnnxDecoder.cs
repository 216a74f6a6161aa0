namespace Elucid.Onnx;

/// <summary>A module of your own whose forward pass takes a memory beside its input, such as a stack of decoder blocks, and that says how it is
/// written in ONNX.</summary>
/// <remarks>
/// <code>
/// public OnnxValue Export(OnnxGraph graph, OnnxValue input, OnnxValue memory) =>
///     _blocks.Aggregate(input, (x, block) => graph.Export(block, x, memory));
/// </code>
/// </remarks>
public interface IOnnxDecoder
{
    /// <summary>Writes the nodes of the forward pass in use (not in training) and returns the value that they give.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="input">The decoder's own sequence.</param>
    /// <param name="memory">What it attends to, such as the output of an encoder.</param>
    OnnxValue Export(OnnxGraph graph, OnnxValue input, OnnxValue memory);
}
