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
        Gpt model = new(new GptOptions { VocabularySize = tokenizer.VocabularySize, MaxLength = 64, Features = 64, Layers = 2 }, new(seed: 1));
        TrainerOptions options = new() { Steps = 400, BatchSize = 4 };
        new Trainer(model, new Adam(model, learningRate: 3e-3), text.ToDataset("rhyme", tokenizer, step: 1), options: options).Fit();
        int[] written = model.Generate(tokenizer.Encode("How I "), count: 80, new RandomStream(seed: 2), temperature: 0.5, topK: 5);
        output.WriteLine("How I " + tokenizer.Decode(written));
        // </page>
    }
}
