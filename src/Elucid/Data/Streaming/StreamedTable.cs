using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Elucid;

/// <summary>
/// A table that memory does not hold: its rows stand as numbers in a temporary file, 4 bytes each, and pass through memory in parts.
/// <see cref="CsvReader.Stream(string, CsvOptions)"/> reads one.
/// </summary>
public sealed class StreamedTable
{
    // More rows judge no better: with as many the standard error of an accuracy is below 0.16 percentage points.
    const int MostJudging = 100_000;

    // The features, and then the answer.
    readonly RowFile _rows;
    readonly Func<float[], CsvSchema, Answers> _toAnswers;

    internal StreamedTable(string name, RowFile rows, CsvSchema schema, Func<float[], CsvSchema, Answers> toAnswers) =>
        (Name, _rows, Schema, _toAnswers, RowsAtOnce) = (name, rows, schema, toAnswers, MemoryBudget.ChunkOf(rows.Width));

    /// <summary>What reports call it: the name of its file.</summary>
    public string Name { get; }

    /// <summary>How columns became features: store it with a model to read new rows alike.</summary>
    public CsvSchema Schema { get; }

    /// <summary>What became of every column.</summary>
    public required TableSummary Summary { get; init; }

    /// <summary>What was guessed or looks wrong, in sentences that say how to overrule it.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The columns that look like times.</summary>
    public IReadOnlyList<string> TimeColumns { get; init; } = [];

    /// <summary>The number of rows.</summary>
    public long Count => _rows.Count;

    /// <summary>How many rows memory holds at a time: a power of two, by the memory that the process may use. The parts depend on it, and so the
    /// bits of what is trained on them.</summary>
    public int RowsAtOnce { get; }

    /// <summary>What they take on the disk.</summary>
    public long Bytes => _rows.Count * _rows.Width * sizeof(float);

    /// <summary>The first rows, as they are: with NaN replaced by 0 where a value is missing.</summary>
    /// <param name="count">How many at most.</param>
    public Dataset Head(int count)
    {
        float[] rows = new float[(int)Math.Min(count, Count) * _rows.Width];
        _rows.Read(0, rows);
        return ToDataset(rows, null);
    }

    /// <summary>Divides the rows at random into those to judge by, which memory holds, and those to learn from, which pass through it; all brought to
    /// mean 0 and deviation 1, as measured on the rows to learn from.</summary>
    /// <param name="test">The share of test rows; of large tables fewer, 100,000 or what memory holds.</param>
    /// <param name="validation">The share of the other rows to choose settings by, 0 for none; of large tables fewer, too.</param>
    /// <param name="random">Decides which rows; the same stream gives the same parts.</param>
    /// <returns>The parts: <see cref="DataSplit.Streamed"/> are all rows to learn from, and <see cref="DataSplit.Train"/> some of them.</returns>
    /// <param name="scales">What rows were scaled with.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is not between 0 and 1.</exception>
    public DataSplit Split(double test, double validation, RandomStream random, out Standardizer scales)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(test, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(test, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(validation);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(validation, 1);
        int most = Math.Min(MostJudging, RowsAtOnce);
        test = Math.Min(test, most / (double)Count);
        validation = Math.Min(validation, most / ((1 - test) * Count));
        RowFile[] chunks = NewFiles((int)((Count + RowsAtOnce - 1) / RowsAtOnce));
        RowFile[] judging = NewFiles(2);
        RunningScales features = new(Schema.FeatureCount);
        RunningScales? targets = Schema.Task == LearningTask.Regression ? new(1) : null;
        RandomStream parts = random.Derive("streamed rows"), dealt = random.Derive("dealt rows");
        _rows.ForEach(row =>
        {
            double drawn = parts.NextDouble();
            if (drawn < test + (1 - test) * validation)
            {
                judging[drawn < test ? 0 : 1].Append(row);
                return;
            }
            features.Add(row[..^1]);
            targets?.Add(row[^1..]);
            chunks[dealt.NextInt32(chunks.Length)].Append(row);
        });
        bool isLearned = chunks.Any(file => file.Count > 0);
        if (judging[0].Count == 0 || !isLearned)
            throw new DataFormatException(
                $"'{Name}': expected rows to test on and rows to learn from, but memory holds {RowsAtOnce} of its {Count} rows at a time, and none "
                    + $"became a {(isLearned ? "test row" : "row to learn from")}. Give the process more memory, or leave out columns.");
        foreach (RowFile file in (RowFile[])[.. chunks, .. judging])
            file.Flush();
        Standardizer fitted = scales = new(features.ToScales(), targets?.ToScales());
        RowChunks training = new([.. chunks.Where(file => file.Count > 0)], rows => ToDataset(rows, fitted));
        return new DataSplit(training.Load(0), Judging(judging[0], fitted)!, Judging(judging[1], fitted)) { Streamed = training };
    }

    /// <summary>Adds all that a network learns from to a hash.</summary>
    /// <param name="hash">What is added to.</param>
    public void AppendTo(IncrementalHash hash) => _rows.ForEach(row => hash.AppendData(MemoryMarshal.AsBytes(row)));

    RowFile[] NewFiles(int count) => [.. Enumerable.Range(0, count).Select(_ => new RowFile(_rows.Width))];

    Dataset? Judging(RowFile file, Standardizer scales)
    {
        if (file.Count == 0)
            return null;
        float[] rows = new float[(int)file.Count * file.Width];
        file.Read(0, rows);
        return ToDataset(rows, scales);
    }

    // What is missing becomes the mean, which is 0 once scaled.
    Dataset ToDataset(ReadOnlySpan<float> rows, Standardizer? scales)
    {
        int width = Schema.FeatureCount, count = rows.Length / (width + 1);
        float[] features = new float[count * width], targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> row = rows.Slice(i * (width + 1), width + 1);
            Span<float> own = features.AsSpan(i * width, width);
            row[..^1].CopyTo(own);
            scales?.Features.Apply(own);
            foreach (ref float value in own)
                if (float.IsNaN(value))
                    value = 0;
            targets[i] = row[^1];
        }
        scales?.Targets?.Apply(targets);
        return new Dataset(Name, features, [width], _toAnswers(targets, Schema))
        {
            FeatureNames = Schema.FeatureNames,
        };
    }
}
