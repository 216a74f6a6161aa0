using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What a model says of a table whose rows pass through memory in parts. For its scores it keeps what the model says and the known
/// answers.</summary>
internal sealed class TablePredictions
{
    const string Header = "row";

    readonly TrainedModel _model;
    readonly PredictionRequest _request;
    readonly PredictionCsv _lines;
    readonly PredictionNotes _notes;
    readonly List<double> _errors = [];
    readonly List<float> _kinds = [];
    int _answered;

    TablePredictions(TrainedModel model, PredictionRequest request)
    {
        (_model, _request) = (model, request);
        _lines = new(model.File, Header);
        _notes = new(model.File, Header);
    }

    /// <summary>Writes CSV, part by part.</summary>
    /// <param name="model">A model of a table's columns.</param>
    /// <param name="request">What it is asked.</param>
    /// <param name="csv">Where to.</param>
    /// <param name="withScores">Whether it is judged as well.</param>
    /// <exception cref="DataFormatException">No row can be read, or answers are known of none.</exception>
    public static WrittenPredictions Write(TrainedModel model, PredictionRequest request, TextWriter csv, bool withScores)
    {
        TablePredictions predictions = new(model, request);
        IEnumerable<NewRows> written = predictions.Written(csv, withScores);
        ReportTable? scores = null;
        if (withScores)
            scores = predictions.Judge(written);
        else
            foreach (NewRows _ in written)
            {
            }
        return new(scores, [.. predictions._notes.Sentences()]);
    }

    IEnumerable<NewRows> Written(TextWriter csv, bool withScores)
    {
        foreach (NewRows rows in _model.ReadRowParts(_request.Data))
        {
            if (_request.IsStrict)
                rows.EnsureComplete();
            if (withScores && rows.Targets is null && _model.File.Reconstruction is null)
                throw Predictions.NoAnswers(PredictionRows.NoColumn(_model.File));
            IReadOnlyList<Prediction?> answers = _model.Predict(rows);
            for (int row = 0; row < answers.Count; row++)
                _lines.Add($"{_notes.Count + row + 1}", answers[row]);
            csv.Write(_lines.Take());
            _notes.Add(rows, answers);
            if (withScores)
                Keep(rows, answers);
            yield return rows;
        }
        if (_notes.ProblemCount == _notes.Count)
            throw new DataFormatException(_notes.FirstProblem!);
    }

    void Keep(NewRows rows, IReadOnlyList<Prediction?> answers)
    {
        if (_model.File.Reconstruction is null)
        {
            _answered += _model.CountAnswered(rows);
            return;
        }
        for (int row = 0; row < answers.Count; row++)
            if (answers[row] is { } answer)
            {
                _errors.Add(answer.AnomalyScore ?? double.NaN);
                if (rows.Targets is { } kinds)
                    _kinds.Add(kinds[row]);
            }
    }

    ReportTable Judge(IEnumerable<NewRows> written)
    {
        if (_model.File.Reconstruction is { } schema)
        {
            foreach (NewRows _ in written)
            {
            }
            return new ReconstructionScores(_errors, schema.Threshold, _kinds.Count > 0 ? _kinds : null).ToTable();
        }
        Evaluation scores = _model.Evaluate(written) ?? throw Predictions.NoAnswers(PredictionRows.NoColumn(_model.File));
        return Predictions.Table(_model.File, scores, $"{Format.Count(_answered)} of {Format.Count(_notes.Count)} {Header}s");
    }
}
