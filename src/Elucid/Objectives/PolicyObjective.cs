namespace Elucid;

/// <summary>What an <see cref="ActorCritic"/> earns in episodes. A step plays its batch, a row an episode, with actions drawn from the policy, and
/// learns from them in several passes.</summary>
sealed class PolicyObjective(PolicyOptions options) : Objective
{
    public override Evaluation Evaluate(Module model, Dataset data) =>
        EpisodeScores.Of(EpisodeData.Play(model, data), EpisodeData.EnvironmentOf(data));

    public override Tensor Loss(Module model, Examples batch) => throw new InvalidOperationException(
        "Objective.Policy plays episodes and learns from them in several steps: there is no loss of a batch. Train with a Trainer.");

    public override void Check(Module model, Dataset data, int batchSize)
    {
        EpisodeData.EnvironmentOf(data);
        CheckOutput(NetworkOf(model), data, batchSize, "actions");
    }

    internal override bool TakesSteps => true;

    internal override void Step(IOwnStep step, Module model, Dataset data, ReadOnlySpan<int> rows, RandomStream random)
    {
        ActorCritic network = NetworkOf(model);
        EpisodeStarts starts = EpisodeData.StartsOf(data.Subset(rows));
        Episode[] played = EpisodePlayer.Play(
            starts.Environment, starts.Seeds, starts.Scales, Drawn(network, data.FeatureCount, starts.Count, random.Derive("actions")));
        Experience experience = new(played, network, starts.Scales, options);
        int[] order = [.. Enumerable.Range(0, experience.Count)];
        RandomStream shuffle = random.Derive("passes");
        for (int pass = 0; pass < options.Passes && !step.HasDiverged; pass++)
        {
            shuffle.Shuffle(order);
            foreach (int[] part in order.Chunk(options.MinibatchSize))
                step.Minimize(() => LossOf(network, experience, part));
        }
        if (step.HasDiverged)
            return;
        double mean = played.Average(episode => episode.TotalReward);
        step.Record(EpisodeScores.Return, mean);
        step.Count(-mean, rows.Length);
    }

    Tensor LossOf(ActorCritic network, Experience experience, int[] steps)
    {
        Tensor seen = experience.Seen(steps);
        Tensor policy = Elucid.Loss.ProximalPolicy(
            network.Actor.Forward(seen), experience.Actions(steps), experience.Advantages(steps), experience.Logarithms(steps), options.Clip,
            options.EntropyWeight);
        Tensor values = Ops.Reshape(network.Critic.Forward(seen), -1);
        return policy + 0.5f * Elucid.Loss.MeanSquaredError(values, experience.Values(steps));
    }

    // Each episode draws from its own stream, whatever others run beside it.
    static Chooser Drawn(Module network, int size, int episodes, RandomStream random)
    {
        RandomStream[] streams = [.. Enumerable.Range(0, episodes).Select(i => random.Derive("episode", (ulong)i))];
        return (seen, running, actions) =>
        {
            Tensor probabilities = Ops.Softmax(network.Predict(new Tensor([running.Length, size], seen)));
            int count = probabilities.Shape[1];
            for (int i = 0; i < running.Length; i++)
                actions[i] = Draw(probabilities.Values.Slice(i * count, count), streams[running[i]].NextSingle());
        };
    }

    static int Draw(ReadOnlySpan<float> probabilities, float uniform)
    {
        int action = 0;
        for (float sum = probabilities[0]; action < probabilities.Length - 1 && uniform >= sum; sum += probabilities[action])
            action++;
        return action;
    }

    static ActorCritic NetworkOf(Module model) => model as ActorCritic
        ?? throw new ArgumentException($"Objective.Policy trains an ActorCritic, but the network is {model}.", nameof(model));
}
