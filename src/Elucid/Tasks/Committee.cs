namespace Elucid;

/// <summary>Networks of one recipe that answer together, as a <see cref="ModelFile"/> knows them: their weights stand in the file under the number of
/// each, from 0.</summary>
/// <param name="Members">How many there are.</param>
public sealed record Committee(int Members)
{
    /// <summary>The most members of a file.</summary>
    public const int MostMembers = 1000;

    /// <summary>
    /// What the vote of each member counts, as boosting finds it; null where the answer is the mean: of classes' probabilities, or of predicted
    /// numbers.
    /// </summary>
    public IReadOnlyList<double>? Votes { get; init; }

    /// <summary>The members as one network.</summary>
    /// <param name="members">As many as <see cref="Members"/> says.</param>
    /// <param name="task">What they answer.</param>
    /// <param name="targets">Of several targets what they are.</param>
    /// <exception cref="ArgumentException">There is another number of them, or of votes, or a task has no votes or no mean.</exception>
    public Ensemble Join(IEnumerable<Module> members, LearningTask task, IReadOnlyList<TargetInfo>? targets = null)
    {
        Check(task);
        Module[] all = [.. members];
        if (all.Length != Members)
            throw new ArgumentException($"Committee: expected {Members} networks, but got {all.Length}.");
        return Votes is null ? Ensemble.Average(all, task, targets) : Ensemble.Vote(all, Votes);
    }

    /// <summary>Checks every value.</summary>
    /// <param name="task">What the members answer.</param>
    /// <exception cref="ArgumentException">One is out of range.</exception>
    public void Check(LearningTask task)
    {
        if (Members is < 1 or > MostMembers)
            throw new ArgumentException($"Committee: expected 1 to {MostMembers} members, but got {Members}.");
        if (Votes is null)
            return;
        if (task != LearningTask.Classification)
            throw new ArgumentException($"Committee: expected votes for classes, but the task is {task.Word()}.");
        if (Votes.Count != Members || !Votes.All(vote => double.IsFinite(vote) && vote >= 0))
            throw new ArgumentException(
                $"Committee: expected a vote of at least 0 for each of {Members} members, but got {string.Join(", ", Votes.Take(5))}"
                    + $"{(Votes.Count > 5 ? $", … ({Votes.Count})" : "")}.");
    }
}
