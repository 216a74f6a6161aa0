namespace Elucid.Lab;

/// <summary>Whether data fits a body that was trained before, and how it must be read for it.</summary>
public static class BodyFit
{
    /// <summary>The network of a recipe for data: a new one, or a new head on the body that reads it.</summary>
    /// <param name="data">The data.</param>
    /// <param name="recipe">How it is built, and what of it stands still.</param>
    /// <param name="activation">Its activation, or the head's.</param>
    /// <param name="random">Decides the weights that are drawn, and noise.</param>
    /// <param name="examples">What it learns from.</param>
    internal static Module BuildNetwork(this StudyData data, Recipe recipe, Activation activation, RandomStream random, Dataset examples)
    {
        if (data.Body is not { } body)
            return recipe.BuildNetwork(examples.FeatureShape, examples.OutputCount, activation, random, data.Task, examples.VocabularySize);
        Module network = body.BuildNetwork(recipe, examples.FeatureShape, examples.OutputCount, activation, random, data.Task);
        FineTuning.Freeze(network, recipe);
        return network;
    }

    /// <summary>The request with everything that the body decides: columns, sizes, tokens.</summary>
    /// <exception cref="ArgumentException">What is asked for is another thing than the body reads.</exception>
    internal static DataRequest Prepared(DataRequest request, PretrainedBody body)
    {
        string from = Spelling.Of(nameof(Recipe.From), body.Path);
        if (request is not { Text: null, Series: null, Boxes: null, WithoutAnswers: null })
            throw new ArgumentException(
                $"{from} puts a new head on for classes and quantities, and not for another task: omit one of the two.");
        if (body.ReadsText != (request.Prose is not null))
            throw new ArgumentException(body.ReadsText
                ? $"{from} reads texts ({body.Description}), but {request.Data} would be read as numbers: name the column of prose with "
                    + $"{Spelling.Of(nameof(ProseOptions.Column), "COLUMN")}."
                : $"{from} reads numbers ({body.Description}), but a column of prose becomes tokens: take a model that learned from a text.");
        if (request.Prose is { } prose && (prose.Tokens != ProseData.Words || prose.Window > 0))
            throw new ArgumentException(
                $"{from} has the tokens that it learned with: omit {Spelling.Of(nameof(TextOptions.Tokens))} and "
                    + $"{Spelling.Of(nameof(TextOptions.Window))}.");
        return request with
        {
            Prose = request.Prose is { } read ? read with { Body = body } : null,
            Csv = request.Csv is { } csv ? csv with { Like = body.File?.Table } : null,
            Images = ImagesFor(request.Images, body, from),
        };
    }

    /// <summary>Throws unless there is such a network for the data, with layers of the names that shall stand still.</summary>
    /// <exception cref="ArgumentException">There is none; a sentence that says why.</exception>
    public static void Check(Recipe recipe, StudyData data) => data.BuildNetwork(
        recipe, Activations.Elu(), new RandomStream(0), data.Split(seed: 0, withValidation: false).Train);

    /// <summary>Throws unless the body reads such examples.</summary>
    /// <exception cref="ArgumentException">It does not; says what it reads.</exception>
    internal static void Check(StudyData data, PretrainedBody body)
    {
        string from = Spelling.Of(nameof(Recipe.From), body.Path);
        if (data.ProseNames is not null)
            return;
        if (data.Schema is not null && body.File?.Table is null)
            throw new ArgumentException(
                $"{from} ({body.Description}) does not say how the columns of a table become its inputs: take a model that learned from a table.");
        Dataset examples = data.Split(seed: 0, withValidation: false).Train;
        ReadOnlySpan<int> shape = examples.FeatureShape;
        bool fits = body.FeatureShape.Count == shape.Length;
        for (int axis = 0; fits && axis < shape.Length; axis++)
            fits = body.FeatureShape[axis] is var length && (length == 0 || length == shape[axis]);
        if (!fits)
            throw new ArgumentException(
                $"{from} ({body.Description}) reads examples of shape "
                    + $"[{string.Join(", ", body.FeatureShape.Select(length => length == 0 ? "any" : $"{length}"))}], "
                    + $"but those of {data.Name} have [{string.Join(", ", shape.ToArray())}]: take data of that shape, or another model.");
    }

    static ImageRequest ImagesFor(ImageRequest asked, PretrainedBody body, string from)
    {
        if (OptionsOf(body) is not { } known)
            return asked;
        ImageSize size = new(known.Width, known.Height);
        if (asked.Size is { } other && other != size)
            throw new ArgumentException($"{from} reads images of {size}: omit {Spelling.Of(nameof(ImageRequest.Size), other)}.");
        return asked.IsGrey && known.Color == ImageColor.Rgb
            ? throw new ArgumentException($"{from} reads images in colour: omit {Spelling.Of(nameof(ImageRequest.IsGrey), true)}.")
            : asked with { Like = known };
    }

    // Of a network that never saw files of images, what its examples have: pixels without another fit than the usual one.
    static ImageOptions? OptionsOf(PretrainedBody body) => body.File?.Images ?? (body.FeatureShape is [1 or 3, > 0, > 0]
        ? new ImageOptions(body.FeatureShape[2], body.FeatureShape[1], body.FeatureShape[0] == 1 ? ImageColor.Grey : ImageColor.Rgb) : null);
}
