namespace Elucid;

// What a model makes of its own: texts, and examples like those of training.
public sealed partial class TrainedModel
{
    /// <summary>Goes on with a text: <c>string.Concat(model.Generate("It was ", 200))</c>, or piece by piece as it is written.</summary>
    /// <param name="prompt">What it goes on from, which is no part of the answer; at least one character.</param>
    /// <param name="length">How many tokens to write.</param>
    /// <param name="temperature">Logits are divided by it before they become probabilities: below 1 likely tokens are preferred, at 0 the likeliest
    /// is taken.</param>
    /// <param name="topK">Draws among so many of the likeliest tokens; 0 for all.</param>
    /// <param name="seed">Decides what is drawn: the same seed writes the same text.</param>
    /// <exception cref="InvalidOperationException">The model did not learn from a text.</exception>
    /// <exception cref="ArgumentException">The prompt is empty or has a character that the model does not know, or a number is out of
    /// range.</exception>
    public IEnumerable<string> Generate(string prompt, int length, double temperature = 1, int topK = 0, ulong seed = 0) => TextGeneration.Stream(
        _network,
        File is { Task: LearningTask.Text, Tokenizer: { } tokenizer } ? tokenizer : throw new InvalidOperationException(
            $"The model learned {File.Task.Word()} from {File.Data} and writes no text: train one with the task {LearningTask.Text.Word()}."),
        prompt, length, temperature, topK, new RandomStream(seed).Derive("text"));

    /// <summary>Draws new examples: <c>model.Sample(64)</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Decides what is drawn: the same seed draws the same, and its first examples whatever their number.</param>
    /// <returns>[count, ..<see cref="ModelFile.FeatureShape"/>], in the data's own units: pixels from 0 to 1, or the features of a
    /// table.</returns>
    /// <exception cref="InvalidOperationException">The model did not learn to draw.</exception>
    public Tensor Sample(int count, ulong seed = 0) => ExampleGeneration.Sample(Generative, File, count, seed);

    /// <summary>Draws examples on the way from one to another.</summary>
    /// <param name="steps">How many, both ends included; at least 2.</param>
    /// <param name="seed">Decides the two ends.</param>
    /// <returns>As of <see cref="Sample"/>; of a network that draws around what a code says, what the code says.</returns>
    /// <exception cref="InvalidOperationException">The model did not learn to draw.</exception>
    public Tensor Interpolate(int steps, ulong seed = 0) => Decode(
        ExampleGeneration.Way(Generative.Latent, steps, new RandomStream(seed).Derive("interpolation")));

    /// <summary>The examples of codes of your own.</summary>
    /// <param name="codes">[count, latent], row by row; those that the network learned with are draws from N(0, 1).</param>
    /// <returns>As of <see cref="Interpolate"/>.</returns>
    /// <exception cref="InvalidOperationException">The model did not learn to draw.</exception>
    /// <exception cref="ArgumentException">They are not whole codes.</exception>
    public Tensor Decode(ReadOnlySpan<float> codes) => ExampleGeneration.Decode(Generative, File, codes);

    GenerativeNetwork Generative => _network as GenerativeNetwork ?? throw new InvalidOperationException(
        $"The model learned {File.Task.Word()} from {File.Data} and draws nothing: train one with {Spelling.Of(nameof(NetworkRecipe.Model), "vae")} "
            + $"or {Spelling.Of(nameof(NetworkRecipe.Model), "gan")}.");
}
