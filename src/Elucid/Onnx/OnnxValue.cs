namespace Elucid.Onnx;

/// <summary>A value of a graph that is written: an input, a parameter, or what a node gives.</summary>
/// <param name="Name">Its name in the file; empty for an optional input that is omitted.</param>
/// <param name="Shape">Its shape for the batch that the export was asked for; the length of the batch is not fixed in the file.</param>
public readonly record struct OnnxValue(string Name, Shape Shape)
{
    /// <summary>In the place of an optional input that is omitted.</summary>
    public static OnnxValue None { get; } = new("", new Shape());
}
