using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>How episodes begin: each row is one, and its answer is what is best to do, which nobody knows.</summary>
internal sealed class EpisodeStarts(EnvironmentInfo environment, ulong[] seeds, ColumnScales? scales = null) : Answers
{
    // More random play tells little more of what is seen.
    const int MostMeasured = 64;

    /// <summary>The environment.</summary>
    public EnvironmentInfo Environment => environment;

    /// <summary>What decides each episode's chance.</summary>
    public ulong[] Seeds => seeds;

    /// <summary>What observations are brought to before a network sees them; null leaves them as they are.</summary>
    public ColumnScales? Scales => scales;

    public override LearningTask Task => LearningTask.Control;

    public override int Count => seeds.Length;

    public override IReadOnlyList<string> OutputNames => environment.ActionNames;

    public override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<ulong>(seeds);

    public override void Check(string dataset)
    {
    }

    public override Answers Of(ReadOnlySpan<int> rows)
    {
        ulong[] kept = new ulong[rows.Length];
        for (int i = 0; i < kept.Length; i++)
            kept[i] = seeds[rows[i]];
        return new EpisodeStarts(environment, kept, scales);
    }

    // Episodes begin nearly alike: what is seen later tells how numbers spread.
    public override ColumnScales FitFeatures() => ColumnScales.Fit(SeenAtRandom(), environment.ObservationNames.Count);

    /// <summary>What is seen in the first episodes where any action is taken, as the environment says it: [observations, numbers].</summary>
    public float[] SeenAtRandom()
    {
        ulong[] few = seeds[..Math.Min(seeds.Length, MostMeasured)];
        Episode[] played = EpisodePlayer.Play(environment, few, null, EpisodePlayer.AtRandom(few, environment.ActionNames.Count));
        return [.. played.SelectMany(episode => episode.Observations.Values.ToArray())];
    }

    public override Answers WithFeatures(ColumnScales own) => scales is null ? new EpisodeStarts(environment, seeds, own)
        : throw new InvalidOperationException($"The observations of '{environment.Name}' are scaled already: scale them once.");
}
