using System.Text;

namespace Elucid.Lab.Tests.Trials;

[AnyWidth]
public sealed class TextDataTests
{
    [Fact]
    public void The_last_tenth_is_test_text_and_ends_of_lines_are_where_it_is_cut()
    {
        string text = TinyText.Sentences(100);
        StudyData data = TinyText.Read(Encoding.UTF8.GetBytes(text), options: null, out IReadOnlyList<string> notes);
        DataSplit split = data.Split(seed: 7, withValidation: true);
        string test = data.Tokenizer!.Decode([.. split.Test.Features.ToArray().Select(token => (int)token)]);
        Assert.EndsWith($".\n{test}", text[..(text.IndexOf(test, StringComparison.Ordinal) + test.Length)], StringComparison.Ordinal);
        Assert.InRange(test.Length, 0.07 * text.Length, 0.11 * text.Length);
        Assert.True(split.Train.Count > 5 * split.Validation!.Count);
        Assert.Equal(split.Train.Features.ToArray(), data.Split(seed: 8, withValidation: true).Train.Features.ToArray());
        Assert.StartsWith($"tiny.txt: {text.Length:N0} characters, ", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("characters")]
    [InlineData("pairs:300")]
    public void Tokens_are_learned_from_the_training_text_alone(string tokens)
    {
        string text = TinyText.Sentences(100);
        TextOptions options = new() { Tokens = tokens, Window = 8 };
        StudyData data = TinyText.Read(text, options), other = TinyText.Read(text[..^60] + new string('☺', 60), options);
        Assert.Equal(data.OutputNames, other.OutputNames);
        Assert.Equal(data.Split(0, withValidation: false).Train.Features.ToArray(), other.Split(0, withValidation: false).Train.Features.ToArray());
        Assert.NotEqual(data.Fingerprint, other.Fingerprint);
    }

    [Fact]
    public void Characters_of_the_test_text_alone_are_counted()
    {
        string text = TinyText.Sentences(100);
        TinyText.Read(Encoding.UTF8.GetBytes(text[..^2] + "☺☺"), options: null, out IReadOnlyList<string> notes);
        Assert.Equal(
            "2 characters of the test text do not stand in the training text and are taken for \uFFFD: no model can foretell them.", notes[1]);
    }

    [Fact]
    public void What_cannot_be_read_is_refused_in_words()
    {
        string Refusal<T>(string text, TextOptions? options = null) where T : Exception =>
            Assert.Throws<T>(() => TinyText.Read(text, options)).Message.Replace("\\", "/", StringComparison.Ordinal).Split("/")[^1];
        Assert.Equal(
            "tiny.txt': expected a text of at least 180 tokens for windows of 16, but it has 1. Take a longer text, or a shorter TextOptions.Window.",
            Refusal<DataFormatException>("a"));
        Assert.Equal("TextOptions.Window must be 2 to 4096 tokens, but got 1.", Refusal<ArgumentException>("abc", new() { Window = 1 }));
        foreach (string tokens in new[] { "words", "pairs", "pairs:2", "pairs:-300", "pairs:99999" })
            Assert.Equal(
                "TextOptions.Tokens must be characters, or pairs:N with N from 257 to 65536 kinds of tokens such as pairs:2000, but got "
                    + $"'{tokens}'.", Refusal<ArgumentException>("abc", new() { Tokens = tokens }));
    }
}
