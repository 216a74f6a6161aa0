namespace Elucid;

/// <summary>How a <see cref="FederatedAveraging"/> trains.</summary>
public sealed record FederatedOptions
{
    /// <summary>Makes a client's optimizer, anew in each round; stochastic gradient descent at a rate of 0.05 by default.</summary>
    public Func<Module, Optimizer> Optimizer { get; init; } = network => new Sgd(network, 0.05);

    /// <summary>Passes of a client over its examples in a round; 1 by default.</summary>
    public int LocalEpochs { get; init; } = 1;

    /// <summary>Examples of a client's step; 32 by default.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The probability with which a client takes part in a round, each for itself; 1 by default.</summary>
    public double Participation { get; init; } = 1;

    /// <summary>
    /// C: the norm to which the change of a client's weights is scaled down where it is larger; 0, the default, for no bound. With a bound all
    /// clients count alike.
    /// </summary>
    public double ClipNorm { get; init; }

    /// <summary>
    /// z: the sum of the clients' changes gets Gaussian noise of deviation z·C; 0, the default, for none. <see cref="PrivacyAccountant"/> says what
    /// that is worth.
    /// </summary>
    public double NoiseMultiplier { get; init; }

    /// <summary>What a client's step minimises; null, the default, for that of the data's task.</summary>
    public Objective? Objective { get; init; }

    /// <summary>Decides who takes part, the order of examples, and the noise.</summary>
    public ulong Seed { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LocalEpochs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchSize);
        if (Participation is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(Participation), $"{nameof(Participation)} must be above 0 and at most 1, but got {Participation}.");
        Require.NotNegative(ClipNorm);
        Require.NotNegative(NoiseMultiplier);
        if (NoiseMultiplier > 0 && ClipNorm == 0)
            throw new ArgumentException(
                $"{nameof(NoiseMultiplier)} is {NoiseMultiplier}, but {nameof(ClipNorm)} is 0: noise hides a client only if its change is bounded. "
                    + $"Give a {nameof(ClipNorm)}, such as 1.");
    }
}
