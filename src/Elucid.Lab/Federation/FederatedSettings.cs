namespace Elucid.Lab;

/// <summary>How the training examples are shared between clients.</summary>
public enum ShardKind
{
    /// <summary>At random: each client has a small picture of the whole.</summary>
    Random,

    /// <summary>Each client has few of the labels: <see cref="Dataset.ShardsByLabel"/>.</summary>
    ByLabel,
}

/// <summary>What decides a federated run.</summary>
/// <param name="Data">The data's name and fingerprint.</param>
/// <param name="Recipe">The network, and how clients train it; its epochs are the passes of a client in a round.</param>
/// <param name="Activation">The network's activation.</param>
/// <param name="Seed">Decides split, shards, weights, who takes part, order and noise.</param>
public sealed record FederatedSettings(string Data, Recipe Recipe, string Activation, int Seed)
{
    /// <summary>How many clients there are; 10 by default.</summary>
    public int Clients { get; init; } = 10;

    /// <summary>How the examples are shared; at random by default.</summary>
    public ShardKind Shards { get; init; }

    /// <summary>How many rounds; 20 by default.</summary>
    public int Rounds { get; init; } = 20;

    /// <summary>The probability with which a client takes part in a round; 1 by default.</summary>
    public double Participation { get; init; } = 1;

    /// <summary>The norm to which a client's change is clipped; 0, the default, for none.</summary>
    public double ClipUpdates { get; init; }

    /// <summary>The noise's deviation as a multiple of <see cref="ClipUpdates"/>; 0, the default, for none.</summary>
    public double Noise { get; init; }

    /// <summary>δ of the privacy budget; 0.00001 by default.</summary>
    public double Delta { get; init; } = 1e-5;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A sentence that names the setting, the values it takes and what came.</exception>
    public void Check()
    {
        Recipe.Check();
        void Need(bool isMet, string setting, string expected, double actual)
        {
            if (!isMet)
                throw new ArgumentException(FormattableString.Invariant($"{setting} must be {expected}, but got {actual}."));
        }
        if (Recipe.Members is not (null or 1))
            throw new ArgumentException(
                $"{Spelling.Of(nameof(Recipe.Members))} is for networks that are trained in one place: clients share one network. Omit it.");
        Need(Clients >= 2, Spelling.Of(nameof(FederatedSettings.Clients)), "at least 2", Clients);
        Need(Rounds >= 1, Spelling.Of(nameof(FederatedSettings.Rounds)), "a positive number", Rounds);
        Need(Participation is > 0 and <= 1, Spelling.Of(nameof(FederatedSettings.Participation)), "above 0 and at most 1", Participation);
        Need(double.IsFinite(ClipUpdates) && ClipUpdates >= 0, Spelling.Of(nameof(FederatedSettings.ClipUpdates)), "0 (none) or a positive norm",
            ClipUpdates);
        Need(double.IsFinite(Noise) && Noise >= 0, Spelling.Of(nameof(FederatedSettings.Noise)), "0 (none) or a positive multiple", Noise);
        Need(Delta is > 0 and < 1, Spelling.Of(nameof(FederatedSettings.Delta)), "above 0 and below 1", Delta);
        if (Noise > 0 && ClipUpdates == 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(FederatedSettings.Noise))} hides a client only if its change is bounded: give "
                    + $"{Spelling.Of(nameof(FederatedSettings.ClipUpdates))} as well, such as 1.");
    }
}
