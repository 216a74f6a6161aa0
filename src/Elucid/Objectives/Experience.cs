namespace Elucid;

/// <summary>What a policy learns from: the steps of episodes, one after the other.</summary>
sealed class Experience
{
    const int RowsAtOnce = 4096;

    // Of what is foretold. Advantages that spread less are mostly the critic's errors, as before anybody has found a reward or when all find it:
    // blown up to 1, they would drive the policy anywhere.
    const double LeastSpread = 0.2;

    readonly int _size;
    readonly float[] _seen, _logarithms, _advantages, _values;
    readonly int[] _actions;

    /// <summary>All steps of episodes.</summary>
    /// <param name="episodes">What was played, with observations as the environment says them.</param>
    /// <param name="network">The network that played.</param>
    /// <param name="scales">What observations are brought to before it sees them.</param>
    /// <param name="options">Discount and λ.</param>
    public Experience(IReadOnlyList<Episode> episodes, ActorCritic network, ColumnScales? scales, PolicyOptions options)
    {
        _size = episodes[0].Observations.Shape[1];
        int steps = episodes.Sum(episode => episode.Length);
        (_seen, _actions, _logarithms, _advantages, _values) =
            (new float[steps * _size], new int[steps], new float[steps], new float[steps], new float[steps]);
        float[] all = SeenIn(episodes, steps);
        scales?.Apply(all);
        float[] logits = Predict(network.Actor, all), foretold = Predict(network.Critic, all);
        int actions = logits.Length / foretold.Length, row = 0, first = 0;
        float unit = (float)(1 - options.Discount);
        foreach (Episode episode in episodes)
        {
            int length = episode.Length;
            float[] expected = Array.ConvertAll(foretold[row..(row + length + 1)], value => value / unit);
            float[] better = episode.Advantages(expected.AsSpan(0, length), expected[^1], options.Discount, options.Lambda);
            better.CopyTo(_advantages, first);
            episode.Actions.CopyTo(_actions.AsMemory(first));
            all.AsSpan(row * _size, length * _size).CopyTo(_seen.AsSpan(first * _size));
            double[] logs = LogProbabilities.FromLogits(logits.AsSpan(row * actions, length * actions), actions);
            for (int i = 0; i < length; i++)
            {
                _logarithms[first + i] = (float)logs[i * actions + _actions[first + i]];
                _values[first + i] = unit * (better[i] + expected[i]);
            }
            (row, first) = (row + length + 1, first + length);
        }
        Standardize(_advantages, LeastSpread / unit * Math.Sqrt(_values.Average(value => (double)value * value)));
    }

    /// <summary>How many steps there are.</summary>
    public int Count => _actions.Length;

    /// <summary>What was done in some of the steps.</summary>
    public int[] Actions(int[] steps) => Dataset.Gather(_actions, 1, steps);

    /// <summary>[steps, numbers], what was seen, in the network's units.</summary>
    public Tensor Seen(int[] steps) => new([steps.Length, _size], Dataset.Gather(_seen, _size, steps));

    /// <summary>[steps], ln π(action) of the policy that played.</summary>
    public Tensor Logarithms(int[] steps) => new([steps.Length], Dataset.Gather(_logarithms, 1, steps));

    /// <summary>[steps], how much better it was than expected, with mean 0 and a deviation of at most 1 over all steps.</summary>
    public Tensor Advantages(int[] steps) => new([steps.Length], Dataset.Gather(_advantages, 1, steps));

    /// <summary>[steps], what the critic shall foretell.</summary>
    public Tensor Values(int[] steps) => new([steps.Length], Dataset.Gather(_values, 1, steps));

    // The last observation of each episode stands behind its steps.
    float[] SeenIn(IReadOnlyList<Episode> episodes, int steps)
    {
        float[] all = new float[(steps + episodes.Count) * _size];
        int at = 0;
        foreach (Episode episode in episodes)
        {
            episode.Observations.Values.CopyTo(all.AsSpan(at));
            at += episode.Length * _size;
            episode.FinalObservation.Span.CopyTo(all.AsSpan(at));
            at += _size;
        }
        return all;
    }

    float[] Predict(Module network, float[] rows)
    {
        List<float> outputs = [];
        for (int first = 0, count = rows.Length / _size; first < count; first += RowsAtOnce)
        {
            int now = Math.Min(RowsAtOnce, count - first);
            outputs.AddRange(network.Predict(new Tensor([now, _size], rows.AsSpan(first * _size, now * _size))).Values);
        }
        return [.. outputs];
    }

    static void Standardize(float[] values, double floor)
    {
        double mean = values.Average(), square = 0;
        foreach (float value in values)
            square += (value - mean) * (value - mean);
        double deviation = Math.Max(Math.Sqrt(square / values.Length), floor) + 1e-8;
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)((values[i] - mean) / deviation);
    }
}
