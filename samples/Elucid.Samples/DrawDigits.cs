namespace Elucid.Samples;

/// <summary>A variational autoencoder of handwritten digits, which draws new ones.</summary>
static class DrawDigits
{
    public static void Run(TextWriter output)
    {
        RandomStream random = new(seed: 1);
        DataSplit digits = Digits.Load().Split(test: Portion.Rows(397), random.Derive("split"));
        VariationalAutoencoder model = new(features: 64, latent: 8, ActivationCatalog.Parse("elu"), random, hidden: [64]);
        TrainerOptions options = new() { Epochs = 12, Objective = Objective.Elbo() };
        History history = new Trainer(model, new Adam(model, learningRate: 2e-3), digits.Train, digits.Test, options).Fit();
        double first = history.Epochs[0].Validation!.Loss, last = history.Epochs[^1].Validation!.Loss;
        output.WriteLine($"nats per digit {first:F1}, after {history.Epochs.Count} epochs {last:F1}");
        ReadOnlySpan<float> drawn = model.Sample(count: 1, random).Values;
        for (int row = 0; row < 8; row++)
            output.WriteLine(string.Concat(drawn.Slice(8 * row, 8).ToArray().Select(ink => ink > 0.66 ? '#' : ink > 0.33 ? '+' : ' ')));
    }
}
