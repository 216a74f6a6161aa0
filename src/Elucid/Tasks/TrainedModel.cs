namespace Elucid;

/// <summary>
/// What <c>elucid train</c> saved, ready to answer: it takes examples in the data's own words and units, and applies the scales, categories, rules
/// for missing values and
/// names of classes that it learned with.
/// </summary>
/// <remarks>Safe from many threads, which answer at the same time: load it once.</remarks>
public sealed partial class TrainedModel
{
    const int RowsAtOnce = 512;

    // Of a part. What is said of a row, and written of it, takes as much memory as so many of its features.
    const int MostRowsOfPart = 1 << 16, NumbersOfAnswer = 40;

    readonly Module _network;
    readonly Shape _shape;

    /// <summary>A model that is not read from a file: one that was just trained, or one with a network of your own.</summary>
    /// <param name="file">What its network is fed with, and what it answers.</param>
    /// <param name="network">The network; it must not be trained while it answers.</param>
    public TrainedModel(ModelFile file, Module network) => (File, _network, _shape) = (file, file.InUse(network), new Shape([.. file.FeatureShape]));

    /// <summary>What the model learned from, and what it answers.</summary>
    public ModelFile File { get; }

    /// <summary>Reads a file that <c>elucid train</c> wrote.</summary>
    /// <param name="path">The file, <c>model.safetensors</c>.</param>
    /// <exception cref="ModelFormatException">There is no such file, it is damaged, or was not written by Elucid.</exception>
    public static TrainedModel Load(string path) => Of(ModelFile.Load(path));

    /// <summary>Reads such a file from a stream, from its position to its end.</summary>
    /// <param name="stream">Any stream; a browser or a service has no paths.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="ModelFormatException">The content is damaged, or was not written by Elucid.</exception>
    public static TrainedModel Load(Stream stream, string name = "stream") => Of(ModelFile.Load(stream, name));

    /// <summary>Reads such a file from its bytes.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="ModelFormatException">The content is damaged, or was not written by Elucid.</exception>
    public static TrainedModel Load(byte[] bytes, string name = "bytes") => Load(new MemoryStream(bytes, writable: false), name);

    /// <summary>Predicts from a row of a table.</summary>
    /// <param name="row">
    /// A value for each column that the model learned from; others are not looked at. Texts are read as in a file. Numbers, dates and truth values
    /// may come as such, or as elements of JSON;
    /// null, NaN and what means so in a file is a missing value.
    /// </param>
    /// <exception cref="InvalidOperationException">The model did not learn from a table.</exception>
    /// <exception cref="DataFormatException">
    /// A column is not there, or its value is missing, of another kind, or unknown, and the model did not learn what to do then.
    /// </exception>
    public Prediction Predict<TValue>(IReadOnlyDictionary<string, TValue> row)
    {
        float[] features = new float[_shape.Size];
        bool[] missing = new bool[features.Length];
        NamedRow.Encode(Table, row, features, missing);
        File.Scales?.Features.Apply(features);
        return Answers(features, missing)[0];
    }

    /// <summary>Predicts from the features of one example: the pixels of an image, or a row's numbers.</summary>
    /// <param name="features">
    /// As many as <see cref="ModelFile.FeatureShape"/> says, row by row: pixels as in the data that the model learned from, from 0 to 1 in all of
    /// this library's; of a table what
    /// <see cref="CsvSchema.FeatureNames"/> lists, in their own units.
    /// </param>
    /// <exception cref="ArgumentException">There is another number of features, or one is not finite.</exception>
    public Prediction Predict(ReadOnlySpan<float> features) => Answers(Scaled(features))[0];

    // Features of one example in the network's own units.
    float[] Scaled(ReadOnlySpan<float> features)
    {
        RequireFeatures(features);
        float[] scaled = features.ToArray();
        File.Scales?.Features.Apply(scaled);
        return scaled;
    }

    void RequireFeatures(ReadOnlySpan<float> features)
    {
        if (features.Length != _shape.Size)
            throw new ArgumentException(
                $"Expected the {_shape.Size} features of one example of shape {_shape}, as the model learned from {File.Data}, but got "
                    + $"{features.Length}.");
        for (int i = 0; i < features.Length; i++)
            if (!float.IsFinite(features[i]))
                throw new ArgumentException(
                    $"Expected finite features, but number {i} is {features[i]}. Leave the example out, or give what stands for it.");
    }

    /// <summary>Predicts from a text, with a model that learned from a column of prose.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="InvalidOperationException">The model did not learn from prose.</exception>
    public Prediction Predict(string text)
    {
        ProseEncoder encoder = File.Prose?.Encoder ?? throw new InvalidOperationException(
            $"The model learned from {File.Data}, and from no column of prose: give {nameof(Predict)} a row or features.");
        return Answers(encoder.Encode([text]))[0];
    }

    /// <summary>What a policy does where it sees this, the likeliest of its actions: <c>Episode.Run(world, model.Act, random)</c>.</summary>
    /// <param name="observation">What is seen, as the environment says it.</param>
    /// <returns>The action, from 0; its name is at this place in <see cref="ModelFile.OutputNames"/>.</returns>
    /// <exception cref="InvalidOperationException">The model did not learn to act.</exception>
    /// <exception cref="ArgumentException">There is another number of observations, or one is not finite.</exception>
    public int Act(ReadOnlySpan<float> observation)
    {
        if (File.Task != LearningTask.Control)
            throw new InvalidOperationException(
                $"The model learned {File.Task.Word()} from {File.Data}, and not to act in an environment: use {nameof(Predict)}.");
        return EpisodePlayer.Best(_network.Predict(new Tensor([1, .. _shape], Scaled(observation))).Values);
    }

    /// <summary>As of a span, for languages that know none: F#, Visual Basic.</summary>
    /// <param name="features">As for a span.</param>
    /// <exception cref="ArgumentException">There is another number of features, or one is not finite.</exception>
    public Prediction Predict(float[] features) => Predict(features.AsSpan());

    /// <summary>
    /// Predicts every example of a dataset: images, or a table as <see cref="CsvReader"/> read it. Its labels or targets are not looked at.
    /// </summary>
    /// <param name="examples">Features as the model learned from, in their own units.</param>
    /// <exception cref="DataFormatException">The examples have another shape or other columns.</exception>
    public IReadOnlyList<Prediction> Predict(Dataset examples)
    {
        RequireShape(examples);
        return Answers(Scaled(examples).Features.ToArray(), examples.MissingFeatures);
    }

    /// <summary>Throws unless examples are such as the model learned from.</summary>
    /// <param name="examples">Features, in their own units.</param>
    /// <exception cref="DataFormatException">The examples have another shape or other columns.</exception>
    public void RequireShape(Dataset examples)
    {
        Shape shape = new(examples.FeatureShape);
        if (!shape.Equals(_shape))
            throw new DataFormatException(
                $"'{examples.Name}': the model expects examples of shape {_shape}, as in {File.Data}, but these have {shape}.");
        if (File.Table is { } table && examples.FeatureNames.Count > 0 && !table.FeatureNames.SequenceEqual(examples.FeatureNames))
            throw new DataFormatException(
                $"'{examples.Name}': the model expects the features {Excerpt.Of(table.FeatureNames, 5)}, "
                + $"but these are {Excerpt.Of(examples.FeatureNames, 5)}. Read new rows with {nameof(ReadRows)}.");
    }

    /// <summary>Reads a table to predict from, as the one was read that the model learned from.</summary>
    /// <param name="path">A CSV file with the columns that the model learned from, in any order; others are not looked at.</param>
    /// <exception cref="InvalidOperationException">The model did not learn from a table.</exception>
    /// <exception cref="DataFormatException">The file cannot be used: it has no rows, or a column is missing.</exception>
    public NewRows ReadRows(string path) => File.Prose is { } prose
        ? prose.ReadRows(CsvColumns.Read(path, [prose.Column], [prose.Target]), File.Task, File.OutputNames) : CsvReader.ReadRows(path, Table);

    /// <summary>Reads such a table from a stream, from its position on.</summary>
    /// <param name="stream">Any stream; one that cannot seek is taken into memory.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidOperationException">The model did not learn from a table.</exception>
    /// <exception cref="DataFormatException">The table cannot be used: it has no rows, or a column is missing.</exception>
    public NewRows ReadRows(Stream stream, string name = "stream") => File.Prose is { } prose
        ? prose.ReadRows(CsvColumns.Read(stream, [prose.Column], [prose.Target], name: name), File.Task, File.OutputNames)
        : CsvReader.ReadRows(stream, Table, name);

    /// <summary>Reads a table that memory need not hold, in parts: predict or judge each, and forget it.</summary>
    /// <param name="path">As for <see cref="ReadRows(string)"/>.</param>
    /// <returns>The parts in their order; rows, and what is wrong with them, are counted from the beginning of each. A column of prose is one
    /// part.</returns>
    /// <exception cref="InvalidOperationException">The model did not learn from a table.</exception>
    /// <exception cref="DataFormatException">The file cannot be used: it has no rows, or a column is missing. It is thrown where parts are
    /// taken.</exception>
    public IEnumerable<NewRows> ReadRowParts(string path) => File.Prose is not null ? [ReadRows(path)]
        : CsvReader.ReadRows(path, Table, RowsOfPart);

    /// <summary>Reads such a table from a stream, from its position on, in parts.</summary>
    /// <param name="stream">Any stream, which must stay open while parts are taken; one that cannot seek is taken into memory.</param>
    /// <param name="name">What errors call it.</param>
    /// <inheritdoc cref="ReadRowParts(string)"/>
    public IEnumerable<NewRows> ReadRowParts(Stream stream, string name = "stream") => File.Prose is not null ? [ReadRows(stream, name)]
        : CsvReader.ReadRows(stream, Table, RowsOfPart, name);

    int RowsOfPart =>
        Math.Min(MostRowsOfPart, MemoryBudget.ChunkOf(Table.FeatureCount + (File.OutputNames.Count * NumbersOfAnswer)));

    /// <summary>Predicts rows that <see cref="ReadRows(string)"/> read.</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>One answer for each row; null for one that cannot be read, of which <see cref="NewRows.Problems"/> says why.</returns>
    public IReadOnlyList<Prediction?> Predict(NewRows rows)
    {
        float[] features = [.. rows.Features];
        File.Scales?.Features.Apply(features);
        Prediction?[] answers = Answers(features, rows.MissingFeatures);
        foreach (int row in rows.Problems.Keys)
            answers[row] = null;
        return answers;
    }

    /// <summary>The model's scores on the rows that can be read and whose answers are known, errors in the target's own units; null if there are
    /// none.</summary>
    /// <param name="rows">What <see cref="ReadRows(string)"/> or <see cref="ReadImages"/> read.</param>
    public Evaluation? Evaluate(NewRows rows)
    {
        if (Answered(rows) is not { } known)
            return null;
        if (!File.Task.IsOfRows())
            return Evaluation.FromOutputs(OutputsOf(known), known);
        Dataset scaled = Scaled(known);
        return Evaluation.FromOutputs(Evaluation.Outputs(_network, scaled).Values, scaled);
    }

    /// <summary>The same of a table that memory need not hold: of each part what the model says is kept, and the known answers.</summary>
    /// <param name="parts">What <see cref="ReadRowParts(string)"/> reads, taken once, part by part.</param>
    /// <exception cref="InvalidOperationException">The model puts rows out again, and is judged by the rows themselves: give all of them.</exception>
    public Evaluation? Evaluate(IEnumerable<NewRows> parts)
    {
        if (File.Task.IsOfRows())
            throw new InvalidOperationException(
                $"The model learned {File.Task.Word()}, and is judged by the rows themselves: give all of them at once.");
        List<float> outputs = [], answers = [];
        foreach (NewRows part in parts)
        {
            if (Answered(part) is not { } known)
                continue;
            outputs.AddRange(OutputsOf(known));
            if (known.Labels.Length > 0)
                foreach (int label in known.Labels)
                    answers.Add(label);
            else
                answers.AddRange(known.Targets);
        }
        if (answers.Count == 0)
            return null;
        // What is judged has answers, and no features.
        int rows = outputs.Count / File.OutputNames.Count;
        NewRows all = new(new float[rows], new Dictionary<int, string>(), 0, 0) { Targets = [.. answers] };
        return Evaluation.FromOutputs([.. outputs], all.Answered(File.Data, [1], File.Task, File.OutputNames, File.SeveralTargets)!);
    }

    // In the target's own units.
    float[] OutputsOf(Dataset known)
    {
        float[] outputs = Evaluation.Outputs(_network, Scaled(known)).Values.ToArray();
        File.Scales?.Targets?.Restore(outputs);
        return outputs;
    }

    Dataset Scaled(Dataset examples) => File.Scales is { } scales ? new Standardizer(scales.Features).Apply(examples) : examples;

    /// <summary>How many rows can be read and have a known answer.</summary>
    /// <param name="rows">What <see cref="ReadRows(string)"/> or <see cref="ReadImages"/> read.</param>
    public int CountAnswered(NewRows rows) => Answered(rows)?.Count ?? 0;

    /// <summary>The number of a class by its name, as predictions are judged by it: NaN for one that the model does not know, or, where it learned
    /// rows without their classes, −1.</summary>
    /// <param name="className">The class; may be empty.</param>
    public float LabelOf(string className) => File.Reconstruction is { } schema ? schema.LabelOf(className)
        : ReconstructionSchema.PlaceOf(className, File.OutputNames) is >= 0 and int label ? label : float.NaN;

    Dataset? Answered(NewRows rows) => File.Task.IsOfRows() ? rows.Readable(File.Data, [.. File.FeatureShape], File.OutputNames)
        : rows.Answered(File.Data, [.. File.FeatureShape], File.Task, File.OutputNames, File.SeveralTargets);

    static TrainedModel Of((ModelFile File, Module Network) loaded) => new(loaded.File, loaded.Network);

    CsvSchema Table => File.Table ?? throw new InvalidOperationException(
        $"The model learned from {File.Data}, which is not a table with columns: "
        + $"give {nameof(Predict)} the {_shape.Size} numbers of an example of shape {_shape}.");

    // Features in the network's own units. A batch at a time bounds the memory; the batch does not change an answer.
    Prediction[] Answers(float[] features, bool[]? missing = null)
    {
        OutputMeaning meaning = OutputMeaning.Of(File.Task, File.SeveralTargets);
        Prediction[] answers = new Prediction[features.Length / _shape.Size];
        for (int first = 0; first < answers.Length; first += RowsAtOnce)
        {
            int rows = Math.Min(RowsAtOnce, answers.Length - first);
            Tensor x = new([rows, .. _shape], features.AsSpan(first * _shape.Size, rows * _shape.Size));
            (Tensor y, Tensor[] members) = _network is Ensemble committee ? committee.PredictEach(x) : (_network.Predict(x), []);
            meaning.Predictions(y, File.OutputNames, File.OutputScales, File.Table?.TargetOffset ?? 0).CopyTo(answers, first);
            if (members.Length > 0 && meaning.Disagreement(members, y, File.OutputScales) is { } disagreement)
                for (int row = 0; row < rows; row++)
                    answers[first + row] = answers[first + row] with { Disagreement = disagreement[row] };
            if (File.Reconstruction is { } schema)
                AnomalyScores.Judge(
                    answers.AsSpan(first, rows), y.Values, features.AsSpan(first * _shape.Size, rows * _shape.Size),
                    missing is null ? [] : missing.AsSpan(first * _shape.Size, rows * _shape.Size), schema.Threshold, File.Table);
        }
        return answers;
    }
}
