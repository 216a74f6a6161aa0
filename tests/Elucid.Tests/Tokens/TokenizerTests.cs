using System.Text;

namespace Elucid.Tests.Tokens;

public sealed class TokenizerTests
{
    const string Rhyme = "low low low low low lower lower newest newest newest newest newest newest widest widest widest";

    public static TheoryData<string> Texts =>
    [
        "", "a", " ", "\r\n\t  x", "low tide, 12345 boats; naïve Ünïcödé", "日本語のテキスト",
        "👩‍👩‍👧‍👦 and 🇨🇭", "e\u0301", "\0\u001F\u007F", "a\u2028b\uFEFFc",
        new string('z', 10_000), new string(' ', 1_000) + "end", "\uFFFD\uFFFF",
        "  Hello World.", "ϕ ∀ i love borzois! 🐕",
        "<|im_start|>system\nYou are a helpful assistant.<|im_end|>", "theorem t (a b : ℕ) : a + b = b + a := by\n  rw",
    ];

    [Theory, MemberData(nameof(Texts))]
    public void Every_text_comes_back_from_byte_pairs_and_a_file(string text)
    {
        BytePairTokenizer tokenizer = BytePairTokenizer.Train(Rhyme + " naïve naïve 日本 日本語", 300);
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
        Assert.Equal(tokenizer.Encode(text), Again(tokenizer).Encode(text));
        BytePairTokenizer own = BytePairTokenizer.Train(text + text, 1000);
        Assert.Equal(text, own.Decode(own.Encode(text)));
    }

    [Theory, MemberData(nameof(Texts))]
    public void Every_text_comes_back_from_its_own_characters(string text)
    {
        CharacterTokenizer tokenizer = new("x" + text);
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
        Assert.Equal(tokenizer.Encode(text), Again(tokenizer).Encode(text));
    }

    static Tokenizer Again(Tokenizer tokenizer)
    {
        using MemoryStream stream = new();
        tokenizer.Save(stream);
        stream.Position = 0;
        return Tokenizer.Load(stream);
    }

    // Sennrich et al. 2016, section 3.2, on the words of their example; "es" and "est" are the first merges there, too.
    [Fact]
    public void The_most_frequent_pairs_are_merged_first()
    {
        BytePairTokenizer tokenizer = BytePairTokenizer.Train(Rhyme, 256 + 3);
        Assert.Equal(["es", "est", "lo"], Enumerable.Range(256, 3).Select(token => tokenizer.Decode([token])));
        Assert.Equal(['n', 'e', 'w', 257], tokenizer.Encode("newest"));
    }

    [Fact]
    public void Merges_end_where_no_pair_occurs_twice()
    {
        Assert.Equal(256 + 1, BytePairTokenizer.Train("ab ab", 10_000).VocabularySize);           // " ab" occurs once
        Assert.Equal(256, BytePairTokenizer.Train("", 10_000).VocabularySize);
    }

    [Fact]
    public void No_token_reaches_over_a_word()
    {
        BytePairTokenizer tokenizer = BytePairTokenizer.Train(string.Concat(Enumerable.Repeat("in the end, 10 in the end\n", 50)), 400);
        Assert.Equal([" the"], tokenizer.Encode(" the").Select(token => tokenizer.Decode([token])));
        Assert.All(Enumerable.Range(256, tokenizer.VocabularySize - 256), token => Assert.DoesNotContain("n t", tokenizer.Decode([token])));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_shown_as_such() => Assert.Equal("a\uFFFD", BytePairTokenizer.Train("", 256).Decode(['a', 0xC3]));

    [Fact]
    public void A_megabyte_is_trained_and_encoded_in_seconds()
    {
        string text = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"word{i * 7919 % 5003} "));
        BytePairTokenizer tokenizer = BytePairTokenizer.Train(text, 700);
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    [Fact]
    public void Tokens_have_names_of_which_no_two_are_alike()
    {
        BytePairTokenizer pairs = BytePairTokenizer.Train("the the then \u00e9\u00e9\u00e9", 262);
        Assert.Equal(pairs.VocabularySize, pairs.Names.Distinct().Count());
        Assert.Contains("\u00e9", pairs.Names);
        Assert.Equal((@"\xC3", "a"), (pairs.Names[0xC3], pairs.Names['a']));
        int[] tokens = pairs.Encode("then \u00e9t\u00e9");
        Assert.Equal(8, tokens.Sum(pairs.CharactersIn));
    }

    [Fact]
    public void Characters_that_a_tokenizer_does_not_know_can_be_replaced()
    {
        CharacterTokenizer tokenizer = new("abc\uFFFD");
        Assert.Equal("a\uFFFDc\uFFFD", tokenizer.ReplaceUnknown("a!c\U0001F600", System.Text.Rune.ReplacementChar, out int count));
        Assert.Equal(2, count);
    }

    [Fact]
    public void Texts_and_tokens_that_are_none_are_refused_in_words()
    {
        Refused.With<ArgumentException>(
            "The text has half of a surrogate pair at position 1, which is not a character. Cut texts between characters.",
            () => BytePairTokenizer.Train("", 256).Encode("a\uD83D"));
        Refused.With<ArgumentException>(
            "The text has half of a surrogate pair at position 0, which is not a character. Cut texts between characters.",
            () => new CharacterTokenizer("\uDC00a"));
        Refused.With<ArgumentException>("The character '!' at position 3 is not one of the 4 that were learned: leave it out, or learn parts of "
            + "words with BytePairTokenizer, which takes every text.", () => new CharacterTokenizer("aehs").Encode("sea!"));
        Assert.StartsWith("Expected tokens from 0 to 255, but got 256.", Assert.Throws<ArgumentOutOfRangeException>(
            () => BytePairTokenizer.Train("", 256).Decode([256])).Message, StringComparison.Ordinal);
        Assert.StartsWith("BytePairTokenizer: expected 256 to 1048832 tokens, but 3 were asked for.", Assert.Throws<ArgumentOutOfRangeException>(
            () => BytePairTokenizer.Train("", 3)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[]""", "expected a tokenizer, but it cannot be read as one")]
    [InlineData("""{"tokens":"byte pairs"}""", "expected a tokenizer, but it cannot be read as one")]
    [InlineData("""{"tokens":"byte pairs","merges":[1.5,2]}""", "expected a tokenizer, but it cannot be read as one")]
    [InlineData("""{"tokens":null}""", "expected a tokenizer, but it cannot be read as one")]
    [InlineData("""{"tokens":"words"}""", "expected tokens of kind characters or byte pairs, but it says 'words'")]
    [InlineData("""{"tokens":"byte pairs","merges":[1,2,3]}""", "expected pairs of tokens, at most 1048576, but there are 3 numbers")]
    [InlineData("""{"tokens":"byte pairs","merges":[1,256]}""", "expected merge 0 to join tokens below 256, but it joins 1 and 256")]
    [InlineData("""{"tokens":"byte pairs","merges":[1,-2]}""", "expected merge 0 to join tokens below 256, but it joins 1 and -2")]
    [InlineData("""{"tokens":"byte pairs","merges":[1,2,1,2]}""", "expected each pair once, but merge 1 joins 1 and 2 again")]
    [InlineData("""{"tokens":"characters","characters":""}""", "expected at least one character, but there is none")]
    [InlineData("""{"tokens":"characters","characters":"ba"}""", "expected each character once and in order, but they are not")]
    [InlineData("""{"tokens":"characters","characters":"\ud800"}""", "expected a tokenizer, but it cannot be read as one")]
    public void A_file_that_is_no_tokenizer_is_refused_in_words(string json, string sentence)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        Refused.With<ModelFormatException>($"'tokens.json': {sentence}. The file is damaged or was not written as "
            + "JSON by Tokenizer.Save; copy or export it again.",
            () => Tokenizer.Load(stream, "tokens.json"));
    }

    // Each merge doubles the token before it: 30 lines for a gigabyte.
    [Fact]
    public void A_file_cannot_blow_its_tokens_up()
    {
        string merges = string.Join(",", Enumerable.Range(0, 30).Select(i => i == 0 ? "1,1" : $"{255 + i},{255 + i}"));
        using MemoryStream stream = new(Encoding.UTF8.GetBytes($$"""{"tokens":"byte pairs","merges":[{{merges}}]}"""));
        Refused.With<ModelFormatException>(
            "'stream': expected tokens of at most 64 bytes, but token 262 has 128. The file is damaged or was not written as "
            + "JSON by Tokenizer.Save; copy or export it again.", () => Tokenizer.Load(stream));
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be_missing()
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "tokens.json");
        Refused.With<ModelFormatException>($"'{path}': expected a tokenizer, but there is no such file. Check the path.", () => Tokenizer.Load(path));
        new CharacterTokenizer("ab").Save(path);
        Assert.Equal("ab", ((CharacterTokenizer)Tokenizer.Load(path)).Characters);
    }
}
