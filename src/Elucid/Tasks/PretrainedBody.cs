using System.Security.Cryptography;
using Elucid.Onnx;

namespace Elucid;

/// <summary>What a network that was trained before knows: all of it but its output layer. A new head on it learns other answers from few examples
/// (fine-tuning).</summary>
/// <remarks>
/// <code>
/// PretrainedBody body = PretrainedBody.Load("digits/model.safetensors");
/// Module network = body.BuildNetwork(new NetworkRecipe { Hidden = [64] }, data.FeatureShape, data.OutputCount, Activations.Elu(), random);
/// network.FreezeLayers("body.0,body.1");                                          // those stand still
/// Adam adam = new([new(network, name => name.StartsWith("body.")) { LearningRateFactor = 0.1 }, new(network, name => name.StartsWith("head."))]);
/// </code>
/// J. Howard, S. Ruder 2018, Universal language model fine-tuning for text classification, arXiv:1801.06146; J. Devlin and others 2019, BERT,
/// arXiv:1810.04805, section 3.2. Safe from many threads.
/// </remarks>
public sealed class PretrainedBody
{
    static readonly LearningTask[] Tasks = [LearningTask.Classification, LearningTask.Regression, LearningTask.Text, LearningTask.Several];

    readonly Module _network;

    PretrainedBody(string path, Module network, BodyDescription description, IReadOnlyList<int> featureShape)
    {
        (Path, _network, Description, FeatureShape) = (path, network, description, featureShape);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">A file that <c>elucid train</c> wrote, or an ONNX file that <see cref="OnnxImport"/> can read. Of the latter all that comes
    /// before the last fully connected layer is the body; where none is last, the whole network.</param>
    /// <exception cref="ModelFormatException">There is no such file, it is damaged, or of a network that has no output layer.</exception>
    public static PretrainedBody Load(string path)
    {
        try
        {
            using FileStream stream = System.IO.File.OpenRead(path);
            return Of(stream, path, NameOf(path));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path))
        {
            throw ModelFormatException.NotThere(path, "a model", exception);
        }
    }

    /// <summary>Reads a model from a stream, from its position to its end.</summary>
    /// <param name="stream">Any stream.</param>
    /// <param name="name">What errors and the files of fine-tuned networks call it; weights that an ONNX file keeps elsewhere are looked for beside
    /// it.</param>
    /// <exception cref="ModelFormatException">As for a file.</exception>
    public static PretrainedBody Load(Stream stream, string name = "stream") => Of(stream, name, name);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Where it comes from, as the file of a fine-tuned network keeps it.</summary>
    public BodyDescription Description { get; }

    /// <summary>What the model learned from, and how that was read; null for an ONNX file, which does not say.</summary>
    public ModelFile? File { get; private init; }

    /// <summary>The shape of an example; 0 for a length that an ONNX file leaves open.</summary>
    public IReadOnlyList<int> FeatureShape { get; }

    /// <summary>The names of its parts that have weights, as <see cref="Module.FreezeLayers"/> takes them.</summary>
    public IReadOnlyList<string> LayerNames =>
        [.. _network.NamedModules().Where(m => m.Name.Length > 0 && m.Module.NamedParameters().Any())
            .Select(m => $"{FineTunedNetwork.BodyPrefix}{m.Name}")];

    /// <summary>Which file this is, whatever it is called: its name and fingerprint.</summary>
    public string Id => $"{Description.Source}@{Description.Fingerprint}";

    /// <summary>A copy of the body with a new head: parameters are called <c>body.…</c> and <c>head.…</c>.</summary>
    /// <param name="head">How the head is built: an mlp on what the body knows of an example.</param>
    /// <param name="featureShape">The shape of an example.</param>
    /// <param name="outputs">Classes or targets.</param>
    /// <param name="activation">The activation of the head; the body keeps its own.</param>
    /// <param name="random">Decides the head's weights and the dropout of both.</param>
    /// <param name="task">What the outputs mean.</param>
    /// <exception cref="ShapeException">The body cannot read such examples.</exception>
    /// <exception cref="ArgumentException">There is no such head.</exception>
    public Module BuildNetwork(
        NetworkRecipe head, ReadOnlySpan<int> featureShape, int outputs, Activation activation, RandomStream random,
        LearningTask task = LearningTask.Classification) =>
        FineTunedNetwork.Of(_network.Clone(), head, featureShape, outputs, activation, random, task);

    /// <summary>What makes the tokens that it reads.</summary>
    /// <param name="texts">The training rows, the longest of which decides how many tokens a row has where the body leaves that open.</param>
    /// <exception cref="InvalidOperationException">It reads no text.</exception>
    public ProseEncoder EncoderFor(IReadOnlyList<string> texts) => File switch
    {
        { Prose: { } prose } => prose.Encoder,
        { Tokenizer: { } tokenizer } => ProseEncoder.Of(
            tokenizer, texts, File.Recipe.Model == "transformer" ? FeatureShape[0] : ProseEncoder.MostLength),
        _ => throw new InvalidOperationException($"'{Path}' reads no text, but {Description}."),
    };

    /// <summary>Whether it reads tokens of texts, and not numbers.</summary>
    public bool ReadsText => File is { Prose: not null } or { Tokenizer: not null };

    static PretrainedBody Of(Stream stream, string path, string name)
    {
        byte[] bytes = OnnxFile.ReadBytes(stream, path);
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        return FileKind.Of(bytes) == FileKind.Onnx ? OfOnnx(bytes, path, name, fingerprint) : OfModel(bytes, path, name, fingerprint);
    }

    // Most models are called model.safetensors: their directories tell them apart.
    static string NameOf(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        return $"{System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(full))}/{System.IO.Path.GetFileName(full)}".TrimStart('/');
    }

    static PretrainedBody OfModel(byte[] bytes, string path, string name, string fingerprint)
    {
        (ModelFile file, Module network) = ModelFile.Load(new MemoryStream(bytes, writable: false), path);
        if (!Tasks.Contains(file.Task) || NetworkBody.Of(network) is not { } body)
            throw ModelFormatException.NotSupported(
                path, $"it is a model of {file.Task.Word()} ({file.Recipe.Model}), on whose body no new head can be put",
                $"models of {string.Join(", ", Tasks.Select(task => task.Word()))}, and ONNX files");
        return new PretrainedBody(path, body, DescriptionOf(name, fingerprint, file), file.FeatureShape) { File = file };
    }

    static BodyDescription DescriptionOf(string name, string fingerprint, ModelFile file) => new()
    {
        Source = name,
        Fingerprint = fingerprint,
        Data = file.Data,
        Recipe = file.Recipe,
        Activation = file.Activation,
        FeatureShape = file.FeatureShape,
        Task = file.Task,
        Vocabulary = file.Prose?.Encoder.VocabularySize ?? file.Tokenizer?.VocabularySize ?? 0,
        Body = file.Body,
    };

    static PretrainedBody OfOnnx(byte[] bytes, string path, string name, string fingerprint)
    {
        OnnxBody body = OnnxBody.Read(bytes, path);
        return new PretrainedBody(
            path, body.Network,
            new BodyDescription { Source = name, Fingerprint = fingerprint, Data = "", Graph = body.Graph },
                body.FeatureShape);
    }
}
