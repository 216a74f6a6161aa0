namespace Elucid;

/// <summary>What a language model must beat: the frequency of each token (1-grams), or of each token after the one before it (2-grams).</summary>
/// <remarks>
/// Pairs are smoothed as by I. H. Witten and T. C. Bell 1991 (IEEE Transactions on Information Theory 37, method C):
/// p(b | a) = (c(a, b) + t(a) · p(b)) / (c(a) + t(a)), where c counts and t(a) is how many different tokens follow a. Single tokens have
/// p(b) = (c(b) + 1) / (n + vocabulary).
/// </remarks>
public sealed class NgramBaseline
{
    readonly double[] _single;
    readonly Dictionary<(int Before, int Token), long>? _pairs;
    readonly long[] _followers, _kinds;

    NgramBaseline(Dataset text, int order)
    {
        int vocabulary = text.OutputCount;
        _single = new double[vocabulary];
        (_followers, _kinds) = (new long[vocabulary], new long[vocabulary]);
        _pairs = order == 2 ? [] : null;
        for (int i = 0; i < text.Targets.Length; i++)
        {
            (int before, int token) = ((int)text.Features[i], (int)text.Targets[i]);
            _single[token]++;
            if (_pairs is null)
                continue;
            _followers[before]++;
            long count = _pairs.GetValueOrDefault((before, token));
            _kinds[before] += count == 0 ? 1 : 0;
            _pairs[(before, token)] = count + 1;
        }
        for (int token = 0; token < vocabulary; token++)
            _single[token] = (_single[token] + 1) / (text.Targets.Length + vocabulary);
    }

    /// <summary>Counts the tokens of a text.</summary>
    /// <param name="text">Windows of it, as of <see cref="TokenDataset.ToDataset"/>.</param>
    /// <param name="order">1 for single tokens, 2 for pairs.</param>
    /// <exception cref="ArgumentException">The data are no text, or the order is another.</exception>
    public static NgramBaseline Fit(Dataset text, int order)
    {
        Check(text);
        return order is 1 or 2 ? new(text, order)
            : throw new ArgumentOutOfRangeException(nameof(order), $"Expected an order of 1 or 2, but got {order}.");
    }

    /// <summary>The probability of a token.</summary>
    /// <param name="before">The token before it.</param>
    /// <param name="token">The token.</param>
    public double Probability(int before, int token)
    {
        double single = _single[token];
        return _pairs is null || _followers[before] == 0 ? single
            : (_pairs.GetValueOrDefault((before, token)) + _kinds[before] * single) / (_followers[before] + _kinds[before]);
    }

    /// <summary>Its scores on a text, those of a language model.</summary>
    /// <exception cref="ArgumentException">The data are no text.</exception>
    public Evaluation Evaluate(Dataset text)
    {
        Check(text);
        double sum = 0;
        for (int i = 0; i < text.Targets.Length; i++)
            sum -= Math.Log(Probability((int)text.Features[i], (int)text.Targets[i]));
        return NextTokenObjective.Judged(sum / text.Targets.Length, text);
    }

    static void Check(Dataset text)
    {
        if (text.Task != LearningTask.Text)
            throw new ArgumentException($"NgramBaseline: expected a text, but data '{text.Name}' is for {text.TaskName}.");
    }
}
