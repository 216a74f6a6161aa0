namespace Elucid.Tests.Tokens;

public sealed class ProseEncoderTests
{
    static readonly string[] Texts = ["The sea, the SEA!", "a ship's sea", "A ship's crew"];

    [Fact]
    public void Words_that_stand_twice_are_learned_the_most_frequent_first()
    {
        ProseEncoder encoder = ProseEncoder.Fit(Texts);
        Assert.Equal(["sea", "a", "ship's", "the"], encoder.Words);
        Assert.Equal((6, 4), (encoder.VocabularySize, encoder.Length));
        Assert.Equal([5, 2, 5, 2, 3, 4, 2, 0, 3, 4, 1, 0], encoder.Encode(Texts));
        Assert.Equal(["", "?", "sea", "the"], new[] { 0, 1, 2, 5 }.Select(encoder.NameOf));
    }

    [Fact]
    public void A_long_text_is_cut_and_an_empty_one_is_unknown()
    {
        ProseEncoder encoder = ProseEncoder.Fit(Texts, length: 2);
        Assert.Equal([5, 2, 1, 0, 1, 1], encoder.Encode(["the sea the sea", "", "captain Harville"]));
    }

    [Fact]
    public void Parts_of_words_take_every_text()
    {
        ProseEncoder encoder = ProseEncoder.Fit(Texts, pairs: 260);
        float[] row = encoder.Encode(["été"]);
        Assert.Equal("été", string.Concat(encoder.Tokenizer!.Decode([.. row.Where(token => token > 0).Select(token => (int)token - 1)])));
        Assert.Equal(261, encoder.VocabularySize);
    }

    [Fact]
    public void What_is_no_prose_is_refused() => Refused.With<ArgumentException>(
        "Expected texts in which a word stands twice at least, but there is none. Are they prose?", () => ProseEncoder.Fit(["a", "b", "..."]));
}
