using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace Elucid.Lab;

/// <summary>Applies a saved network to data and writes what it says as CSV.</summary>
public static class PredictionCsv
{
    /// <summary>Predicts every row of a table, or every test image of a set. A row that cannot be read is an error.</summary>
    /// <param name="modelPath">A model that a training run saved.</param>
    /// <param name="data">A CSV file with the columns that the model learned from, the name of a known set, or a directory of IDX files.</param>
    /// <returns>
    /// A header and a line per example: its row, the predicted class with a probability per class, or the predicted targets in their own units.
    /// </returns>
    /// <exception cref="ModelFormatException">The model cannot be used.</exception>
    /// <exception cref="DataFormatException">The data is missing, damaged, or not of the kind that the model learned from.</exception>
    public static string Of(string modelPath, string data) => Of(modelPath, data, isStrict: true, out _);

    /// <summary>Predicts every row of a table, or every test image of a set.</summary>
    /// <param name="modelPath">A model that a training run saved.</param>
    /// <param name="data">A CSV file with the columns that the model learned from, the name of a known set, or a directory of IDX files.</param>
    /// <param name="isStrict">Whether a row that cannot be read is an error; otherwise its fields stay empty, and the notes say why.</param>
    /// <param name="notes">What the user should know: rows that stayed empty, values that were filled in.</param>
    /// <returns>As from <see cref="Of(string, string)"/>.</returns>
    /// <exception cref="ModelFormatException">The model cannot be used.</exception>
    /// <exception cref="DataFormatException">The data is missing, damaged, or not of the kind that the model learned from, or no row can be
    /// read.</exception>
    public static string Of(string modelPath, string data, bool isStrict, out IReadOnlyList<string> notes)
    {
        TrainedModel model = TrainedModel.Load(modelPath);
        NewRows rows = model.File.Table is null ? new NewRows([], new Dictionary<int, string>(), 0, 0) : ReadRows(model, data, isStrict);
        IReadOnlyList<Prediction?> answers = model.File.Table is null ? model.Predict(Examples(model.File, data)) : model.Predict(rows);
        notes = [.. Notes(rows, answers.Count, Spelling.Of(nameof(isStrict), true))];
        return Text(answers);
    }

    static NewRows ReadRows(TrainedModel model, string data, bool isStrict)
    {
        NewRows rows = model.ReadRows(data);
        return isStrict || rows.Problems.Count * (long)model.File.Table!.FeatureCount == rows.Features.Length ? rows.EnsureComplete() : rows;
    }

    static IEnumerable<string> Notes(NewRows rows, int count, string strict)
    {
        const int shown = 5;
        if (rows.MissingCount > 0)
            yield return $"{rows.MissingCount:N0} missing value{(rows.MissingCount == 1 ? " was" : "s were")} taken for the mean of training.";
        if (rows.UnseenCount > 0)
            yield return rows.UnseenCount == 1 ? "1 value that training did not see was taken for an unknown one."
                : $"{rows.UnseenCount:N0} values that training did not see were taken for unknown ones.";
        if (rows.Problems.Count == 0)
            yield break;
        foreach (string problem in rows.Problems.OrderBy(problem => problem.Key).Take(shown).Select(problem => problem.Value))
            yield return problem;
        yield return $"{rows.Problems.Count:N0} of {count:N0} rows could not be read and {(rows.Problems.Count == 1 ? "has" : "have")} an empty "
            + $"prediction{(rows.Problems.Count > shown ? $"; the first {shown} are named above" : "")}. "
            + $"Use {strict} to stop at the first.";
    }

    static Dataset Examples(ModelFile file, string data)
    {
        if (File.Exists(data))
            throw new DataFormatException($"'{data}' is a table, but the model learned from {file.Data}: "
                + $"give it examples of shape {new Shape([.. file.FeatureShape])}, as images in a directory of IDX files.");
        DataSplit split = DataSource.Load(data, csv: null, out _).Split(seed: 0, withValidation: false);
        // The digits have no published test part: all of them are predicted.
        return data == "digits" ? Digits.Load() : split.Test;
    }

    static string Text(IReadOnlyList<Prediction?> answers)
    {
        // An answer has all that the model can say, and some row has one: where none can be read, that is an error.
        Prediction first = answers.OfType<Prediction>().First();
        string[] columns = [.. ClassOf(first, "prediction"), .. first.Probabilities.Keys.Select(name => $"p({name})"), .. first.Values.Keys];
        StringBuilder csv = new StringBuilder("row,").AppendJoin(',', columns.Select(Quote)).Append('\n');
        for (int row = 0; row < answers.Count; row++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{row + 1}");
            if (answers[row] is { } answer)
                csv.Append(',').AppendJoin(
                    ',', ClassOf(answer, answer.Class).Select(Quote)
                        .Concat(answer.Probabilities.Values.Concat(answer.Values.Values).Select(number => Invariant($"{number}"))));
            else
                csv.Append(',', columns.Length);
            csv.Append('\n');
        }
        return csv.ToString();
    }

    static string[] ClassOf(Prediction answer, string? text) => answer.Class is null ? [] : [text!];

    static string Quote(string field) =>
        field.AsSpan().ContainsAny(",\"\n\r") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
