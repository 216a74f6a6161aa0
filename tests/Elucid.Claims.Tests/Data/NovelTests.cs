namespace Elucid.Claims.Tests.Data;

/// <summary>The embedded novel, and its characters and words.</summary>
[AnyWidth]
public class NovelTests
{
    [Fact]
    public void The_novel_is_printable_ASCII_from_its_first_to_its_last_word()
    {
        Assert.StartsWith("Chapter 1\nSir Walter Elliot, of Kellynch Hall, in Somersetshire, was a man who,", Novel.Text);
        Assert.EndsWith("than in its national importance.\nFinis\n", Novel.Text);
        Assert.Equal(463_283, Novel.Text.Length);
        Assert.DoesNotContain(Novel.Text, letter => letter is not ('\n' or (>= ' ' and <= '~')));
        Assert.Equal(75, Novel.Characters.VocabularySize);
    }

    [Fact]
    public void What_is_learned_from_what_is_tuned_by_and_what_is_judged_by_are_parts_of_the_text_side_by_side()
    {
        (TokenDataset train, TokenDataset tuned) = Novel.Split(48, isTuning: true);
        (TokenDataset same, TokenDataset judged) = Novel.Split(48, isTuning: false);
        Assert.Equal(train.Tokens, same.Tokens);
        Assert.Equal(Novel.Text, Novel.Characters.Decode([.. train.Tokens, .. tuned.Tokens, .. judged.Tokens]));
        Assert.Equal((370_626, 46_328, 46_329), (train.Tokens.Length, tuned.Tokens.Length, judged.Tokens.Length));
    }

    [Fact]
    public void Words_are_numbered_by_how_often_they_occur_and_rare_ones_are_left_out()
    {
        Assert.Equal(["the", "and", "to", "of"], NovelWords.Words.Take(4));
        Assert.Contains("wentworth", NovelWords.Words);
        Assert.DoesNotContain("somersetshire", NovelWords.Words);
        Assert.Equal(
            "chapter sir walter elliot of kellynch hall in was a man who for his own",
            string.Join(' ', NovelWords.Tokens(0, 1)[..15].ToArray().Select(word => NovelWords.Words[word])));
        Assert.Equal(NovelWords.Tokens(0, 10), [.. NovelWords.Tokens(0, 8), .. NovelWords.Tokens(8, 10)]);
    }

    [Fact]
    public void A_frequency_counts_what_was_seen_once_more_and_is_judged_elsewhere() =>
        Assert.Equal(
            -(2 * Math.Log(3 / 6.0) + Math.Log(1 / 6.0)) / 3, CharacterModel.ByFrequency([0, 0, 1], [0, 2, 0], vocabulary: 3), precision: 12);
}
