namespace Elucid;

/// <summary>Scores of one class against all others, averaged over the classes that occur.</summary>
static class ClassMean
{
    public delegate Score ScoreOfClass(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int positive);

    public static Score OneVersusRest(string metric, ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int classes, ScoreOfClass scoreOf)
    {
        Rows.Check(metric, labels, scores.Length, classes, classes);
        double sum = 0;
        int occurring = 0;
        double[] column = new double[labels.Length];
        for (int c = 0; c < classes; c++)
        {
            if (!labels.Contains(c))
                continue;
            for (int row = 0; row < labels.Length; row++)
                column[row] = scores[row * classes + c];
            Score score = scoreOf(labels, column, c);
            if (score.Value is not { } value)
                return score;
            sum += value;
            occurring++;
        }
        return occurring == 0 ? Score.NoRows : Score.Of(sum / occurring);
    }
}
