namespace Elucid.Lab;

/// <summary>What decides a trial: the same key gives the same measured values, bit for bit, on any number of threads.</summary>
/// <param name="Experiment">The experiment's <see cref="Experiment.Id"/>.</param>
/// <param name="Revision">The experiment's <see cref="Experiment.Revision"/>.</param>
/// <param name="Data">Name and fingerprint of the data; empty where the experiment has none.</param>
/// <param name="Settings">The experiment's settings and those of the arm, tuned ones included.</param>
/// <param name="Seed">The block: shared by all arms, so that they are compared in pairs.</param>
public sealed record TrialKey(string Experiment, int Revision, string Data, Settings Settings, int Seed);
