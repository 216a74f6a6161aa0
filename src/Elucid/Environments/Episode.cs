namespace Elucid;

/// <summary>Chooses an action.</summary>
/// <param name="observation">What is seen.</param>
public delegate int Policy(ReadOnlySpan<float> observation);

/// <summary>What happened from an episode's beginning to its end.</summary>
/// <param name="Observations">[steps, numbers], each before its action.</param>
/// <param name="Actions">[steps].</param>
/// <param name="Rewards">[steps].</param>
/// <param name="IsTerminal">Whether it came to its end; otherwise it was stopped.</param>
public sealed record Episode(Tensor Observations, ReadOnlyMemory<int> Actions, ReadOnlyMemory<float> Rewards, bool IsTerminal)
{
    /// <summary>[numbers], what is seen after the last action; empty where nobody kept it.</summary>
    public ReadOnlyMemory<float> FinalObservation { get; init; }

    /// <summary>How many actions were done.</summary>
    public int Length => Actions.Length;

    /// <summary>The sum of the rewards.</summary>
    public double TotalReward => Rewards.ToArray().Sum(reward => (double)reward);

    /// <summary>Rolls an episode out.</summary>
    /// <param name="environment">The world.</param>
    /// <param name="policy">Chooses the actions.</param>
    /// <param name="random">Draws how the episode begins.</param>
    /// <param name="maxSteps">Stops longer episodes; the environment alone decides by default.</param>
    public static Episode Run(IEnvironment environment, Policy policy, RandomStream random, int maxSteps = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxSteps);
        float[] seen = new float[environment.ObservationSize];
        List<float> observations = [], rewards = [];
        List<int> actions = [];
        environment.Reset(random, seen);
        StepOutcome outcome;
        do
        {
            observations.AddRange(seen);
            int action = policy(seen);
            outcome = environment.Step(action, seen);
            actions.Add(action);
            rewards.Add(outcome.Reward);
        }
        while (!outcome.IsDone && actions.Count < maxSteps);
        return new(new Tensor([actions.Count, seen.Length], [.. observations]), actions.ToArray(), rewards.ToArray(), outcome.IsTerminal)
        {
            FinalObservation = seen,
        };
    }

    /// <summary>
    /// The discounted sum of rewards from each step on, Gₜ = rₜ + γ·Gₜ₊₁: [steps], as <see cref="Loss.PolicyGradient"/> takes them.
    /// </summary>
    /// <param name="discount">γ, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The discount is out of range.</exception>
    public Tensor Returns(double discount)
    {
        Require.Share(discount);
        float[] returns = new float[Length];
        double sum = 0;
        for (int step = Length - 1; step >= 0; step--)
            returns[step] = (float)(sum = Rewards.Span[step] + discount * sum);
        return new Tensor([Length], returns);
    }

    /// <summary>
    /// How much better each action turned out than was expected: generalised advantage estimation, Aₜ = δₜ + γλ·Aₜ₊₁ with
    /// δₜ = rₜ + γ·V(sₜ₊₁) − V(sₜ) (Schulman et al. 2016, arXiv:1506.02438, eq. 16).
    /// </summary>
    /// <param name="values">[steps], V of each observation.</param>
    /// <param name="finalValue">V of <see cref="FinalObservation"/>: an episode that was stopped would have gone on. Not looked at where it came to
    /// its end, after which nothing follows.</param>
    /// <param name="discount">γ, from 0 to 1.</param>
    /// <param name="lambda">λ, from 0, which trusts the values, to 1, which trusts what was earned.</param>
    /// <returns>[steps]</returns>
    /// <exception cref="ArgumentException">There is not one value for each step.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range.</exception>
    public float[] Advantages(ReadOnlySpan<float> values, double finalValue, double discount, double lambda)
    {
        Require.Share(discount);
        Require.Share(lambda);
        if (values.Length != Length)
            throw new ArgumentException($"Episode: expected one value for each of {Length} steps, but got {values.Length}.");
        float[] advantages = new float[Length];
        double next = IsTerminal ? 0 : finalValue, advantage = 0;
        for (int step = Length - 1; step >= 0; step--)
        {
            advantage = Rewards.Span[step] + discount * next - values[step] + discount * lambda * advantage;
            advantages[step] = (float)advantage;
            next = values[step];
        }
        return advantages;
    }
}
