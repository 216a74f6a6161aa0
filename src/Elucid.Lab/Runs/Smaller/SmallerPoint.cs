namespace Elucid.Lab;

/// <summary>What a network is like without a share of itself.</summary>
/// <param name="Share">The share that left; 0 for the whole network.</param>
/// <param name="Weights">The weights that are not 0.</param>
/// <param name="Bytes">The size of the model's file.</param>
/// <param name="MultiplyAdds">Multiplications of weights for one prediction; those with zeros count.</param>
/// <param name="OneSeconds">The time of a prediction of one example, the median of several.</param>
/// <param name="BatchSeconds">The same of a batch.</param>
public sealed record SmallerPoint(double Share, long Weights, long Bytes, long MultiplyAdds, double OneSeconds, double BatchSeconds)
{
    /// <summary>Whether its fully connected layers have eight bits for a weight.</summary>
    public bool IsInt8 { get; init; }

    /// <summary>The scores on the test rows; null where there is no data to judge by.</summary>
    public Evaluation? Test { get; init; }

    /// <summary>The scores before the network trained on; null where it did not.</summary>
    public Evaluation? AsCut { get; init; }

    /// <summary>The best epoch of training on, of a committee the latest one of its members, 0 if none was better than the network as it was cut;
    /// null where it did not train.</summary>
    public int? BestEpoch { get; init; }
}
