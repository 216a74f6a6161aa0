namespace Elucid.Lab;

/// <summary>What is to be predicted.</summary>
/// <param name="Header">What the names are: "row", or "file".</param>
/// <param name="Names">One for each row.</param>
/// <param name="Rows">The features, and the answers where they are known.</param>
/// <param name="WhereAnswersAre">Where known answers would be, as the end of a sentence.</param>
internal sealed record PredictionRows(string Header, IReadOnlyList<string> Names, NewRows Rows, string WhereAnswersAre)
{
    /// <summary>What the user should know of them.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Reads what a model is asked about.</summary>
    /// <exception cref="DataFormatException">It is not there, or not of the kind that the model learned from.</exception>
    public static PredictionRows Read(TrainedModel model, PredictionRequest request)
    {
        ModelFile file = model.File;
        if (file.Table is { } table)
        {
            NewRows rows = model.ReadRows(request.Data);
            return new("row", Numbers(rows.Features.Length / table.FeatureCount), rows, NoColumn(file));
        }
        if (file.Prose is { } prose)
        {
            NewRows rows = model.ReadRows(request.Data);
            return new("row", Numbers(rows.Features.Length / prose.Encoder.Length), rows, NoColumn(file));
        }
        string data = request.Data;
        bool isKnown = DataSource.Names.Contains(data) || (Directory.Exists(data) && ImageSets.IsIn(data));
        if (!isKnown && (Directory.Exists(data) || ImageFile.IsNamedSo(data)))
            return OfImages(model, request);
        if (File.Exists(data))
            throw new DataFormatException($"'{data}' is a table, but the model learned from {file.Data}: "
                + $"give it examples of shape {new Shape([.. file.FeatureShape])}: images, or IDX files in a directory.");
        Dataset examples = Examples(data);
        model.RequireShape(examples);
        float[] targets = examples.Labels.Length > 0 ? [.. examples.Labels.ToArray().Select(label => (float)label)] : examples.Targets.ToArray();
        bool areOfModel = examples.OutputNames.SequenceEqual(file.OutputNames);
        if (file.Reconstruction is not null)
            (targets, areOfModel) = ([.. KindsOf(examples, model)], examples.KnownLabels.Length > 0);
        return new("row", Numbers(examples.Count),
            new NewRows(examples.Features.ToArray(), new Dictionary<int, string>(), 0, 0) { Targets = areOfModel ? targets : null },
            $"{data} has other classes than the model");
    }

    /// <summary>Where the known answers of a table would be, as the end of a sentence.</summary>
    public static string NoColumn(ModelFile file) => $"the table has no column '{file.Table?.Target ?? file.Prose?.Target}' that holds them";

    static IEnumerable<float> KindsOf(Dataset examples, TrainedModel model)
    {
        float[] labels = [.. examples.KnownClassNames.Select(model.LabelOf)];
        return examples.KnownLabels.ToArray().Select(label => label < 0 ? float.NaN : labels[label]);
    }

    /// <summary>Reads an image, or those of a directory.</summary>
    /// <exception cref="DataFormatException">There is none.</exception>
    public static PredictionRows OfImages(TrainedModel model, PredictionRequest request)
    {
        if (request.ImageReader is not { } reader)
            throw new ArgumentException(
                $"'{request.Data}' holds files of images, and nothing decodes them here: set "
                    + $"{nameof(PredictionRequest)}.{nameof(PredictionRequest.ImageReader)}.");
        string data = request.Data;
        List<string> notes = [];
        IReadOnlyList<ImageFile> files;
        if (Directory.Exists(data))
        {
            ImageFolder folder = ImageFolder.Find(data);
            files = folder.Tests.Count > 0 ? folder.Tests : folder.Images;
            if (folder.Tests.Count > 0)
                notes.Add($"'{data}' has training and test images: the test images are predicted.");
            if (folder.Others.Count > 0)
                notes.Add($"{folder.Others.Count:N0} other file{(folder.Others.Count == 1 ? " was" : "s were")} passed over, such as "
                    + $"{folder.Others[0]}.");
        }
        else
            files = [new ImageFile(data, data, ClassName: "")];
        if (model.File.Images is null)
            notes.Add($"The model learned from {model.File.Data}, not from files of images: they are brought to {model.ImageOptions}.");
        return new("file", [.. files.Select(file => file.Name)], model.ReadImages(files, reader),
            "no image lies in a directory that is called as one of the model's classes")
        { Notes = notes };
    }

    static string[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(row => $"{row}")];

    static Dataset Examples(string data)
    {
        DataSplit split = DataSource.Load(new DataRequest(data), out _).Split(seed: 0, withValidation: false);
        // The digits have no published test part: all of them are predicted.
        return data == DataSource.Default ? Digits.Load() : split.Test;
    }
}
