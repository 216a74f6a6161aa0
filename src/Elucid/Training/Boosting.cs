using Elucid.Numerics;

namespace Elucid;

/// <summary>
/// Boosting, network by network: rows are drawn by weights, which rise where the network before was wrong, and better networks have larger votes.
/// <see cref="Ensemble.Boost"/> is the loop over it; one that reports, or is stopped and goes on, makes its own.
/// </summary>
/// <remarks>
/// SAMME: J. Zhu, H. Zou, S. Rosset, T. Hastie, Statistics and Its Interface 2, 2009; for two classes AdaBoost.M1. The rows of the i-th network
/// depend on the networks before it and on the stream alone.
/// </remarks>
/// <example><code>
/// Boosting boosting = new(data, random);
/// while (!boosting.IsOver &amp;&amp; boosting.Votes.Count &lt; 10)
///     if (boosting.Add(network = Train(boosting.Rows())))
///         members.Add(network);
/// </code></example>
public sealed class Boosting
{
    // A network without mistakes would have an infinite vote.
    const double SmallestShare = 1e-10;

    readonly Dataset _data;
    readonly RandomStream _random;
    readonly double[] _weights;
    readonly List<double> _votes = [];

    /// <summary>Begins with rows that all count alike.</summary>
    /// <param name="data">All rows, of classes.</param>
    /// <param name="random">Draws the rows.</param>
    /// <exception cref="ArgumentException">The data have no classes.</exception>
    public Boosting(Dataset data, RandomStream random)
    {
        if (data.Labels.IsEmpty)
            throw new ArgumentException($"Dataset '{data.Name}': expected classes to vote for, but it is for {data.TaskName}. Use Ensemble.Bag.");
        (_data, _random, _weights) = (data, random, [.. Enumerable.Repeat(1.0 / data.Count, data.Count)]);
    }

    /// <summary>What the vote of each network so far counts.</summary>
    public IReadOnlyList<double> Votes => _votes;

    /// <summary>Whether no further network can help: one makes no mistake, or is no better than guessing.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The share of the rows, by their weights, that the last network was wrong on; NaN before the first.</summary>
    public double Error { get; private set; } = double.NaN;

    /// <summary>The rows that the next network learns from.</summary>
    public Dataset Rows()
    {
        int[] rows = new int[_data.Count];
        Sampler.WeightedBy(_weights, _random.Derive("boost", (ulong)_votes.Count)).Fill(_data, 0, rows);
        return _data.Subset(rows);
    }

    /// <summary>Gives a network its vote, and the rows that it is wrong on more weight.</summary>
    /// <param name="network">What has learned from <see cref="Rows"/>.</param>
    /// <returns>Whether it has a vote: false if it is no better than guessing.</returns>
    public bool Add(Module network)
    {
        bool[] isWrong = Mistakes(network);
        Error = 0;
        for (int row = 0; row < isWrong.Length; row++)
            Error += isWrong[row] ? _weights[row] : 0;
        IsOver = Error == 0 || Error >= 1 - 1.0 / _data.OutputCount;
        if (Error >= 1 - 1.0 / _data.OutputCount)
            return false;
        _votes.Add(Log(Math.Max(1 - Error, SmallestShare) / Math.Max(Error, SmallestShare)) + Log(_data.OutputCount - 1));
        if (!IsOver)
            Reweight(isWrong, DoubleLane1.Exp(new(_votes[^1])).Value);
        return true;
    }

    static double Log(double x) => DoubleLane1.Log(new(x)).Value;

    bool[] Mistakes(Module network)
    {
        Tensor outputs = Evaluation.Outputs(network, _data);
        bool[] isWrong = new bool[_data.Count];
        for (int row = 0; row < isWrong.Length; row++)
            isWrong[row] = Elucid.Rows.Largest(outputs.Values.Slice(row * _data.OutputCount, _data.OutputCount)) != _data.Labels[row];
        return isWrong;
    }

    void Reweight(bool[] isWrong, double factor)
    {
        double sum = 0;
        for (int row = 0; row < _weights.Length; row++)
            sum += _weights[row] *= isWrong[row] ? factor : 1;
        for (int row = 0; row < _weights.Length; row++)
            _weights[row] /= sum;
    }
}
