using Elucid.Kernels;

namespace Elucid;

/// <summary>Draws a token from logits.</summary>
internal sealed class TokenSampler
{
    readonly float _temperature;
    readonly int _topK;
    readonly RandomStream _random;
    readonly float[] _probabilities, _sorted;

    public TokenSampler(int vocabulary, double temperature, int topK, RandomStream random)
    {
        if (!(temperature >= 0) || double.IsInfinity(temperature))
            throw new ArgumentOutOfRangeException(nameof(temperature), $"Expected a temperature of at least 0, but got {temperature}.");
        if (topK < 0)
            throw new ArgumentOutOfRangeException(
                nameof(topK), $"Expected to draw among a number of the likeliest tokens, or 0 for all of them, but got {topK}.");
        (_temperature, _topK, _random) = ((float)temperature, topK == 0 ? vocabulary : Math.Min(topK, vocabulary), random);
        (_probabilities, _sorted) = (new float[vocabulary], new float[vocabulary]);
    }

    public int Next(ReadOnlySpan<float> logits)
    {
        float draw = _random.NextSingle();                      // also where it is not needed: streams stay in step
        int likeliest = IndexOfLargest(logits);
        if (_temperature == 0)
            return likeliest;
        logits.CopyTo(_sorted);
        Array.Sort(_sorted);
        float least = _sorted[^_topK], largest = logits[likeliest];
        for (int i = 0; i < logits.Length; i++)
            _probabilities[i] = logits[i] < least ? float.NegativeInfinity : (logits[i] - largest) / _temperature;
        Softmax.Forward(_probabilities, _probabilities.Length, _probabilities);
        for (int i = 0; i < _probabilities.Length; i++)
        {
            draw -= _probabilities[i];
            if (draw < 0)
                return i;
        }
        return likeliest;                                       // rounding left a crumb
    }

    static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
            if (values[i] > values[best])
                best = i;
        return best;
    }
}
