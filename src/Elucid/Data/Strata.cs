using System.Globalization;

namespace Elucid;

/// <summary>The rows of each class, and ways to divide them alike.</summary>
internal static class Strata
{
    /// <summary>Takes <paramref name="take"/> rows at random, of each stratum in the same proportion. Both results ascend.</summary>
    public static (int[] Kept, int[] Taken) Divide(Dataset data, int[][] strata, int take, RandomStream random)
    {
        int[] quotas = Quotas(strata, data, take);
        bool[] isTaken = new bool[data.Count];
        for (int c = 0; c < strata.Length; c++)
        {
            random.Derive("stratum", (ulong)c).Shuffle(strata[c]);
            foreach (int row in strata[c].AsSpan(0, quotas[c]))
                isTaken[row] = true;
        }
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        return ([.. rows.Where(row => !isTaken[row])], [.. rows.Where(row => isTaken[row])]);
    }

    /// <summary>The fold of every row: the rows of a class in turn, and where one class ends the next goes on.</summary>
    public static int[] Deal(Dataset data, int folds, RandomStream random)
    {
        int[] foldOf = new int[data.Count];
        int[][] strata = data.Answers.Strata();
        for (int c = 0, dealt = 0; c < strata.Length; c++)
        {
            random.Derive("stratum", (ulong)c).Shuffle(strata[c]);
            foreach (int row in strata[c])
                foldOf[row] = dealt++ % folds;
        }
        return foldOf;
    }

    /// <summary>
    /// Largest remainders: whole rows that add up exactly. Each class keeps at least one row; equal remainders favour the earlier class.
    /// </summary>
    static int[] Quotas(int[][] strata, Dataset data, int take)
    {
        int[] most = [.. strata.Select(s => Math.Max(0, s.Length - 1))];
        if (most.Sum() == 0)
            throw new ArgumentException(
                $"Dataset '{data.Name}': expected rows to hold out, but each of the {strata.Length} classes has one row only, which "
                + $"training needs. Add rows{OrRegression(data)}.");
        if (take > most.Sum())
            throw new ArgumentException($"Dataset '{data.Name}': expected at most {most.Sum()} of {data.Count} rows to be taken, so that each of "
                + $"{strata.Count(s => s.Length > 0)} classes keeps one for training, but {take} were asked for. "
                + $"Ask for fewer or add rows{OrRegression(data)}.");
        double[] shares = [.. strata.Select(s => (double)s.Length * take / data.Count)];
        int[] quotas = [.. shares.Select((share, c) => Math.Min(most[c], (int)share))];
        int missing = take - quotas.Sum();
        while (missing > 0)                       // one round, save where classes of one row give none
            foreach (int c in Enumerable.Range(0, strata.Length).OrderByDescending(c => shares[c] - quotas[c]).ThenBy(c => c))
                if (missing > 0 && quotas[c] < most[c])
                {
                    quotas[c]++;
                    missing--;
                }
        return quotas;
    }

    // Only numbers can be quantities.
    static string OrRegression(Dataset data) => data.ClassNames.All(name => double.TryParse(name, CultureInfo.InvariantCulture, out _))
        ? $", or, if the classes are quantities, choose regression ({Spelling.Of(nameof(CsvOptions.Task), LearningTask.Regression)})" : "";
}
