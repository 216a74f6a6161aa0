namespace Elucid.Lab;

/// <summary>Brings votes to the size at which they serve as logits: what they say is probable comes true as often on validation rows as can
/// be.</summary>
/// <remarks>The factor is one of a fixed list, the one with the lowest log loss, so that the same votes have the same bits on every machine. A factor
/// for all votes changes no answer (C. Guo et al. 2017, arXiv:1706.04599, call it temperature).</remarks>
internal static class VoteScale
{
    const double Least = 0.5, Most = 32;

    static readonly double Step = Math.Sqrt(Math.Sqrt(2));

    /// <summary>The votes in that size.</summary>
    /// <param name="members">Networks for classes.</param>
    /// <param name="votes">What boosting gave them.</param>
    /// <param name="validation">Rows that they did not learn from; null leaves the votes as they are.</param>
    public static double[] Apply(IReadOnlyList<Module> members, IReadOnlyList<double> votes, Dataset? validation)
    {
        if (validation is null)
            return [.. votes];
        float[] sums = Evaluation.Outputs(Ensemble.Vote(members, votes), validation).Values.ToArray();
        double total = votes.Sum(), best = double.PositiveInfinity, factor = 1;
        for (double size = Least; size <= Most; size *= Step)
        {
            float scale = (float)(size / total);
            double loss = Evaluation.FromOutputs([.. sums.Select(sum => sum * scale)], validation).Loss;
            if (loss < best)
                (best, factor) = (loss, size / total);
        }
        return [.. votes.Select(vote => vote * factor)];
    }
}
