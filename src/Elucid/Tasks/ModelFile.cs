using System.Text.Json;

namespace Elucid;

/// <summary>
/// A trained network in one safetensors file: weights and running statistics under PyTorch's names, and in the metadata what is needed to build it
/// again and to feed it:
/// recipe, activation, shapes, classes, scales, columns. <c>elucid train</c> writes such files; <see cref="TrainedModel"/> answers from them.
/// </summary>
public sealed record ModelFile
{
    const string MetadataKey = "elucid.model";

    /// <summary>How the network is built.</summary>
    public required NetworkRecipe Recipe { get; init; }

    /// <summary>Its activation, as <see cref="ActivationCatalog.Parse"/> reads it.</summary>
    public required string Activation { get; init; }

    /// <summary>The shape of one example.</summary>
    public required IReadOnlyList<int> FeatureShape { get; init; }

    /// <summary>Classes by label, targets, or features that are put out again.</summary>
    public required IReadOnlyList<string> OutputNames { get; init; }

    /// <summary>What it learned.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>What it answers of each example where that is several things at once (<see cref="LearningTask.Several"/>): <see cref="OutputNames"/>
    /// are those of all of them, in this order. Empty for other tasks.</summary>
    public IReadOnlyList<TargetInfo> SeveralTargets { get; init; } = [];

    /// <summary>The name of the data it was trained on.</summary>
    public required string Data { get; init; }

    /// <summary>The scales of a table's features and targets; null for data that is used as it is.</summary>
    public Standardizer? Scales { get; init; }

    /// <summary>What a table's quantities became before <see cref="Scales"/>, where rows like them are drawn; null where they stayed as they
    /// are.</summary>
    public NormalScores? Scores { get; init; }

    /// <summary>How a table's columns become features; null for data that is no table.</summary>
    public CsvSchema? Table { get; init; }

    /// <summary>What files of images become before the network sees them; null for data that is none.</summary>
    public ImageOptions? Images { get; init; }

    /// <summary>What a text becomes tokens by; null for data that is no text.</summary>
    public Tokenizer? Tokenizer { get; init; }

    /// <summary>How a table's rows become series; null for data that is none.</summary>
    public SeriesSchema? Series { get; init; }

    /// <summary>The column of prose of a table that it reads; null where it reads none.</summary>
    public ProseColumn? Prose { get; init; }

    /// <summary>What tells rows apart that are unlike those of training; null for networks that do not put out their input.</summary>
    public ReconstructionSchema? Reconstruction { get; init; }

    /// <summary>The scales of what the network puts out: those of targets, or, where it puts its input out again, of features.</summary>
    internal ColumnScales? OutputScales => Task.IsOfRows() ? Scales?.Features : Scales?.Targets;

    /// <summary>The networks of <see cref="Recipe"/> that answer together; null for a single one.</summary>
    public Committee? Committee { get; init; }

    /// <summary>Where the body of the network comes from, where it was fine-tuned: <see cref="Recipe"/> and <see cref="Activation"/> are then those
    /// of its head. Null where all weights were drawn.</summary>
    public BodyDescription? Body { get; init; }

    /// <summary>From which score on an object that a detector finds is one, as measured on validation data; null where nothing was measured, and
    /// for other tasks.</summary>
    public double? LeastScore { get; init; }

    /// <summary>The name of the environment in which it acts; null where it acts in none.</summary>
    public string? Environment { get; init; }

    /// <summary>
    /// Whether fully connected layers have their weights in eight bits, in the file and in use: a quarter of the size, and products of whole numbers,
    /// as <see cref="Inference.Quantize"/> says of which layers and how exactly. What is trained, and what <see cref="Load(string)"/> gives, is in
    /// floats, those of a file rounded already.
    /// </summary>
    public bool IsInt8 { get; init; }

    /// <summary>Writes weights and description to a file; one that is there is replaced when the new one is complete.</summary>
    /// <param name="network">A network as <see cref="Recipe"/> builds it, or such networks as <see cref="Committee"/> joins them.</param>
    /// <param name="path">The file.</param>
    public void Save(Module network, string path) => SafetensorsFile.Write(path, EntriesOf(network), Metadata());

    /// <summary>Writes weights and description to a stream.</summary>
    /// <param name="network">A network as <see cref="Recipe"/> builds it, or such networks as <see cref="Committee"/> joins them.</param>
    /// <param name="stream">Where to.</param>
    public void Save(Module network, Stream stream) => SafetensorsFile.Write(stream, EntriesOf(network), Metadata());

    /// <summary>Writes the weights of a run's best epoch so far, and the description.</summary>
    /// <param name="trainer">The run, of a <see cref="Trainer"/> or of networks that together are that of <see cref="Recipe"/>; at least one epoch
    /// of it is finished.</param>
    /// <param name="path">The file.</param>
    public void SaveBest(TrainingLoop trainer, string path) => SafetensorsFile.Write(path, BestOf(trainer), Metadata());

    /// <summary>Writes the weights of a run's best epoch so far, and the description, to a stream.</summary>
    /// <param name="trainer">The run; at least one epoch of it is finished.</param>
    /// <param name="stream">Where to.</param>
    public void SaveBest(TrainingLoop trainer, Stream stream) => SafetensorsFile.Write(stream, BestOf(trainer), Metadata());

    /// <summary>Reads a file and builds its network, ready for use.</summary>
    /// <param name="path">A file that <c>elucid train</c> or <see cref="Save(Module, string)"/> wrote.</param>
    /// <exception cref="ModelFormatException">There is no such file, it is damaged, or was not written by Elucid.</exception>
    public static (ModelFile File, Module Network) Load(string path) => Load(SafetensorsFile.Read(path), path);

    /// <summary>Reads from a stream's position to its end and builds the network, ready for use.</summary>
    /// <param name="stream">What <see cref="Save(Module, Stream)"/> wrote, or the bytes of a file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="ModelFormatException">The content is damaged, or was not written by Elucid.</exception>
    public static (ModelFile File, Module Network) Load(Stream stream, string name = "stream") => Load(SafetensorsFile.Read(stream, name), name);

    /// <summary>
    /// The same network without the units that count least, with layers that are narrower for good: smaller and faster. Of each hidden layer the same
    /// share of units leaves, or of channels of a convolution (of residual blocks those between their convolutions), and at least one stays.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A unit counts what goes in times what goes out: the norm of its incoming weights, multiplied by what a batch norm behind them multiplies them
    /// with, times the norm of its outgoing ones. The incoming ones alone say little: doubled, with the outgoing ones halved, the network of ReLUs is
    /// the same.
    /// </para>
    /// <para>
    /// What a unit that leaves puts out at rest, where its incoming weights are 0 or a batch norm sees its mean, goes into the biases of the next
    /// layer. So a unit that always puts out the same leaves no trace, except at the borders of a convolution that pads with zeros, and where a layer
    /// norm sees all units together. Other units are missed: measure how much, and train on (H. Li and others 2017, Pruning filters for efficient
    /// ConvNets, arXiv:1608.08710).
    /// </para>
    /// </remarks>
    /// <param name="network">The network that this file describes; it is left as it is.</param>
    /// <param name="share">Which share of each layer's units leaves, from 0 to below 1.</param>
    /// <returns>The description of the narrower network, and the network, ready for use.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    /// <exception cref="NotSupportedException">The units of such a network hang together; <see cref="PruningMask.Weights"/> takes single weights of
    /// any.</exception>
    public (ModelFile File, Module Network) RemoveUnits(Module network, double share)
    {
        Elucid.Require.BelowOne(share);
        NetworkKind kind = NetworkKind.Find(Recipe.Model);
        if (Body is not null || !kind.HasRemovableUnits)
            throw new NotSupportedException(
                $"{Spelling.Of(nameof(ModelFile.RemoveUnits))} is for networks of the kinds "
                    + $"{string.Join(", ", NetworkKind.All.Where(one => one.HasRemovableUnits).Select(one => one.Name))}, and "
                    + (Body is not null ? $"this one stands on a body that was trained before, {Body}" : $"the units of {kind.Name} hang together")
                    + $": remove single weights with {Spelling.Of(nameof(PruningMask.Weights))}.");
        ModelFile file = this with { Recipe = kind.Narrow(Recipe, share) };
        Module narrow = file.BuildAll();
        UnitRemoval.Move(network, narrow);
        narrow.Eval();
        return (file, narrow);
    }

    static (ModelFile, Module) Load(SafetensorsFile file, string name)
    {
        if (!file.Metadata.TryGetValue(MetadataKey, out string? json))
            throw new ModelFormatException(
                $"'{name}' holds weights but no description of their network: use a model that {Spelling.Of(nameof(ModelFile.Save))} saved.");
        try
        {
            ModelFile description = ModelDocument.Read(json);
            return (description, description.Build(PackedTensors.Unpack(file, name), name));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or OverflowException or DataFormatException)
        {
            throw new ModelFormatException($"'{name}': the description of the network cannot be used: {Sentence.Of(exception)}", exception);
        }
    }

    /// <summary>A network as it answers: with layers that multiply in eight bits if <see cref="IsInt8"/>, and the same one otherwise, or where no
    /// layer of it does.</summary>
    /// <param name="network">A network as <see cref="Load(string)"/> gives it, or as it was trained; it is left as it is.</param>
    public Module InUse(Module network) => IsInt8 ? Quantizing.WhereItSuits(network) : network;

    IEnumerable<SafetensorsEntry> EntriesOf(Module network)
    {
        HashSet<Tensor> inEightBits = IsInt8 ? Quantizing.WeightsOf(network) : [];
        return PackedTensors.Pack(
            Weights.EntriesOf(network), network.NamedState().Where(p => inEightBits.Contains(p.Value)).Select(p => p.Name).ToHashSet());
    }

    // Of a network that is still in training, whose weights stay in floats.
    static IEnumerable<SafetensorsEntry> BestOf(TrainingLoop trainer) => PackedTensors.Pack(
        trainer.BestOfNetwork.Select(e => new SafetensorsEntry(e.Name, [.. e.Shape], e.Values) { IsInteger = BatchNorm.IsCount(e.Name) }),
        new HashSet<string>());

    Dictionary<string, string> Metadata() => new() { [MetadataKey] = ModelDocument.Write(this) };

    Module Build(SafetensorsFile file, string name)
    {
        Check();
        // What is allocated must be covered by the file: a short description must not ask for gigabytes.
        long numbers = checked((Body?.CountWeights()
                ?? NetworkKind.Find(Recipe.Model).CountWeights(Recipe, new Shape([.. FeatureShape]), OutputNames.Count, Task)) * (
                    Committee?.Members ?? 1)),
            stored = file.Entries.Values.Sum(e => (long)e.Values.Length);
        if (numbers > stored)
            throw new ModelFormatException($"'{name}': the described network has {numbers:N0} weights, but the file holds only {stored:N0} numbers.");
        Module model = BuildAll();
        HashSet<string> others = [.. file.Entries.Keys];
        foreach ((string key, Tensor value) in model.NamedState())
        {
            others.Remove(key);
            if (!file.Entries.TryGetValue(key, out SafetensorsEntry? entry) || !value.Shape.SequenceEqual(entry.Shape))
                throw new ModelFormatException(
                    $"'{name}': expected tensor '{key}' of shape {value.Shape}, but "
                        + $"{(entry is null ? "it is missing" : $"it has [{string.Join(", ", entry.Shape)}]")}.");
            entry.Values.Span.CopyTo(value.Edit());
        }
        if (others.Order(StringComparer.Ordinal).FirstOrDefault() is { } other)
            throw new ModelFormatException(
                $"'{name}': the file has '{other}', which the described network does not have: description and weights are of different "
                    + $"networks. Use the "
                    + $"file as {Spelling.Of(nameof(ModelFile.Save))} saved it.");
        model.Eval();
        return model;
    }

    Module BuildAll() => Committee is { } committee
        ? committee.Join(Enumerable.Range(0, committee.Members).Select(_ => BuildNetwork()), Task, SeveralTargets) : BuildNetwork();

    Module BuildNetwork()
    {
        Activation activation = ActivationCatalog.Parse(Activation);
        RandomStream random = new(0);
        return Body is { } body ? FineTunedNetwork.Of(body.Build(), Recipe, [.. FeatureShape], OutputNames.Count, activation, random, Task)
            : Recipe.BuildNetwork([.. FeatureShape], OutputNames.Count, activation, random, Task, Prose?.Encoder.VocabularySize ?? 0);
    }

    // Before anything is built from the description, its parts must fit together.
    void Check()
    {
        Recipe.Check();
        Require(Enum.IsDefined(Task), $"'task' is {Task}.");
        Require(FeatureShape.Count > 0 && FeatureShape.All(length => length > 0)
            && FeatureShape.Aggregate(1.0, (size, length) => size * length) <= int.MaxValue,
            $"'featureShape' is [{string.Join(", ", FeatureShape)}].");
        Require(OutputNames.Count > 0 && !OutputNames.Contains(null!) && OutputNames.Distinct().Count() == OutputNames.Count,
            "'outputNames' must give every output a name of its own.");
        Require(SeveralTargets.Count > 0 == (Task == LearningTask.Several), "'targets' stand in models of several, and in no others.");
        if (SeveralTargets.Count > 0)
        {
            SeveralAnswers.CheckNames(OutputNames, SeveralTargets, "'targets'");
            Require(SeveralTargets.SelectMany(target => target.OutputNames).SequenceEqual(OutputNames), "'targets' do not have the outputs.");
        }
        Committee?.Check(Task);
        int width = new Shape([.. FeatureShape]).Size;
        if (Scales is { } scales)
        {
            Require(scales.Features.Means.Length == width, $"'scales' has {scales.Features.Means.Length} features instead of {width}.");
            Require(scales.Targets is not { } targets
                || targets.Means.Length == OutputNames.Count, $"'scales' does not have one target for each of {OutputNames.Count} outputs.");
        }
        Require(Scores is null || (Task == LearningTask.Generate && Scores.FeatureCount == width), "'scores' are those of other features.");
        if (Task == LearningTask.Text)
        {
            Require(
                Tokenizer is { } tokenizer && tokenizer.VocabularySize == OutputNames.Count, "'tokenizer' does not have a token for each output.");
            Require(FeatureShape.Count == 1, $"'featureShape' of a text is [{string.Join(", ", FeatureShape)}].");
        }
        Require(Series is null == (Task != LearningTask.Forecast), "'series' stands in models of forecasts, and in no others.");
        if (Series is { } series)
            Require(FeatureShape.SequenceEqual([series.Window, series.Channels]) && OutputNames.Count == series.Horizon,
                $"'series' has windows of [{series.Window}, {series.Channels}] and a horizon of {series.Horizon}.");
        Require(Reconstruction is null == (Task != LearningTask.Reconstruct), "'reconstruction' stands in models of that task, and in no others.");
        if (Task == LearningTask.Reconstruct)
            Require(OutputNames.Count == width, $"'outputNames' has {OutputNames.Count} names for {width} features.");
        Require(Environment is null == (Task != LearningTask.Control), "'environment' stands in models of policies, and in no others.");
        if (Prose is { } prose)
            Require(FeatureShape.Count == 1 && prose.Encoder.Length == width, $"'prose' makes {prose.Encoder.Length} tokens instead of {width}.");
        Require(Task != LearningTask.Detect || FeatureShape.Count == 3, $"'featureShape' of images is [{string.Join(", ", FeatureShape)}].");
        Require(LeastScore is null or (>= 0 and <= 1), $"'leastScore' is {LeastScore}.");
        if (Table is { } table)
        {
            Require(table.FeatureCount == width, $"'table' makes {table.FeatureCount} features instead of {width}.");
            Require(
                table.SeveralTargets.Select(target => (target.Name, target.OutputCount)).SequenceEqual(
                    SeveralTargets.Select(target => (target.Name, target.OutputCount))), "'table' has other targets.");
        }
        if (Images is { } images)
            Require(
                FeatureShape.SequenceEqual(images.Shape),
                $"'images' makes [{string.Join(", ", images.Shape)}] instead of [{string.Join(", ", FeatureShape)}].");
    }

    static void Require(bool isMet, string complaint)
    {
        if (!isMet)
            throw new JsonException(complaint);
    }
}
