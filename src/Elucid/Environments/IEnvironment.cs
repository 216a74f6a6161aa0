namespace Elucid;

/// <summary>A world in which an agent acts, step by step, in episodes.</summary>
/// <remarks>
/// The contract of Gymnasium's <c>Env</c> (M. Towers et al. 2024, arXiv:2407.17032), with actions that are numbers from 0. Not for several threads at
/// once.
/// </remarks>
public interface IEnvironment
{
    /// <summary>How many numbers an observation has.</summary>
    int ObservationSize { get; }

    /// <summary>How many actions there are.</summary>
    int ActionCount { get; }

    /// <summary>Begins an episode.</summary>
    /// <param name="random">Draws how it begins.</param>
    /// <param name="observation">Takes the first observation.</param>
    void Reset(RandomStream random, Span<float> observation);

    /// <summary>Does an action.</summary>
    /// <param name="action">From 0 to <see cref="ActionCount"/> − 1.</param>
    /// <param name="observation">Takes what is seen afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such action.</exception>
    /// <exception cref="InvalidOperationException">The episode has ended, or none has begun.</exception>
    StepOutcome Step(int action, Span<float> observation);
}

/// <summary>What an action led to.</summary>
/// <param name="Reward">What it earned.</param>
/// <param name="IsTerminal">Whether the episode has come to its end: nothing follows, and its value is 0.</param>
/// <param name="IsTruncated">Whether the episode was stopped for lack of time, though something would follow.</param>
public readonly record struct StepOutcome(float Reward, bool IsTerminal, bool IsTruncated)
{
    /// <summary>Whether the episode is over.</summary>
    public bool IsDone => IsTerminal || IsTruncated;
}
