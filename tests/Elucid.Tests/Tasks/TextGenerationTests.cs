namespace Elucid.Tests.Tasks;

public sealed class TextGenerationTests
{
    static readonly BytePairTokenizer Pairs = BytePairTokenizer.Train("she sells sea shells by the sea shore, été", 270);

    public static TheoryData<string> Models => ["transformer", "gru", "lstm", "rnn"];

    static (ModelFile File, Module Network) Untrained(string model, Tokenizer tokenizer)
    {
        NetworkRecipe recipe = new() { Model = model, Hidden = [16], Blocks = model == "transformer" ? 2 : 0 };
        ModelFile file = new()
        {
            Recipe = recipe,
            Activation = "tanh",
            FeatureShape = [12],
            OutputNames = tokenizer.Names,
            Task = LearningTask.Text,
            Data = "shells.txt",
            Tokenizer = tokenizer,
        };
        Module network = recipe.BuildNetwork(
            file.FeatureShape.ToArray(), tokenizer.VocabularySize, ActivationCatalog.Parse("tanh"), new RandomStream(1), LearningTask.Text);
        network.Eval();
        return (file, network);
    }

    [Theory, MemberData(nameof(Models))]
    public void Each_kind_of_network_writes_the_likeliest_token_of_the_whole_text(string model)
    {
        (ModelFile file, Module network) = Untrained(model, Pairs);
        List<int> tokens = [.. Pairs.Encode("she")];
        int begin = tokens.Count;
        Utf8Course course = new(Pairs);
        while (tokens.Count < 9)
        {
            Tensor all = network.Predict(new Tensor([1, tokens.Count], [.. tokens.Select(token => (float)token)]));
            float[] logits = all.Values[^Pairs.VocabularySize..].ToArray();
            course.Forbid(logits);
            tokens.Add(Array.IndexOf(logits, logits.Max()));
            course.Take(tokens[^1]);
        }
        string written = string.Concat(new TrainedModel(file, network).Generate("she", 9 - begin, temperature: 0));
        Assert.Equal(Pairs.Decode([.. tokens.Skip(begin)]).TrimEnd('\uFFFD'), written);
    }

    [Theory, MemberData(nameof(Models))]
    public void A_model_file_keeps_the_tokenizer_and_writes_the_same(string model)
    {
        (ModelFile file, Module network) = Untrained(model, Pairs);
        using MemoryStream stream = new();
        file.Save(network, stream);
        TrainedModel loaded = TrainedModel.Load(stream.ToArray());
        string Written(TrainedModel writer, ulong seed) => string.Concat(writer.Generate("sea ", 40, seed: seed));
        Assert.Equal(Written(new TrainedModel(file, network), 3), Written(loaded, 3));
        Assert.NotEqual(Written(loaded, 4), Written(loaded, 3));
        Prediction next = loaded.Predict([.. Enumerable.Repeat(5f, 12)]);
        Assert.Equal((Pairs.VocabularySize, 1), (next.Probabilities.Count, Math.Round(next.Probabilities.Values.Sum(), 5)));
    }

    [Fact]
    public void A_character_of_several_tokens_comes_in_one_piece()
    {
        (ModelFile file, Module network) = Untrained("gru", BytePairTokenizer.Train("", 256));
        string[] pieces = [.. new TrainedModel(file, network).Generate("é", 300, temperature: 2)];
        Assert.True(pieces.Length <= 301);
        Assert.All(pieces, piece => Assert.False(char.IsLowSurrogate(piece[0])));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, 5)]
    [InlineData(0, 0)]
    public void A_model_of_bytes_writes_no_half_characters(double temperature, int top)
    {
        (ModelFile file, Module network) = Untrained("gru", Pairs);
        string written = string.Concat(new TrainedModel(file, network).Generate("é", 400, temperature, top));
        Assert.NotEmpty(written);
        Assert.DoesNotContain('\uFFFD', written);
    }

    [Fact]
    public void A_model_of_characters_does_not_write_the_one_that_stands_for_unknown_ones()
    {
        (ModelFile file, Module network) = Untrained("gru", new CharacterTokenizer("ab\uFFFD"));
        string written = string.Concat(new TrainedModel(file, network).Generate("a\uFFFD", 100, temperature: 2));
        Assert.Equal(100, written.Length);
        Assert.Equal(['a', 'b'], written.Distinct().Order());
    }

    [Fact]
    public void What_may_follow_is_what_utf8_allows()
    {
        BytePairTokenizer bytes = BytePairTokenizer.Train("", 256);
        // Both ends of each range of the table.
        int[] ends = [0, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5];
        foreach (int first in ends)
            foreach (int second in ends)
                foreach (int third in ends)
                    Assert.Equal(IsBeginning([(byte)first, (byte)second, (byte)third]), MayFollow(bytes, first, second, third));

        // Three bytes are the beginning of a text where bytes that end a character complete them.
        static bool IsBeginning(byte[] three) =>
            new byte[][] { [], [0x80], [0x80, 0x80], [0x80, 0x80, 0x80], [0xA0, 0x80], [0x90, 0x80, 0x80] }.Any(
                rest => System.Text.Unicode.Utf8.IsValid([.. three, .. rest]));
    }

    static bool MayFollow(BytePairTokenizer bytes, params ReadOnlySpan<int> tokens)
    {
        Utf8Course course = new(bytes);
        float[] logits = new float[256];
        foreach (int token in tokens)
        {
            logits.AsSpan().Clear();
            course.Forbid(logits);
            if (logits[token] < 0)
                return false;
            course.Take(token);
        }
        return true;
    }

    [Fact]
    public void What_cannot_be_written_is_refused_in_words()
    {
        CharacterTokenizer letters = new("ab");
        (ModelFile file, Module network) = Untrained("gru", letters);
        TrainedModel model = new(file, network);
        Refused.With<ArgumentException>(
            "The character 'c' at position 1 is not one of the 2 that were learned: leave it out, or learn parts of words with BytePairTokenizer, "
                + "which takes every text.", () => model.Generate("acb", 1));
        Refused.With<ArgumentException>("prompt: expected at least one character to begin with, but got none.", () => model.Generate("", 1));
        Refused.With<ArgumentOutOfRangeException>("length: expected at least one token to write, but got 0.", () => model.Generate("a", 0));
        Refused.With<ArgumentOutOfRangeException>(
            "Expected to draw among a number of the likeliest tokens, or 0 for all of them, but got -1. (Parameter 'topK')",
            () => model.Generate("a", 1, topK: -1));
        Assert.Throws<ModelFormatException>(() =>
        {
            using MemoryStream stream = new();
            (file with { Tokenizer = new CharacterTokenizer("abc") }).Save(network, stream);
            TrainedModel.Load(stream.ToArray());
        });
        NetworkRecipe mlp = new();
        Refused.With<ArgumentException>(
            Spelling.Of(nameof(NetworkRecipe.Model), "mlp") + " is for classification and regression and forecast and reconstruct and control and "
                + "several, not for text: choose rnn or gru or lstm or transformer.",
            () => mlp.BuildNetwork([12], 2, ActivationCatalog.Parse("elu"), new RandomStream(1), LearningTask.Text));
    }
}
