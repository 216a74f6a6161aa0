namespace Elucid.Onnx;

/// <summary>What a swap did.</summary>
/// <param name="Replaced">The nodes that have another function now, by their names, or by the values they give where they have none, in the file's
/// order.</param>
/// <param name="ExternalFiles">Files beside the old one that hold some of its weights; the new file looks for them beside itself.</param>
public sealed record OnnxSwapResult(IReadOnlyList<string> Replaced, IReadOnlyList<string> ExternalFiles);

/// <summary>
/// Replaces activation functions in any ONNX file, and nothing else: all other bytes stay as they were, the fields that Elucid does not know
/// included. Nodes in the branches of If, in loops and in functions of the file are found, too.
/// </summary>
/// <remarks>
/// A node keeps its name, inputs, outputs and documentation; its operator and attributes change. A function that ONNX writes with several operators,
/// such as swish, becomes as many nodes in its place. Lengths of the messages around a change are written anew.
/// </remarks>
public sealed class OnnxSwap
{
    // What is listed when the wanted operator does not occur: functions of one variable in the standard.
    static readonly string[] KnownActivations =
    [
        "Celu", "Elu", "Gelu", "HardSigmoid", "HardSwish", "LeakyRelu", "Mish", "Relu", "Selu", "Sigmoid", "Softplus", "Softsign", "Swish", "Tanh",
        "ThresholdedRelu",
    ];

    readonly string _from;
    readonly Dictionary<string, string> _words = [];
    readonly Activation _to;

    /// <summary>Says what to replace by what.</summary>
    /// <param name="from">An operator of ONNX, such as <c>Relu</c>, or the catalog's name of a function that is one.</param>
    /// <param name="to">Any function of the catalog whose parameters are not learned.</param>
    /// <exception cref="ArgumentException"><paramref name="to"/> is learned: its parameters would have to be trained.</exception>
    public OnnxSwap(string from, Activation to)
    {
        ArgumentException.ThrowIfNullOrEmpty(from);
        if (to.IsLearned)
            throw new ArgumentException(
                $"'{to}' learns its parameters, which no file has for it yet: choose a function whose parameters are fixed, such as elu, or import "
                    + $"the file and train it.");
        _from = from;
        _to = to;
        OnnxOperator? known = Known(from);
        if (known is not null)
            (_from, _words) = (known.Name, new(known.Words));
    }

    /// <summary>Replaces in a file and writes another, or the same; it is written only if something was replaced.</summary>
    /// <param name="path">The file to read.</param>
    /// <param name="output">The file to write.</param>
    /// <exception cref="ModelFormatException">The file is damaged, is no ONNX file, or has no such node.</exception>
    /// <exception cref="ArgumentException">The output holds weights of the input.</exception>
    public OnnxSwapResult Apply(string path, string output)
    {
        ProtoMessage swapped = Rewrite(OnnxFile.ReadBytes(path), path, out OnnxSwapResult result);
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (File.Exists(output)
            && result.ExternalFiles.Select(file => Path.Combine(directory, file))
                .FirstOrDefault(file => File.Exists(file) && LinkedPath.AreSame(file, output)) is not null)
            throw new ArgumentException($"'{output}' holds weights of '{path}', which would be lost: write another file.", nameof(output));
        AtomicFile.Write(output, swapped.WriteTo);
        return result;
    }

    /// <summary>Replaces in what a stream holds, from its position to its end, and writes to another; only if something was replaced.</summary>
    /// <param name="stream">Any stream; it is taken into memory.</param>
    /// <param name="output">Where to.</param>
    /// <param name="name">What errors call the model.</param>
    /// <exception cref="ModelFormatException">The content is damaged, is no ONNX file, or has no such node.</exception>
    public OnnxSwapResult Apply(Stream stream, Stream output, string name = "stream")
    {
        Rewrite(OnnxFile.ReadBytes(stream, name), name, out OnnxSwapResult result).WriteTo(output);
        return result;
    }

    /// <summary>Replaces in the bytes of a file.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <param name="result">What was done.</param>
    /// <param name="name">What errors call the model.</param>
    /// <returns>The bytes of the new file.</returns>
    /// <exception cref="ModelFormatException">The bytes are damaged, are no ONNX file, or have no such node.</exception>
    public byte[] Apply(ReadOnlyMemory<byte> model, out OnnxSwapResult result, string name = "model.onnx") =>
        Rewrite(model, name, out result).ToArray();

    ProtoMessage Rewrite(ReadOnlyMemory<byte> model, string file, out OnnxSwapResult result)
    {
        OnnxFile.RequireKind(model.Span, file);
        SwapRewriter rewriter =
            new(file, node => Matches(node, file), _to, OpsetIn(new(model, file, "the model"), ModelFields.OpsetImport), NewPrefix(model.Span),
                new FloatTypes(model, file));
        ProtoMessage swapped = rewriter.Model(model);
        result = new OnnxSwapResult(rewriter.Replaced, [.. rewriter.ExternalFiles]);
        if (rewriter.Replaced.Count > 0)
            return swapped;
        string[] others =
            [.. rewriter.Operators.Where(o => KnownActivations.Contains(o.Key)).OrderBy(o => o.Key, StringComparer.Ordinal)
                .Select(o => $"{o.Key} ({o.Value})")];
        throw new ModelFormatException(
            $"'{file}' has no node with the operator {Excerpt.Of(_from)}{string.Concat(_words.Select(w => $", {w.Key}={w.Value}"))}, so nothing "
                + $"was written. "
            + (others.Length > 0 ? $"It has {string.Join(", ", others)}: name one of these with {Spelling.Of(nameof(OnnxSwap))}."
                : "It has no activation function that ONNX knows as one operator."));
    }

    // The catalog's function as one operator, if it is one: in its newest form, as old files have no newer ones.
    static OnnxOperator? Known(string name)
    {
        try
        {
            return ActivationCatalog.Find(name).Onnx.OfType<OnnxOperator>().FirstOrDefault(form => form.Inputs is [OnnxInput]);
        }
        catch (ArgumentException)
        {
            return null;         // an operator that is no activation of the catalog
        }
    }

    bool Matches(SwapNode node, string file)
    {
        if (!node.OpType.Equals(_from, StringComparison.OrdinalIgnoreCase) || node.Domain is not ("" or "ai.onnx"))
            return false;
        // Two functions share the operator Gelu, told apart by a word; "none" is what is meant where it is missing.
        foreach ((string name, string word) in _words)
            if (node.Words.GetValueOrDefault(name) != word)
                return false;
        if (_words.Count == 0 && node.Words.Values.Any(word => word is not ("" or "none")))
            return false;
        if (node.Inputs.Count != 1 || node.Outputs.Count != 1)
            throw new ModelFormatException(
                FileProblem.NotSupported,
                $"'{file}': {Excerpt.Of(node.Label)} ({Excerpt.Of(node.OpType)}) takes [{Excerpt.Of(node.Inputs, 8)}] and gives "
                    + $"[{Excerpt.Of(node.Outputs, 8)}], "
                + "but only a function of one value can be replaced by another. Nothing was written.");
        return true;
    }

    /// <summary>The version of the standard's operators that a model or function uses.</summary>
    internal static long OpsetIn(ProtoReader message, int field)
    {
        long version = 0;
        while (message.Next())
        {
            if (message.Field != field)
                continue;
            ProtoReader opset = message.Message("its operator set");
            string domain = "";
            long stated = 0;
            while (opset.Next())
            {
                if (opset.Field == OpsetFields.Domain)
                    domain = opset.Text();
                else if (opset.Field == OpsetFields.Version)
                    stated = opset.Integer();
            }
            if (domain is "" or "ai.onnx")
                version = stated;
        }
        return version;
    }

    // The beginning of names that occur nowhere in the file, as these bytes do not.
    static string NewPrefix(ReadOnlySpan<byte> model)
    {
        for (int i = 0; ; i++)
        {
            string prefix = $"elucid{i}/";
            if (model.IndexOf(System.Text.Encoding.UTF8.GetBytes(prefix)) < 0)
                return prefix;
        }
    }
}
