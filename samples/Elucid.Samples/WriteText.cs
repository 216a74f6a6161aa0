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
        CharacterTokenizer tokenizer = new(Rhyme);
        TokenDataset text = new(tokenizer.Encode(Rhyme + Rhyme), length: 64);
        Gpt model = new(new GptOptions { Vocabulary = tokenizer.Count, MaxLength = 64, Features = 64, Layers = 2 }, new RandomStream(seed: 1));
        Adam optimizer = new(model, learningRate: 3e-3f);
        RandomStream random = new(seed: 2);
        for (int step = 0; step < 400; step++)
        {
            using Tape tape = Tape.Start();
            TokenBatch batch = text.Draw(count: 4, random);
            tape.Backward(Loss.CrossEntropy(Ops.Reshape(model.Forward(batch.Inputs()), -1, tokenizer.Count), batch.Labels));
            optimizer.Step();
        }
        int[] written = model.Generate(tokenizer.Encode("How I "), count: 80, random, temperature: 0.5f, topK: 5);
        output.WriteLine("How I " + tokenizer.Decode(written));
        // </page>
    }
}
