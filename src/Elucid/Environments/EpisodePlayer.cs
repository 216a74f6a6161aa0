namespace Elucid;

/// <summary>Chooses the actions of episodes that run side by side.</summary>
/// <param name="seen">[running, numbers], in the network's units.</param>
/// <param name="running">Which episode each row is of.</param>
/// <param name="actions">[running], takes the actions.</param>
internal delegate void Chooser(ReadOnlySpan<float> seen, ReadOnlySpan<int> running, Span<int> actions);

/// <summary>Plays several episodes side by side, so that a network answers for all of them at once.</summary>
internal static class EpisodePlayer
{
    /// <summary>Plays episodes to their ends.</summary>
    /// <param name="environment">The world.</param>
    /// <param name="seeds">Decide each episode's chance.</param>
    /// <param name="scales">What observations are brought to before <paramref name="choose"/> sees them; null for none.</param>
    /// <param name="choose">Chooses the actions.</param>
    /// <returns>What happened, with observations as the environment said them.</returns>
    /// <exception cref="ArgumentException">Episodes share an environment, or see different numbers.</exception>
    /// <exception cref="DataFormatException">The environment says numbers that are not finite.</exception>
    public static Episode[] Play(EnvironmentInfo environment, ReadOnlySpan<ulong> seeds, ColumnScales? scales, Chooser choose)
    {
        Track[] tracks = new Track[seeds.Length];
        for (int i = 0; i < tracks.Length; i++)
            tracks[i] = new Track(environment, seeds[i]);
        Check(environment, tracks);
        int size = tracks[0].Seen.Length;
        float[] seen = new float[tracks.Length * size];
        int[] running = [.. Enumerable.Range(0, tracks.Length)], actions = new int[tracks.Length];
        while (running.Length > 0)
        {
            for (int i = 0; i < running.Length; i++)
                tracks[running[i]].Seen.CopyTo(seen.AsSpan(i * size));
            Span<float> now = seen.AsSpan(0, running.Length * size);
            scales?.Apply(now);
            choose(now, running, actions);
            for (int i = 0; i < running.Length; i++)
                tracks[running[i]].Do(actions[i]);
            running = Array.FindAll(running, i => !tracks[i].IsDone);
        }
        return Array.ConvertAll(tracks, track => track.ToEpisode());
    }

    static void Check(EnvironmentInfo environment, Track[] tracks)
    {
        if (tracks.DistinctBy(track => track.Environment, ReferenceEqualityComparer.Instance).Count() < tracks.Length)
            throw new ArgumentException(
                $"Environment '{environment.Name}': expected a new one from each call of {nameof(EnvironmentInfo.Create)}, as episodes run side by side, "
                    + "but it gave the same object twice. Make it in the call, such as () => new MyWorld().");
        if (Array.Find(tracks, track => track.Seen.Length != tracks[0].Seen.Length) is { } other)
            throw new ArgumentException(
                $"Environment '{environment.Name}': expected as many numbers to see in each episode, but one has {tracks[0].Seen.Length} and another "
                    + $"{other.Seen.Length}. {nameof(IEnvironment.ObservationSize)} must not change.");
    }

    /// <summary>The likeliest action of a network of logits.</summary>
    public static Chooser Greedily(Module network, int size) => (seen, running, actions) =>
    {
        Tensor logits = network.Predict(new Tensor([running.Length, size], seen));
        for (int i = 0; i < running.Length; i++)
            actions[i] = Best(logits.Values.Slice(i * logits.Shape[1], logits.Shape[1]));
    };

    /// <summary>Any action, all alike.</summary>
    /// <param name="seeds">Decide what is drawn in each episode.</param>
    /// <param name="count">How many actions there are.</param>
    public static Chooser AtRandom(ulong[] seeds, int count)
    {
        RandomStream[] random = Array.ConvertAll(seeds, seed => new RandomStream(seed).Derive("actions"));
        return (seen, running, actions) =>
        {
            for (int i = 0; i < running.Length; i++)
                actions[i] = random[running[i]].NextInt32(count);
        };
    }

    /// <summary>The place of the largest number, the first of several.</summary>
    public static int Best(ReadOnlySpan<float> numbers)
    {
        int best = 0;
        for (int i = 1; i < numbers.Length; i++)
            if (numbers[i] > numbers[best])
                best = i;
        return best;
    }

    /// <summary>An episode that runs.</summary>
    sealed class Track
    {
        readonly EnvironmentInfo _info;
        readonly List<float> _observations = [], _rewards = [];
        readonly List<int> _actions = [];
        bool _isTerminal;

        public Track(EnvironmentInfo info, ulong seed)
        {
            (_info, Environment) = (info, info.Create());
            Seen = new float[Environment.ObservationSize];
            Environment.Reset(new RandomStream(seed), Seen);
            RequireFinite();
        }

        public IEnvironment Environment { get; }

        public float[] Seen { get; }

        public bool IsDone { get; private set; }

        public void Do(int action)
        {
            _observations.AddRange(Seen);
            StepOutcome outcome = Environment.Step(action, Seen);
            _actions.Add(action);
            _rewards.Add(outcome.Reward);
            _isTerminal = outcome.IsTerminal;
            IsDone = outcome.IsDone || _actions.Count >= _info.MostSteps;
            RequireFinite();
            if (!float.IsFinite(outcome.Reward))
                throw new DataFormatException(
                    $"Environment '{_info.Name}': expected finite rewards, but step {_actions.Count} earned {outcome.Reward}.");
        }

        public Episode ToEpisode() => new(
            new Tensor([_actions.Count, Seen.Length], [.. _observations]), _actions.ToArray(), _rewards.ToArray(), _isTerminal)
        {
            FinalObservation = Seen,
        };

        void RequireFinite()
        {
            for (int i = 0; i < Seen.Length; i++)
                if (!float.IsFinite(Seen[i]))
                    throw new DataFormatException(
                        $"Environment '{_info.Name}': expected finite observations, but {_info.ObservationNames[i]} is {Seen[i]} after "
                            + $"{_actions.Count} steps.");
        }
    }
}
