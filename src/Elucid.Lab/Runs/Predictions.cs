using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What a saved network says of data.</summary>
public sealed class Predictions
{
    readonly TrainedModel _model;
    readonly PredictionRows _rows;
    readonly TextSurprise? _text;
    readonly ForecastCsv? _forecast;
    readonly DetectionCsv? _objects;
    readonly PlayedCsv? _played;

    Predictions(TrainedModel model, PredictionRows rows, bool isStrict)
    {
        (_model, _rows) = (model, rows);
        if (isStrict || rows.Rows.Problems.Count == rows.Names.Count)
            rows.Rows.EnsureComplete();
        Answers = model.Predict(rows.Rows);
    }

    Predictions(TrainedModel model, TextSurprise? text = null, ForecastCsv? forecast = null, DetectionCsv? objects = null, PlayedCsv? played = null)
    {
        (_model, _text, _forecast, _objects, _played, Answers) = (model, text, forecast, objects, played, []);
        _rows = new(text is null ? "step" : "token", [], new NewRows([], new Dictionary<int, string>(), 0, 0), "");
    }

    /// <summary>Asks a model.</summary>
    /// <param name="request">What.</param>
    /// <exception cref="ModelFormatException">The model cannot be used.</exception>
    /// <exception cref="DataFormatException">The data is missing, damaged, or not of the kind that the model learned from, or no row can be
    /// read.</exception>
    public static Predictions Of(PredictionRequest request) => Of(Load(request), request);

    static (ModelFile File, Module Network) Load(PredictionRequest request)
    {
        (ModelFile file, Module network) = ModelFile.Load(request.Model);
        if (request.Boxes is not null && file.Task != LearningTask.Detect)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(PredictionRequest.Boxes))} is for models that find objects, but this one learned {file.Task.ToString().ToLowerInvariant()}: omit it.");
        return (file, file.InUse(network));
    }

    static Predictions Of((ModelFile, Module) loaded, PredictionRequest request)
    {
        (ModelFile file, Module network) = loaded;
        TrainedModel model = new(file, network);
        return file.Task switch
        {
            LearningTask.Text => new Predictions(model, TextSurprise.Of(file, network, request.Data)),
            LearningTask.Generate => throw new ArgumentException(
                $"'{request.Model}' learned to draw rows like those of {file.Data} and says nothing of given ones: use "
                    + $"{Spelling.Of(nameof(TrainedModel.Sample))}."),
            LearningTask.Forecast => new Predictions(model, forecast: ForecastCsv.Of(model, request.Data)),
            LearningTask.Detect => new Predictions(model, objects: DetectionCsv.Of(model, request)),
            LearningTask.Control => new Predictions(model, played: PlayedCsv.Of(model, network, request.Data)),
            _ => new Predictions(model, PredictionRows.Read(model, request), request.IsStrict),
        };
    }

    /// <summary>What names are: "row", or "file".</summary>
    public string NameHeader => _rows.Header;

    /// <summary>The number of each row, from 1, or the name of each file.</summary>
    public IReadOnlyList<string> Names => _rows.Names;

    /// <summary>What the model says of each; null for what cannot be read. Of a text there are none: its tokens are judged where they
    /// stand.</summary>
    public IReadOnlyList<Prediction?> Answers { get; }

    /// <summary>What the user should know: rows that stayed empty, values that were filled in.</summary>
    public IEnumerable<string> Notes =>
        _text?.Notes ?? _forecast?.Notes ?? _objects?.Notes ?? _played?.Notes ?? [.. _rows.Notes, .. NotesOfRows.Sentences()];

    PredictionNotes NotesOfRows
    {
        get
        {
            PredictionNotes notes = new(_model.File, NameHeader);
            notes.Add(_rows.Rows, Answers);
            return notes;
        }
    }

    /// <summary>Asks a model, and writes what it says as CSV. The rows of a table pass through memory in parts, so that a table need not fit into
    /// it; of a row that is refused in the end, those before it may be written.</summary>
    /// <param name="request">What.</param>
    /// <param name="csv">Where to: what <see cref="ToCsv"/> says.</param>
    /// <param name="withScores">Whether the model is judged where the answers are known.</param>
    /// <exception cref="ModelFormatException">The model cannot be used.</exception>
    /// <exception cref="DataFormatException">The data is missing, damaged, or not of the kind that the model learned from, no row can be read, or
    /// the model shall be judged and answers are known of no row.</exception>
    public static WrittenPredictions Write(PredictionRequest request, TextWriter csv, bool withScores = false)
    {
        (ModelFile File, Module Network) loaded = Load(request);
        if (loaded.File.Table is not null && loaded.File.Task != LearningTask.Generate)
            return TablePredictions.Write(new(loaded.File, loaded.Network), request, csv, withScores);
        Predictions predictions = Of(loaded, request);
        ReportTable? scores = withScores ? predictions.Scores() : null;
        csv.Write(predictions.ToCsv());
        return new(scores, [.. predictions.Notes]);
    }

    /// <summary>The model's scores where the answers are known.</summary>
    /// <exception cref="DataFormatException">They are known of no row.</exception>
    public ReportTable Scores()
    {
        if ((_text?.Scores ?? _played?.Scores) is { } own)
            return own;
        if (_forecast is not null)
            throw new DataFormatException("Expected answers to judge the predictions by, but what follows the series is not known yet.");
        if (_objects is not null)
            return ScoresOf(
                _objects.Known ?? throw new DataFormatException(
                    "Expected boxes to judge the predictions by, but images alone do not hold them: name their file with "
                        + $"{Spelling.Of(nameof(PredictionRequest.Boxes), "FILE")}."));
        if (_model.File.Reconstruction is { } schema)
        {
            int[] read = [.. Enumerable.Range(0, Answers.Count).Where(row => Answers[row] is not null)];
            return new ReconstructionScores(
                [.. read.Select(row => Answers[row]!.AnomalyScore ?? double.NaN)], schema.Threshold,
                _rows.Rows.Targets is { } kinds ? [.. read.Select(row => kinds[row])] : null).ToTable();
        }
        Evaluation scores = _model.Evaluate(_rows.Rows) ?? throw NoAnswers(_rows.WhereAnswersAre);
        int judged = _model.CountAnswered(_rows.Rows);
        return Table(_model.File, scores, $"{Format.Count(judged)} of {Format.Count(Names.Count)} {NameHeader}s");
    }

    ReportTable ScoresOf(BoxedImages known) => Table(_model.File, _model.Evaluate(known), $"{Format.Count(known.Images.Count)} images");

    /// <summary>That a model cannot be judged.</summary>
    /// <param name="where">Where answers would be, as the end of a sentence.</param>
    internal static DataFormatException NoAnswers(string where) =>
        new($"Expected answers to judge the predictions by, but there are none: {where}.");

    /// <summary>Scores as a table.</summary>
    internal static ReportTable Table(ModelFile file, Evaluation scores, string what)
    {
        if (file.SeveralTargets.Count > 0)
            return TargetTable.Of("", file.SeveralTargets, [(what, scores)]);
        IReadOnlyList<Metric> metrics = [.. TaskProfile.Of(file.Task).OfOne(file.OutputNames).Where(m => m.Of(scores) is not null)];
        return new ReportTable(
            "", [new(""), .. metrics.Select(metric => new ReportColumn(metric.ShortName, Alignment: ColumnAlignment.End))],
            [new([what, .. metrics.Select(m => m.Text(m.Of(scores)!.Value))])]);
    }

    /// <summary>A header and a line per example: its name, the predicted class with a probability per class, or the predicted targets in their own
    /// units; of a text a line per token but the first: its place, the token, −ln of its probability, and the likeliest one; of series a
    /// line for each step that follows them; of images a line for each object that is found; of rows that are put out again how unlike those of
    /// training they are; of a policy a line for each step of the episodes that it plays.</summary>
    public string ToCsv() => _text?.Csv ?? _forecast?.Csv ?? _objects?.Csv ?? _played?.Csv ?? CsvOfRows();

    string CsvOfRows()
    {
        PredictionCsv csv = new(_model.File, NameHeader);
        foreach ((string name, Prediction? answer) in Names.Zip(Answers))
            csv.Add(name, answer);
        return csv.Take();
    }
}
