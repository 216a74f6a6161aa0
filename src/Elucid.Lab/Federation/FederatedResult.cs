using System.Text.Json.Serialization;

namespace Elucid.Lab;

/// <summary>A round that is done.</summary>
/// <param name="Round">1 for the first.</param>
/// <param name="Clients">Who took part, by number from 0.</param>
/// <param name="Drifts">How far each of them moved beside their mean; 1 where all agree.</param>
/// <param name="TrainingLoss">Mean loss of their steps; NaN if nobody took part.</param>
/// <param name="Test">The server's network on the test data; RMSE and MAE in the target's own units.</param>
/// <param name="Epsilon">ε of the rounds so far; ∞ without noise.</param>
/// <param name="Seconds">What the round took.</param>
public sealed record FederatedRoundResult(
    int Round, IReadOnlyList<int> Clients, IReadOnlyList<double> Drifts, double TrainingLoss, Evaluation Test, double Epsilon, double Seconds)
{
    /// <summary>The mean drift; NaN if nobody took part.</summary>
    [JsonIgnore]
    public double Drift => Drifts.Count == 0 ? double.NaN : Drifts.Average();
}

/// <summary>What a federated run came to.</summary>
/// <param name="Settings">What was trained.</param>
/// <param name="Data">The data.</param>
/// <param name="File">What is known of the network.</param>
/// <param name="Rounds">The rounds.</param>
/// <param name="Shards">How many examples of each label each client has: [client][label]; of quantities how many examples.</param>
/// <param name="Central">
/// The same network from the same weights, trained on all examples together with as many passes: its scores after each of them. Empty until the
/// rounds are done.
/// </param>
/// <param name="Alone">Each client's own network, trained on its own examples with as many passes: its scores on the same test data.</param>
public sealed record FederatedResult(
    FederatedSettings Settings, StudyData Data, ModelFile File, IReadOnlyList<FederatedRoundResult> Rounds, IReadOnlyList<IReadOnlyList<int>> Shards,
    IReadOnlyList<Evaluation> Central, IReadOnlyList<Evaluation> Alone)
{
    /// <summary>Whether all is done.</summary>
    public bool IsComplete => Rounds.Count == Settings.Rounds && Central.Count > 0 && Alone.Count > 0;

    /// <summary>The score that decides.</summary>
    public Metric Metric => Data.Profile.Deciding;

    /// <summary>The mean score of the clients alone; NaN where none is known.</summary>
    public double MeanAlone => Alone.Select(test => Metric.Of(test) ?? double.NaN).DefaultIfEmpty(double.NaN).Average();
}
