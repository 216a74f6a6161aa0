namespace Elucid.Lab;

/// <summary>Which of the training rows members of a committee learn from.</summary>
internal static class MemberRows
{
    /// <summary>The draw of a member where each has one of its own.</summary>
    /// <param name="train">All training rows.</param>
    /// <param name="seed">That of the run.</param>
    /// <param name="index">0 for the first.</param>
    public static Dataset Drawn(Dataset train, int seed, int index) => train.Bootstrap(Stream(seed).Derive("bag", (ulong)index));

    /// <summary>What draws them where each depends on the members before it.</summary>
    /// <param name="train">All training rows.</param>
    /// <param name="seed">That of the run.</param>
    public static Boosting Boosting(Dataset train, int seed) => new(train, Stream(seed).Derive("boosting"));

    /// <summary>What trained members learned from, one after the other.</summary>
    /// <param name="recipe">How they were trained.</param>
    /// <param name="seed">That of the run.</param>
    /// <param name="train">All training rows.</param>
    /// <param name="members">The members as they were trained: with boosting their mistakes decide what the next one gets.</param>
    public static IEnumerable<Dataset> Of(Recipe recipe, int seed, Dataset train, IReadOnlyList<Module> members)
    {
        Boosting? boosting = recipe.Boosting ? Boosting(train, seed) : null;
        for (int index = 0; index < members.Count; index++)
        {
            yield return boosting?.Rows() ?? (recipe.Bagging ? Drawn(train, seed, index) : train);
            boosting?.Add(members[index]);
        }
    }

    static RandomStream Stream(int seed) => new RandomStream((ulong)seed).Derive("committee");
}
