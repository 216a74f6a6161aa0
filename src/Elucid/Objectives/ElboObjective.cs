namespace Elucid;

/// <summary>Minus the evidence lower bound of a variational autoencoder.</summary>
sealed class ElboObjective(double klWeight) : Objective
{
    readonly double _klWeight = Require.NotNegative(klWeight);

    public override Tensor Loss(Module model, Examples batch) =>
        Autoencoder(model).Loss(Ops.Reshape(batch.X, [batch.Count, -1]), batch.Random, _klWeight);

    public override void Check(Module model, Dataset data, int batchSize) => Autoencoder(model).OutputShape([batchSize, data.FeatureCount]);

    static VariationalAutoencoder Autoencoder(Module model) => model as VariationalAutoencoder
        ?? throw new ArgumentException($"Objective.Elbo trains a VariationalAutoencoder, but the network is {model}.", nameof(model));
}
