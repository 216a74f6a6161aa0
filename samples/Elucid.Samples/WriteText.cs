namespace Elucid.Samples;

/// <summary>Trains a small generative transformer on a rhyme, character by character, and lets it write.</summary>
static class WriteText
{
    const string Rhyme = """
        Twinkle, twinkle, little star,
        How I wonder what you are!
        Up above the world so high,
        Like a diamond in the sky.

        """;

    public static void Run(TextWriter output)
    {
        // <page>
        CharacterVocabulary vocabulary = new(Rhyme);
        int[] tokens = vocabulary.Encode(Rhyme + Rhyme);
        Gpt model = new(new GptOptions { Vocabulary = vocabulary.Count, MaxLength = 64, Features = 64, Layers = 2 }, new RandomStream(seed: 1));
        Adam optimizer = new(model, learningRate: 3e-3f);
        RandomStream random = new(seed: 2);
        for (int step = 0; step < 400; step++)
        {
            (Tensor x, int[] labels) = Excerpts(tokens, count: 4, length: 64, random);
            using Tape tape = Tape.Start();
            tape.Backward(Loss.CrossEntropy(Ops.Reshape(model.Forward(x), -1, vocabulary.Count), labels));
            optimizer.Step();
        }
        int[] written = model.Generate(vocabulary.Encode("How I "), count: 80, random, temperature: 0.5f, topK: 5);
        output.WriteLine("How I " + vocabulary.Decode(written));
        // </page>
    }

    /// <summary>Parts of the text, and for each character the one after it.</summary>
    static (Tensor X, int[] Labels) Excerpts(int[] tokens, int count, int length, RandomStream random)
    {
        Tensor x = new([count, length]);
        int[] labels = new int[count * length];
        for (int i = 0; i < count; i++)
        {
            int start = random.NextInt32(tokens.Length - length);
            for (int j = 0; j < length; j++)
                (x[i, j], labels[i * length + j]) = (tokens[start + j], tokens[start + j + 1]);
        }
        return (x, labels);
    }
}
