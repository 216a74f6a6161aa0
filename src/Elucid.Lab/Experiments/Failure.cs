namespace Elucid.Lab;

/// <summary>In what way a trial failed.</summary>
public enum FailureKind
{
    /// <summary>A loss, a gradient or a measured value became infinite or not a number.</summary>
    Diverged,

    /// <summary>It stayed finite but learned nothing.</summary>
    LearnedNothing,

    /// <summary>It threw an exception.</summary>
    Threw,

    /// <summary>It did not end within the experiment's time limit.</summary>
    TimedOut,
}

/// <summary>Why a trial failed. A failure is a result: it is counted, and its values are those of chance.</summary>
/// <param name="Kind">In what way.</param>
/// <param name="Sentence">What happened, for people.</param>
public sealed record Failure(FailureKind Kind, string Sentence);
