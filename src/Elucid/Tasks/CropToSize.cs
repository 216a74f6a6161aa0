using Elucid.Onnx;

namespace Elucid;

/// <summary>The upper left part of images: what doubling made too large where a side was odd before it was halved.</summary>
internal sealed class CropToSize(int height, int width) : Module, IOnnxModule
{
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.Slice(Ops.Slice(x, 2, 0, height), 3, 0, width));

    public override Shape OutputShape(Shape input) => [input[0], input[1], height, width];

    protected internal override Module Rebuild(Rebuilder with) => new CropToSize(height, width);

    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Node(
        "Slice", OutputShape(input.Shape), [input, graph.Integers(0, 0), graph.Integers(height, width), graph.Integers(2, 3)]);
}
