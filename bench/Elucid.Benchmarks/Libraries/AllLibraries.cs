namespace Benchmarks.Libraries;

/// <summary>Who is compared, over which functions.</summary>
static class AllLibraries
{
    public static ElucidLibrary Elucid { get; } = new();
    public static TorchLibrary Torch { get; } = new();
    public static OnnxLibrary Onnx { get; } = new();
    public static TensorPrimitivesLibrary Passes { get; } = new(isBlocked: false);
    public static XnnpackLibrary Xnnpack { get; } = new();

    /// <summary>All but Elucid, in the order of the tables' columns.</summary>
    public static IReadOnlyList<ILibrary> Peers { get; } =
        [Torch, Onnx, Passes, new TensorPrimitivesLibrary(isBlocked: true), new ScalarLibrary(), Xnnpack];

    /// <summary>The functions that at least one peer has, by their names in the catalog.</summary>
    public static IReadOnlyList<string> Functions { get; } =
    [
        "elu", "elu:alpha=1.5", "selu", "celu", "relu", "leaky-relu", "gelu", "gelu-tanh", "swish", "mish", "softplus", "sigmoid", "tanh",
        "hard-swish",
    ];
}
