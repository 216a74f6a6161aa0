using System.Globalization;
using System.Text;
using Elucid.Autograd;
using Elucid.Data;
using Elucid.Data.Tables;
using Elucid.Lab.Trials;
using Elucid.Modules;
using Elucid.Tensors;
using Elucid.Training;

namespace Elucid.Lab.Runs;

/// <summary>Applies a saved network to data and writes what it says as CSV.</summary>
public static class Prediction
{
    /// <summary>Predicts every row of a table, or every test image of a set.</summary>
    /// <param name="modelPath">A model that a training run saved.</param>
    /// <param name="data">A CSV file with the columns that the model learned from, the name of a known set, or a directory of IDX files.</param>
    /// <returns>
    /// A header and a line per example: its row, the predicted class with a probability per class, or the predicted targets in their own units.
    /// </returns>
    /// <exception cref="Formats.ModelFormatException">The model cannot be used.</exception>
    /// <exception cref="DataFormatException">The data is missing, damaged, or not of the kind that the model learned from.</exception>
    public static string ToCsv(string modelPath, string data)
    {
        (ModelFile file, Sequential model) = ModelFile.Load(modelPath);
        Tensor outputs = Outputs(model, file, Features(file, data));
        return file.Task == LearningTask.Classification ? Classes(file, Ops.Softmax(outputs)) : Targets(file, outputs);
    }

    static float[] Features(ModelFile file, string data)
    {
        if (file.Table is { } table)
        {
            float[] features = CsvReader.ReadFeatures(data, CsvSchema.FromJson(table));
            file.Scales?.ToStandardizer().Features.Apply(features);
            return features;
        }
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

    static string Classes(ModelFile file, Tensor probabilities)
    {
        StringBuilder csv = new($"row,prediction,{string.Join(',', file.OutputNames.Select(name => Quote($"p({name})")))}\n");
        int classes = file.OutputNames.Count;
        for (int row = 0; row < probabilities.Shape[0]; row++)
        {
            float[] p = probabilities.Values.Slice(row * classes, classes).ToArray();
            csv.Append(CultureInfo.InvariantCulture, $"{row + 1},{Quote(file.OutputNames[Array.IndexOf(p, p.Max())])},{string.Join(',', p)}\n");
        }
        return csv.ToString();
    }

    static string Targets(ModelFile file, Tensor outputs)
    {
        file.Scales?.ToStandardizer().Targets?.Restore(outputs.Edit());
        StringBuilder csv = new($"row,{string.Join(',', file.OutputNames.Select(Quote))}\n");
        int targets = file.OutputNames.Count;
        for (int row = 0; row < outputs.Shape[0]; row++)
            csv.Append(CultureInfo.InvariantCulture, $"{row + 1},{string.Join(',', outputs.Values.Slice(row * targets, targets).ToArray())}\n");
        return csv.ToString();
    }

    static string Quote(string field) => field.AsSpan().ContainsAny(",\"\n\r") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
