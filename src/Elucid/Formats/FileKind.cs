namespace Elucid;

/// <summary>A format that somebody may give where another is wanted, told by its first bytes.</summary>
/// <param name="Name">What errors call a file of it, with its article.</param>
/// <param name="Advice">What to do with such a file, in a sentence.</param>
internal sealed record FileKind(string Name, string Advice)
{
    /// <summary>How many bytes are looked at.</summary>
    public const int Start = 512;

    /// <summary>Networks of <see href="https://onnx.ai"/>.</summary>
    public static FileKind Onnx => new("an ONNX model", "Read it with OnnxImport.Load, or change its activations with "
        + $"{Spelling.Of("OnnxSwap.Apply")}; give {Spelling.Of(nameof(Weights.Load))} the model.safetensors that "
        + $"{Spelling.Of(nameof(Weights.Save))} saved.");

    /// <summary>Tensors of <see cref="SafetensorsFile"/>.</summary>
    public static FileKind Safetensors =>
        new("a safetensors file", $"{Spelling.Of("OnnxExport.Save")} makes an ONNX model of one that {Spelling.Of(nameof(Weights.Save))} saved.");

    const string SaveAsSafetensors = "In Python, safetensors.torch.save_file writes weights as safetensors, and torch.onnx.export a network as ONNX.";

    /// <summary>No bytes at all.</summary>
    public static readonly FileKind Empty = new("empty", "Copy or export it again.");
    static readonly FileKind LargeFilePointer = new("a pointer of Git LFS to a large file", "Fetch the file itself with `git lfs pull`.");
    static readonly FileKind WebPage = new("a web page", "Download the file itself, not the page about it.");
    static readonly FileKind Json = new("JSON", "The index of a model in several files is called ….safetensors.index.json.");
    static readonly FileKind Text = new("text, such as a table", "Give the model; data comes after it.");

    // Their first bytes, and what to do with them.
    static readonly (byte[] Magic, FileKind Kind)[] Known =
    [
        ("PK\x03\x04"u8.ToArray(), new("a zip archive, as PyTorch's .pt and NumPy's .npz files are", SaveAsSafetensors)),
        ([0x80, 0x02], new("a pickle, as old files of PyTorch are", SaveAsSafetensors)),
        ([0x89, .. "HDF\r\n"u8], new("an HDF5 file, as Keras writes", "Export the network as ONNX.")),
        ("GGUF"u8.ToArray(), new("a GGUF file", "Take the model's safetensors.")),
        ([0x93, .. "NUMPY"u8], new("a NumPy array", "In Python, safetensors.numpy.save_file writes arrays as safetensors.")),
        ([0x1F, 0x8B], new("compressed with gzip", "Unpack it first.")),
        ([0x89, .. "PNG"u8], new("a PNG image", "Give the model; data comes after it.")),
        ("version https://git-lfs"u8.ToArray(), LargeFilePointer),
    ];

    // Fields of a model that real programs write right after its version: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
    static ReadOnlySpan<byte> OnnxFields => [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72];

    /// <summary>What a file is by its first bytes; null where they tell nothing.</summary>
    public static FileKind? Of(ReadOnlySpan<byte> start)
    {
        start = start[..Math.Min(start.Length, Start)];
        if (start.IsEmpty)
            return Empty;
        if (start.Length > 8 && start[8] == '{' && start[4..8] is [0, 0, 0, 0])
            return Safetensors;
        foreach ((byte[] magic, FileKind kind) in Known)
            if (start.StartsWith(magic))
                return kind;
        if (start.Length > 2 && start[0] == 0x08 && start[1] is > 0 and < 32 && OnnxFields.Contains(start[2]))
            return Onnx;
        int first = start.IndexOfAnyExcept<byte>([(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF]);
        return first < 0 || !IsText(start) ? null : start[first] == '<' ? WebPage : start[first] == '{' ? Json : Text;
    }

    // Control characters but white space occur in no text, and other letters than ASCII's are the lesser part of a table, in whatever encoding.
    static bool IsText(ReadOnlySpan<byte> start)
    {
        int others = 0;
        foreach (byte b in start)
            if (b < ' ' && b is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                return false;
            else if (b >= 128)
                others++;
        return start.Length >= 8 && others <= start.Length / 2;
    }
}
