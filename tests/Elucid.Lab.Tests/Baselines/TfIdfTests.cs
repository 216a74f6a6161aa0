namespace Elucid.Lab.Tests.Baselines;

/// <summary>Beside scikit-learn; tfidf.py writes the numbers.</summary>
[AnyWidth]
public sealed class TfIdfTests
{
    static readonly string[] Train =
    [
        "the sea and the ship", "a ship on the sea", "the king and the queen", "a queen and a king", "the king on the sea", "a ship and a ship",
    ];

    static readonly string[] Test = ["a queen on a ship", "the sea of the king", "the unheard"];

    // In the order of words in which ProseEncoder has them: the most frequent first.
    static DataSplit Split(ProseEncoder encoder)
    {
        Dataset Part(string[] texts, int[] labels) =>
            new("texts", encoder.Encode(texts), [encoder.Length], labels, ["sea", "court"]) { VocabularySize = encoder.VocabularySize };
        return new(Part(Train, [0, 0, 1, 1, 1, 0]), Part(Test, [0, 0, 1]));
    }

    [Fact]
    public void Rows_are_those_of_scikit_learn()
    {
        string[] words = ["a", "and", "king", "on", "queen", "sea", "ship", "the"];
        double[][] golden =
        [
            [0.715845251, 0, 0, 0.423943965, 0.423943965, 0, 0.357922626, 0], [0, 0, 0.450045409, 0, 0, 0.450045409, 0, 0.771309445],
            [0, 0, 0, 0, 0, 0, 0, 1],
        ];
        ProseEncoder encoder = ProseEncoder.Fit(Train);
        Assert.Equal(words, encoder.Words.Order(StringComparer.Ordinal));
        Dataset rows = TfIdf.Of(Split(encoder)).Test;
        for (int row = 0; row < golden.Length; row++)
            for (int word = 0; word < words.Length; word++)
                Assert.Equal(golden[row][word], rows.Features[row * words.Length + encoder.Words.ToList().IndexOf(words[word])], 1e-6);
    }

    [Fact]
    public void Logistic_regression_on_them_has_the_log_loss_of_scikit_learn()
    {
        double[] ofTruth = [0.527324347, 0.436187442, 0.536020496];
        Assert.Equal(-ofTruth.Average(Math.Log), LinearBaseline.Of(TfIdf.Of(Split(ProseEncoder.Fit(Train)))).Loss, 1e-5);
    }
}
