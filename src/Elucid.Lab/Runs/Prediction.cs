using System.Globalization;
using System.Text;

namespace Elucid.Lab;

/// <summary>Applies a saved network to data and writes what it says as CSV.</summary>
public static class Prediction
{
    /// <summary>Predicts every row of a table, or every test image of a set. A row that cannot be read is an error.</summary>
    /// <param name="modelPath">A model that a training run saved.</param>
    /// <param name="data">A CSV file with the columns that the model learned from, the name of a known set, or a directory of IDX files.</param>
    /// <returns>
    /// A header and a line per example: its row, the predicted class with a probability per class, or the predicted targets in their own units.
    /// </returns>
    /// <exception cref="ModelFormatException">The model cannot be used.</exception>
    /// <exception cref="DataFormatException">The data is missing, damaged, or not of the kind that the model learned from.</exception>
    public static string ToCsv(string modelPath, string data) => ToCsv(modelPath, data, isStrict: true, out _);

    /// <summary>Predicts every row of a table, or every test image of a set.</summary>
    /// <param name="modelPath">A model that a training run saved.</param>
    /// <param name="data">A CSV file with the columns that the model learned from, the name of a known set, or a directory of IDX files.</param>
    /// <param name="isStrict">Whether a row that cannot be read is an error; otherwise its fields stay empty, and the notes say why.</param>
    /// <param name="notes">What the user should know: rows that stayed empty, values that were filled in.</param>
    /// <returns>As from <see cref="ToCsv(string, string)"/>.</returns>
    /// <exception cref="ModelFormatException">The model cannot be used.</exception>
    /// <exception cref="DataFormatException">The data is missing, damaged, or not of the kind that the model learned from, or no row can be read.</exception>
    public static string ToCsv(string modelPath, string data, bool isStrict, out IReadOnlyList<string> notes)
    {
        (ModelFile file, Sequential model) = ModelFile.Load(modelPath);
        CsvSchema? table = file.Table;
        NewRows rows = table is null ? new NewRows(Examples(file, data), new Dictionary<int, string>(), 0, 0) : ReadRows(table, file, data, isStrict);
        notes = [.. Notes(rows, rows.Features.Length / new Shape([.. file.FeatureShape]).Size, Spelling.Of(nameof(isStrict), true))];
        Tensor outputs = Outputs(model, file, rows.Features);
        return file.Task == LearningTask.Classification
            ? Classes(file, Ops.Softmax(outputs), rows)
            : Targets(file, outputs, rows, table?.TargetOffset ?? 0);
    }

    static NewRows ReadRows(CsvSchema schema, ModelFile file, string data, bool isStrict)
    {
        NewRows rows = CsvReader.ReadRows(data, schema);
        if (rows.Problems.Count > 0 && (isStrict || rows.Problems.Count * (long)schema.FeatureCount == rows.Features.Length))
            throw new DataFormatException(rows.Problems.MinBy(problem => problem.Key).Value);
        file.Scales?.Features.Apply(rows.Features);
        return rows;
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
        yield return $"{rows.Problems.Count:N0} of {count:N0} rows could not be read and {(rows.Problems.Count == 1 ? "has" : "have")} an empty prediction{(rows.Problems.Count > shown ? $"; the first {shown} are named above" : "")}. "
            + $"Say {strict} to stop at the first.";
    }

    static float[] Examples(ModelFile file, string data)
    {
        if (File.Exists(data))
            throw new DataFormatException($"'{data}' is a table, but the model learned from {file.Data}: give it examples of shape {new Shape([.. file.FeatureShape])}, as images in a directory of IDX files.");
        DataSplit split = DataSource.Load(data, csv: null, out _).Split(seed: 0, withValidation: false);
        // The digits have no published test part: all of them are predicted.
        Dataset examples = data == "digits" ? Digits.Load() : split.Test;
        if (!examples.FeatureShape.SequenceEqual(file.FeatureShape.ToArray()))
            throw new DataFormatException(
                $"'{data}': the model expects examples of shape {new Shape([.. file.FeatureShape])}, as in {file.Data}, but these have {new Shape(examples.FeatureShape)}.");
        return examples.Features.ToArray();
    }

    static Tensor Outputs(Sequential model, ModelFile file, float[] features)
    {
        int width = new Shape([.. file.FeatureShape]).Size, rows = features.Length / width;
        Dataset examples = new("prediction", features, [.. file.FeatureShape], new float[rows * file.OutputNames.Count], file.OutputNames);
        return Evaluation.Outputs(model, examples);
    }

    static string Classes(ModelFile file, Tensor probabilities, NewRows rows)
    {
        StringBuilder csv = new($"row,prediction,{string.Join(',', file.OutputNames.Select(name => Quote($"p({name})")))}\n");
        int classes = file.OutputNames.Count;
        for (int row = 0; row < probabilities.Shape[0]; row++)
        {
            if (rows.Problems.ContainsKey(row))
            {
                csv.Append(CultureInfo.InvariantCulture, $"{row + 1}{new string(',', classes + 1)}\n");
                continue;
            }
            float[] p = probabilities.Values.Slice(row * classes, classes).ToArray();
            csv.Append(CultureInfo.InvariantCulture, $"{row + 1},{Quote(file.OutputNames[Array.IndexOf(p, p.Max())])},{string.Join(',', p)}\n");
        }
        return csv.ToString();
    }

    static string Targets(ModelFile file, Tensor outputs, NewRows rows, double offset)
    {
        float[] values = outputs.Values.ToArray();
        file.Scales?.Targets?.Restore(values);
        StringBuilder csv = new($"row,{string.Join(',', file.OutputNames.Select(Quote))}\n");
        int targets = file.OutputNames.Count;
        for (int row = 0; row < outputs.Shape[0]; row++)
        {
            IEnumerable<string> fields = values[(row * targets)..((row + 1) * targets)].Select(value => rows.Problems.ContainsKey(row) ? "" : With(offset, value));
            csv.Append(CultureInfo.InvariantCulture, $"{row + 1},{string.Join(',', fields)}\n");
        }
        return csv.ToString();
    }

    // As decimals: in double, 100000000 + 0.1f would end in digits that no network said.
    static string With(double offset, float value) => offset == 0 ? $"{value}"
        : Math.Abs(offset) < 1e15 && Math.Abs(value) < 1e15f ? $"{(decimal)offset + (decimal)value}" : $"{offset + value}";

    static string Quote(string field) => field.AsSpan().ContainsAny(",\"\n\r") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
