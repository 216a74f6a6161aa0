using System.Globalization;
using System.Text;

namespace Elucid.Lab;

/// <summary>What a trained network drew, as pictures or as a table.</summary>
/// <param name="Model">Who drew.</param>
/// <param name="Examples">[count, ..example], in the data's own units.</param>
/// <param name="Columns">Examples side by side in a picture; 0 for about as many as rows.</param>
public sealed record DrawnExamples(TrainedModel Model, Tensor Examples, int Columns = 0)
{
    /// <summary>Examples of a way from one to another.</summary>
    public const int Steps = 8;

    /// <summary>Draws.</summary>
    /// <param name="model">A network that draws.</param>
    /// <param name="count">How many examples.</param>
    /// <param name="seed">Decides them.</param>
    /// <param name="interpolates">Whether they stand on ways of <see cref="Steps"/> examples, each from one to another; the last way may be
    /// longer than the count asks for.</param>
    /// <exception cref="InvalidOperationException">The model did not learn to draw.</exception>
    public static DrawnExamples Of(TrainedModel model, int count, ulong seed, bool interpolates = false)
    {
        if (!interpolates)
            return new(model, model.Sample(count, seed));
        int ways = (int)((count + Steps - 1L) / Steps);
        float[] all = [.. Enumerable.Range(0, ways).SelectMany(way => model.Interpolate(Steps, seed + (ulong)way).Values.ToArray())];
        return new(model, new Tensor([ways * Steps, .. model.File.FeatureShape], all), Steps);
    }

    /// <summary>How many there are.</summary>
    public int Count => Examples.Shape[0];

    /// <summary>Whether they are images.</summary>
    public bool AreImages => Examples.Shape is { Rank: 4 } shape && shape[1] is 1 or 3;

    /// <summary>All images in one picture, without a wide margin.</summary>
    public ImageGrid ToGrid() => ImageGrid.Of(Examples, Columns);

    /// <summary>All rows of a table as CSV, with its columns in the values that the table has: numbers, names of categories, dates. Of data that is
    /// no table a column for each number.</summary>
    public string ToCsv()
    {
        IReadOnlyList<Column> columns = Model.File.Table?.Columns ?? [.. Model.File.OutputNames.Select(name => new NumericColumn(name))];
        int width = Examples.Shape.Size / Count;
        StringBuilder csv = new StringBuilder().AppendJoin(',', columns.Select(column => PredictionCsv.Quote(column.Name))).Append('\n');
        for (int row = 0, at = 0; row < Count; row++, at = row * width)
        {
            for (int c = 0; c < columns.Count; at += columns[c].Width, c++)
            {
                ReadOnlySpan<float> features = Examples.Values.Slice(at, columns[c].Width);
                bool isMissing = columns[c].HasIndicator && features[^1] > 0.5f;
                csv.Append(c == 0 ? "" : ",").Append(isMissing ? "" : PredictionCsv.Quote(columns[c].TextOf(features)));
            }
            csv.Append('\n');
        }
        return csv.ToString();
    }

    /// <summary>Writes each image as a file of its own: <c>1.png</c>, or <c>01.png</c> where there are ten.</summary>
    /// <param name="directory">Where; created if it does not exist.</param>
    public void WriteFiles(string directory)
    {
        Directory.CreateDirectory(directory);
        string digits = $"D{Count.ToString(CultureInfo.InvariantCulture).Length}";
        int width = Examples.Shape.Size / Count;
        for (int i = 0; i < Count; i++)
            ImageGrid.Of(new Tensor([1, .. Model.File.FeatureShape], Examples.Values.Slice(i * width, width)))
                .SavePng(Path.Combine(directory, $"{(i + 1).ToString(digits, CultureInfo.InvariantCulture)}.png"));
    }
}
