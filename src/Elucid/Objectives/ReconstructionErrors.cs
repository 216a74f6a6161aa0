namespace Elucid;

/// <summary>How far reconstructions are from the rows that they are of: by row, which says what is unlike all else, and by feature.</summary>
/// <remarks>Errors are squared differences, and means are over numbers: values that are missing in a table count for nothing.</remarks>
public sealed class ReconstructionErrors
{
    readonly Dataset _data;
    readonly double[] _rows, _features, _means, _spreads;
    readonly int[] _counts;
    double _sum;

    ReconstructionErrors(Dataset data)
    {
        int width = data.FeatureCount;
        (_data, _rows, _features) = (data, new double[data.Count], new double[width]);
        (_means, _spreads, _counts) = (new double[width], new double[width], new int[width]);
        for (int i = 0; i < data.Features.Length; i++)
            if (IsThere(i))
                (_means[i % width], _counts[i % width]) = (_means[i % width] + data.Features[i], _counts[i % width] + 1);
        for (int feature = 0; feature < width; feature++)
            _means[feature] /= Math.Max(1, _counts[feature]);
        for (int i = 0; i < data.Features.Length; i++)
            if (IsThere(i))
                _spreads[i % width] += (data.Features[i] - _means[i % width]) * (data.Features[i] - _means[i % width]);
    }

    /// <summary>Those of a network, as in use.</summary>
    /// <param name="model">Puts out a number for each feature.</param>
    /// <param name="data">The rows.</param>
    public static ReconstructionErrors Of(Module model, Dataset data)
    {
        ReconstructionErrors errors = new(data);
        Evaluation.ForEachBatch(model, data, (output, first) => errors.Add(output.Values, first));
        return errors;
    }

    /// <summary>Those of what anything put out.</summary>
    /// <param name="outputs">[rows, features].</param>
    /// <param name="data">The rows.</param>
    /// <exception cref="ArgumentException">There is not one output for each feature of each row.</exception>
    public static ReconstructionErrors Of(ReadOnlySpan<float> outputs, Dataset data)
    {
        if (outputs.Length != data.Features.Length)
            throw new ArgumentException(
                $"Expected {data.FeatureCount} outputs for each of {data.Count} rows, the numbers of the row again, but got {outputs.Length} "
                    + "numbers.", nameof(outputs));
        ReconstructionErrors errors = new(data);
        errors.Add(outputs, 0);
        return errors;
    }

    /// <summary>The mean squared error of each row: the higher it is, the less the row is like those that were learned from.</summary>
    public IReadOnlyList<double> Rows => _rows;

    /// <summary>The mean squared error of each feature; NaN where all of its values are missing.</summary>
    public IReadOnlyList<double> Features => [.. _features.Select((sum, feature) => _counts[feature] == 0 ? double.NaN : sum / _counts[feature])];

    /// <summary>The share of each feature's variance that is explained, 1 − Σ(x − y)² / Σ(x − x̄)²; NaN for one that is constant.</summary>
    public IReadOnlyList<double> ExplainedFeatures =>
        [.. _features.Select((sum, feature) => _spreads[feature] > 0 ? 1 - sum / _spreads[feature] : double.NaN)];

    /// <summary>The mean squared error over all numbers.</summary>
    public double Mean => _sum / Math.Max(1, _counts.Sum(count => (long)count));

    /// <summary>The share of the variance that is explained, 1 − Σ(x − y)² / Σ(x − x̄)² over all numbers; null where all rows are equal.</summary>
    public double? Explained => _spreads.Sum() is > 0 and var spread ? 1 - _sum / spread : null;

    bool IsThere(int i) => _data.MissingFeatures?[i] != true;

    void Add(ReadOnlySpan<float> outputs, int first)
    {
        int width = _data.FeatureCount, start = first * width;
        for (int i = 0; i < outputs.Length; i += width)
        {
            double sum = 0;
            int count = 0;
            for (int feature = 0; feature < width; feature++)
            {
                if (!IsThere(start + i + feature))
                    continue;
                double error = (double)outputs[i + feature] - _data.Features[start + i + feature];
                sum += error * error;
                _features[feature] += error * error;
                count++;
            }
            _rows[first + i / width] = sum / Math.Max(1, count);
            _sum += sum;
        }
    }
}
