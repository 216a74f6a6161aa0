namespace Elucid.Tests.Baselines;

public sealed class NgramBaselineTests
{
    static readonly CharacterTokenizer Letters = new("abc");

    static Dataset Text(string text) => new TokenDataset(Letters.Encode(text), text.Length - 1).ToDataset("text", Letters);

    [Fact]
    public void Tokens_have_their_frequency_and_none_is_impossible()
    {
        NgramBaseline single = NgramBaseline.Fit(Text("aabaa"), order: 1);
        Assert.Equal(
            [4 / 7.0, 2 / 7.0, 1 / 7.0], Enumerable.Range(0, 3).Select(token => single.Probability(before: 1, token)),
            (a, b) => Math.Abs(a - b) < 1e-15);
    }

    // Of what follows a (a, b, a): 2 kinds, so p(b | a) = (1 + 2 · p(b)) / (3 + 2).
    [Fact]
    public void Pairs_are_smoothed_with_the_frequency_of_tokens()
    {
        Dataset text = Text("aabaa");
        NgramBaseline single = NgramBaseline.Fit(text, order: 1), pairs = NgramBaseline.Fit(text, order: 2);
        Assert.Equal((1 + 2 * 2 / 7.0) / 5, pairs.Probability(before: 0, token: 1), 1e-15);
        Assert.Equal(single.Probability(0, 1), pairs.Probability(before: 2, token: 1));
        for (int before = 0; before < 3; before++)
            Assert.Equal(1, Enumerable.Range(0, 3).Sum(token => pairs.Probability(before, token)), 1e-12);
    }

    [Fact]
    public void They_are_judged_as_language_models_are()
    {
        NgramBaseline single = NgramBaseline.Fit(Text("aabaa"), order: 1);
        Evaluation scores = single.Evaluate(Text("bc"));
        Assert.Equal(Math.Log(7), scores.Loss, 1e-12);
        Assert.Equal(7, scores.Metrics["Perplexity"], 1e-9);
        Assert.Equal(Math.Log2(7), scores.Metrics["BitsPerCharacter"], 1e-12);
        Refused.With<ArgumentException>(
            "NgramBaseline: expected a text, but data 'digits' is for classification.", () => single.Evaluate(Digits.Load()));
    }
}
