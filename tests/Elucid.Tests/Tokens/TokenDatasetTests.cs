namespace Elucid.Tests.Tokens;

public sealed class TokenDatasetTests
{
    static readonly TokenDataset Ten = new(new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, length: 3);

    [Fact]
    public void Each_token_of_a_window_is_followed_by_its_label()
    {
        TokenBatch all = Ten.Windows(0, Ten.Count);
        Assert.Equal(3, Ten.Count);
        Assert.Equal([3, 3], all.Inputs().Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8], all.Inputs().Values);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], all.Labels.ToArray());
        TokenBatch drawn = Ten.Draw(200, new RandomStream(1));
        Assert.Equal(drawn.Inputs().Values.ToArray().Select(token => (int)token + 1), drawn.Labels.ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], drawn.Inputs().Values.ToArray().Chunk(3).Select(window => (int)window[0]).Distinct().Order());
    }

    [Fact]
    public void A_text_is_divided_where_it_stands()
    {
        (TokenDataset training, TokenDataset validation) = Ten.Split(Portion.Rows(4));
        Assert.Equal([0, 1, 2, 3, 4, 5], training.Tokens);
        Assert.Equal([6, 7, 8, 9], validation.Tokens);
    }

    [Fact]
    public void A_text_that_is_too_short_is_refused_in_words()
    {
        Refused.With<ArgumentException>("TokenDataset: expected more than 3 tokens, a window and the one after it, but got 3.",
            () => Ten.Split(Portion.Rows(3)));
        Refused.With<ArgumentException>("TokenDataset: expected tokens of at least 0, but got -1.", () => new TokenDataset(new[] { 1, -1 }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Windows(1, 3));
    }
}
