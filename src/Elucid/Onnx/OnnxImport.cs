namespace Elucid.Onnx;

/// <summary>Reads ONNX files as networks that can be used and trained.</summary>
/// <remarks>
/// Read are the operators that networks of fully connected, convolutional, residual, recurrent and attention layers need, as PyTorch and other
/// libraries export them. A file is data that nobody vouches for: everything in it is checked, and nothing is allocated that its own length does not
/// cover.
/// </remarks>
public static class OnnxImport
{
    const int OldestOpset = 7, NewestOpset = 24;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; weights that lie in files beside it are read, too.</param>
    /// <param name="random">Where dropout draws from while the network is trained; a stream of seed 0 by default.</param>
    /// <returns>The network, ready for use; call <c>Train()</c> to train it in a loop of your own.</returns>
    /// <exception cref="ModelFormatException">There is no such file, it is damaged, or it has an operator that is not known; the message names the
    /// node.</exception>
    public static GraphModule Load(string path, RandomStream? random = null) => Build(OnnxFile.Read(path), random);

    /// <summary>Reads a stream, from its position to its end.</summary>
    /// <param name="stream">Any stream.</param>
    /// <param name="name">What errors call it; files with weights are looked for beside it.</param>
    /// <param name="random">Where dropout draws from while the network is trained; a stream of seed 0 by default.</param>
    /// <returns>The network, ready for use.</returns>
    /// <exception cref="ModelFormatException">As for a file.</exception>
    public static GraphModule Load(Stream stream, string name = "stream", RandomStream? random = null) => Build(OnnxFile.Read(stream, name), random);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="model">The bytes.</param>
    /// <param name="name">What errors call the file; files with weights are looked for beside it.</param>
    /// <param name="random">Where dropout draws from while the network is trained; a stream of seed 0 by default.</param>
    /// <exception cref="ModelFormatException">The bytes are damaged, or have an operator that is not known; the message names the node.</exception>
    public static GraphModule Load(ReadOnlyMemory<byte> model, string name = "model.onnx", RandomStream? random = null) =>
        Build(OnnxFile.Parse(model, name), random);

    /// <summary>The operators that are known.</summary>
    public static IReadOnlyList<string> SupportedOperators => [.. Operators.All.Keys.Order(StringComparer.Ordinal)];

    internal static void RequireOpset(OnnxFile file)
    {
        if (file.Opset is < OldestOpset or > NewestOpset)
            throw ModelFormatException.NotSupported(
                file.Name, $"it states operator set {file.Opset}", $"{OldestOpset} to {NewestOpset}; export it again with one of these");
    }

    internal static GraphModule Build(OnnxFile file, RandomStream? random)
    {
        RequireOpset(file);
        GraphModule module =
            new([.. file.Inputs.Select(input => input.Name)], file.Outputs, file.Nodes.Count, new GraphPlan(file), random ?? new RandomStream(0));
        module.Eval();
        return module;
    }
}
