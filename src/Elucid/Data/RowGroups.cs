namespace Elucid;

/// <summary>Rows that belong together.</summary>
sealed class RowGroups
{
    readonly int[][] _groups;
    readonly Dataset _data;

    RowGroups(Dataset data, int[][] groups) => (_data, _groups) = (data, groups);

    public static RowGroups Of(Dataset data, int[] groupOf)
    {
        if (groupOf.Length != data.Count)
            throw new ArgumentException($"Dataset '{data.Name}': expected a group for each of its {data.Count} rows, but got {groupOf.Length}.");
        IEnumerable<int> rows = Enumerable.Range(0, data.Count);
        return new(data, [.. rows.GroupBy(row => groupOf[row]).OrderBy(group => group.Key).Select(group => group.ToArray())]);
    }

    public (int[] Train, int[] Test) Divide(int take, RandomStream random)
    {
        Require(2);
        bool[] isTaken = new bool[_data.Count];
        int taken = 0;
        foreach (int[] group in Shuffled(random))
            if (taken + group.Length <= take)
                Take(group);
        if (taken == 0)
            Take(_groups.MinBy(group => group.Length)!);
        int[] rows = [.. Enumerable.Range(0, _data.Count)];
        return ([.. rows.Where(row => !isTaken[row])], [.. rows.Where(row => isTaken[row])]);

        void Take(int[] group)
        {
            taken += group.Length;
            foreach (int row in group)
                isTaken[row] = true;
        }
    }

    /// <summary>The fold of every row: the largest groups first, each to the fold that has least.</summary>
    public int[] Deal(int folds, RandomStream random)
    {
        Require(folds);
        int[] foldOf = new int[_data.Count], sizes = new int[folds];
        foreach (int[] group in Shuffled(random).OrderByDescending(group => group.Length))
        {
            int fold = Array.IndexOf(sizes, sizes.Min());
            sizes[fold] += group.Length;
            foreach (int row in group)
                foldOf[row] = fold;
        }
        return foldOf;
    }

    IEnumerable<int[]> Shuffled(RandomStream random)
    {
        int[] order = [.. Enumerable.Range(0, _groups.Length)];
        random.Derive("groups").Shuffle(order);
        return order.Select(group => _groups[group]);
    }

    void Require(int least)
    {
        if (_groups.Length < least)
            throw new ArgumentException($"Dataset '{_data.Name}': expected rows of at least {least} groups, but got {_groups.Length}.");
    }
}
