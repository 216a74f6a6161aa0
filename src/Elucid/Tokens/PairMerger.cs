using System.Text;

namespace Elucid;

/// <summary>Merges the most frequent pair of neighbouring tokens of a text, again and again.</summary>
sealed class PairMerger
{
    readonly List<List<int>> _words = [];
    readonly List<int> _counts = [];
    readonly Dictionary<(int, int), int> _frequencies = [];
    readonly Dictionary<(int, int), HashSet<int>> _wordsWith = [];

    public PairMerger(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Dictionary<string, int> numbers = [];
        foreach (Range range in WordCut.Words(bytes))
        {
            string word = Encoding.Latin1.GetString(bytes.AsSpan(range));       // bytes as a key
            if (numbers.TryGetValue(word, out int number))
                _counts[number]++;
            else
            {
                numbers.Add(word, _words.Count);
                _words.Add([.. word.Select(b => (int)b)]);
                _counts.Add(1);
            }
        }
        for (int word = 0; word < _words.Count; word++)
            Count(word, 1);
    }

    /// <summary>Up to <paramref name="most"/> pairs, as long as one occurs twice.</summary>
    public IEnumerable<(int Left, int Right)> Merge(int most)
    {
        for (int merged = 256; merged < 256 + most; merged++)
        {
            ((int, int) pair, int frequency) = MostFrequent();
            if (frequency < 2)
                yield break;
            foreach (int word in _wordsWith[pair].ToArray())
            {
                Count(word, -1);
                BytePairTokenizer.Replace(_words[word], pair, merged);
                Count(word, 1);
            }
            yield return pair;
        }
    }

    ((int, int) Pair, int Frequency) MostFrequent()
    {
        (int, int) best = default;
        int most = 0;
        foreach (((int, int) pair, int frequency) in _frequencies)
            if (frequency > most || (frequency == most && pair.CompareTo(best) < 0))
                (best, most) = (pair, frequency);
        return (best, most);
    }

    void Count(int word, int sign)
    {
        List<int> tokens = _words[word];
        for (int i = 1; i < tokens.Count; i++)
        {
            (int, int) pair = (tokens[i - 1], tokens[i]);
            int frequency = _frequencies.GetValueOrDefault(pair) + sign * _counts[word];
            if (frequency == 0)
            {
                _frequencies.Remove(pair);
                _wordsWith.Remove(pair);
                continue;
            }
            _frequencies[pair] = frequency;
            if (!_wordsWith.TryGetValue(pair, out HashSet<int>? words))
                _wordsWith.Add(pair, words = []);
            if (sign > 0)
                words.Add(word);
        }
    }
}
