namespace Elucid.Tests.Models;

public sealed class GptTests
{
    const string Text = "she sells sea shells by the sea shore. ";

    [Fact]
    public void It_learns_a_short_text()
    {
        CharacterTokenizer vocabulary = new(Text);
        Gpt model = new(new GptOptions { VocabularySize = vocabulary.VocabularySize, MaxLength = 32, Features = 32, Heads = 4, Layers = 2 }, new(1));
        Adam optimizer = new(model, learningRate: 3e-3);
        int[] tokens = vocabulary.Encode(string.Concat(Enumerable.Repeat(Text, 8)));
        RandomStream random = new(2);
        float loss = 0;
        for (int step = 0; step < 400; step++)
        {
            (Tensor x, int[] labels) = Batch(tokens, batch: 4, length: 32, random);
            using Tape tape = Tape.Start();
            Tensor mean = Loss.CrossEntropy(Ops.Reshape(model.Forward(x), -1, vocabulary.VocabularySize), labels);
            tape.Backward(mean);
            optimizer.Step();
            loss = mean.ToScalar();
        }
        Assert.InRange(loss, 0, 0.2);

        // Longer than the longest sequence: the model goes on from a part of what it wrote.
        string written = vocabulary.Decode(model.Generate(vocabulary.Encode("she sells "), 70, random, temperature: 0));
        Assert.Equal((Text + Text + Text)[10..80], written);
    }

    [Fact]
    public void Generation_takes_what_the_whole_sequence_predicts()
    {
        Gpt model = Small();
        int[] tokens = [1, 4, 2];
        foreach (int token in model.Generate(tokens, 6, new RandomStream(1), temperature: 0))
        {
            Tensor logits = Ops.Slice(model.Forward(new Tensor([1, tokens.Length], [.. tokens.Select(t => (float)t)])), 1, tokens.Length - 1, 1);
            Assert.Equal(logits.Values.ToArray().Max(), logits.Values[token]);
            tokens = [.. tokens, token];
        }
    }

    [Fact]
    public void Draws_are_seeded_and_stay_among_the_likeliest()
    {
        Gpt model = Small();
        int[] first = model.Generate([0], 40, new RandomStream(7), temperature: 2),
            again = model.Generate([0], 40, new RandomStream(7), temperature: 2);
        Assert.Equal(first, again);
        Assert.NotEqual(first, model.Generate([0], 40, new RandomStream(8), temperature: 2));
        Assert.Equal(
            model.Generate([0], 9, new RandomStream(1), temperature: 0), model.Generate([0], 9, new RandomStream(1), temperature: 100, topK: 1));
        Assert.True(model.IsTraining);
    }

    [Fact]
    public void A_tied_head_shares_the_embedding()
    {
        Gpt tied = Small(), untied = Small(tiedHead: false);
        Assert.Equal(untied.ParameterCount - 5 * 8, tied.ParameterCount);
        Assert.Equal("lm_head.weight", untied.NamedParameters().Last().Name);
        Assert.Equal(
            ["wte.weight", "wpe.weight", "transformer.layers.0.self_attn.in_proj_weight"], tied.NamedParameters().Select(p => p.Name).Take(3));

        using Tape tape = Tape.Start();
        tape.Backward(Loss.CrossEntropy(Ops.Reshape(tied.Forward(new Tensor([1, 2], [1, 2])), -1, 5), new[] { 2, 3 }));
        Assert.All(tied.NamedParameters().First().Value.Gradient.ToArray()[32..], g => Assert.NotEqual(0, g));    // token 4 occurs in the head only
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Gpt model = Small();
        Refused.With<ShapeException>(
            "Gpt: expected tokens of shape [batch, length up to 12], but got [1, 13]. Longer sequences need a larger MaxLength, or are cut.",
            () => model.Forward(new Tensor([1, 13])));
        Refused.With<ArgumentException>(
            "Gpt.Generate: expected a prompt of at least one token, but got none. Start with a line break, say. (Parameter 'prompt')",
            () => model.Generate([], 1, new RandomStream(1)));
        Refused.With<ArgumentOutOfRangeException>("Expected a temperature of at least 0, but got NaN. (Parameter 'temperature')",
            () => model.Generate([1], 1, new RandomStream(1), float.NaN));
        Assert.Equal("aehs", new CharacterTokenizer("sea shell").Characters.Replace(" ", "").Replace("l", ""));
    }

    static Gpt Small(bool tiedHead = true) =>
        new(new GptOptions { VocabularySize = 5, MaxLength = 12, Features = 8, Heads = 2, Layers = 2, TiedHead = tiedHead }, new RandomStream(3));

    static (Tensor X, int[] Labels) Batch(int[] tokens, int batch, int length, RandomStream random)
    {
        Tensor x = new([batch, length]);
        int[] labels = new int[batch * length];
        for (int b = 0; b < batch; b++)
        {
            int start = random.NextInt32(tokens.Length - length);
            for (int i = 0; i < length; i++)
                (x.Edit()[b * length + i], labels[b * length + i]) = (tokens[start + i], tokens[start + i + 1]);
        }
        return (x, labels);
    }
}
