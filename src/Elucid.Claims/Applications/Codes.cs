namespace Elucid.Claims;

/// <summary>What an encoder makes of labelled images.</summary>
internal sealed class Codes
{
    readonly float[] _codes;
    readonly int[] _labels;
    readonly int _width, _classes;

    Codes(float[] codes, int[] labels, int classes) => (_codes, _labels, _width, _classes) = (codes, labels, codes.Length / labels.Length, classes);

    /// <summary>The codes of images.</summary>
    public static Codes Of(Module encoder, Dataset images) => new(
        encoder.Predict(new Tensor([images.Count, images.FeatureCount], images.Features)).Values.ToArray(), images.Labels.ToArray(),
        images.ClassNames.Count);

    /// <summary>The mean squared distance of codes from the mean of their class, as a share of that of the classes' means from the mean of
    /// all.</summary>
    public double Scatter()
    {
        double[][] means = [.. Enumerable.Range(0, _classes).Select(label => MeanOf(label))];
        double[] all = MeanOf(null);
        double within = 0, between = 0;
        for (int row = 0; row < _labels.Length; row++)
        {
            double[] mean = means[_labels[row]];
            for (int i = 0; i < _width; i++)
            {
                double code = _codes[row * _width + i];
                within += (code - mean[i]) * (code - mean[i]);
                between += (mean[i] - all[i]) * (mean[i] - all[i]);
            }
        }
        return within / between;
    }

    /// <summary>The share of codes whose nearest ones among others are mostly of their class; of equally many the smaller label counts.</summary>
    public double ToldBy(Codes others, int neighbours)
    {
        int told = 0;
        float[] distances = new float[others._labels.Length];
        int[] votes = new int[_classes], order = new int[distances.Length];
        for (int row = 0; row < _labels.Length; row++)
        {
            for (int other = 0; other < distances.Length; other++)
            {
                float distance = 0;
                for (int i = 0; i < _width; i++)
                {
                    float difference = _codes[row * _width + i] - others._codes[other * _width + i];
                    distance += difference * difference;
                }
                (distances[other], order[other]) = (distance, other);
            }
            Array.Clear(votes);
            foreach (int other in order.OrderBy(i => distances[i]).Take(neighbours))
                votes[others._labels[other]]++;
            told += Array.IndexOf(votes, votes.Max()) == _labels[row] ? 1 : 0;
        }
        return told / (double)_labels.Length;
    }

    double[] MeanOf(int? label)
    {
        double[] mean = new double[_width];
        int count = 0;
        for (int row = 0; row < _labels.Length; row++)
        {
            if (label is { } wanted && _labels[row] != wanted)
                continue;
            count++;
            for (int i = 0; i < _width; i++)
                mean[i] += _codes[row * _width + i];
        }
        return [.. mean.Select(sum => sum / Math.Max(1, count))];
    }
}
