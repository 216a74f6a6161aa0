namespace Elucid.Lab;

/// <summary>Where a training run is; told by whichever thread trains the network.</summary>
/// <param name="Network">Which of its networks it is about: "member 3", "fold 2"; empty where there is one only.</param>
/// <param name="Share">How much of the whole run is done, from 0 to 1.</param>
/// <param name="Training">Where that network is; null when it has ended.</param>
/// <param name="Ended">Its epochs, when it has just ended.</param>
public sealed record RunProgress(string Network, double Share, TrainingProgress? Training = null, History? Ended = null);
