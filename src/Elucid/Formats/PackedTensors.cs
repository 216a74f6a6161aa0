namespace Elucid;

/// <summary>Tensors in the shorter forms that model files have: weights in eight bits (<see cref="Int8Tensors"/>), and of these or of floats, where
/// many are 0, the others alone (<see cref="SparseTensors"/>).</summary>
internal static class PackedTensors
{
    /// <summary>The same tensors in the forms that take least room.</summary>
    /// <param name="entries">The tensors.</param>
    /// <param name="inEightBits">The names of those that are rounded to eight bits; no bit of others is lost.</param>
    public static IEnumerable<SafetensorsEntry> Pack(IEnumerable<SafetensorsEntry> entries, IReadOnlySet<string> inEightBits) =>
        SparseTensors.Pack(entries.SelectMany(entry => inEightBits.Contains(entry.Name) ? Int8Tensors.Pack(entry) : [entry]));

    /// <summary>The file with all tensors as they were before.</summary>
    /// <param name="file">What was read.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="ModelFormatException">The parts of a tensor contradict each other.</exception>
    public static SafetensorsFile Unpack(SafetensorsFile file, string name) => Int8Tensors.Unpack(SparseTensors.Unpack(file, name), name);

    /// <summary>The name of the tensor that a stored one is a part of; its own where it is none.</summary>
    public static string NameOf(string stored) => Int8Tensors.NameOf(SparseTensors.NameOf(stored));
}
