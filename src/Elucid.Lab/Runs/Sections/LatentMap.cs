using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>How the codes of test rows lie, in two dimensions.</summary>
internal static class LatentMap
{
    const int MostRows = 3000, MostKinds = 12;

    public static IEnumerable<ReportSection> Sections(RunResult run)
    {
        Dataset test = run.Split.Test.Count <= MostRows ? run.Split.Test : run.Split.Test.Take(MostRows);
        if (Reconstructed.Codes(run.Network, test) is not { } codes || !codes.All(float.IsFinite))
            yield break;
        int width = codes.Length / test.Count;
        (double[] x, double[] y, string across, string up) = Coordinates(codes, width, test, run);
        yield return new ReportSection(
            "How do codes lie?",
            (width > 2 ? $"Each test row by its code of {width} numbers, of which the two directions are shown in which codes differ most (PCA). "
                : $"Each test row by its code of {width} number{(width == 1 ? "" : "s")}. ")
                + (test.KnownLabels.IsEmpty ? "Clusters are kinds of rows."
                    : "Colours are known kinds, which the network was not told: those that lie apart, it tells apart by itself."),
            [
                new ScatterChart
                {
                    Title = "Codes of the test rows",
                    X = new(across),
                    Y = new(up),
                    Groups = Groups(test, x, y),
                    HasNamesInside = test.KnownClassNames.Count is > 1 and <= MostKinds,
                },
            ]);
    }

    static (double[] X, double[] Y, string Across, string Up) Coordinates(float[] codes, int width, Dataset test, RunResult run)
    {
        double[] Number(float[] numbers, int of, int i) => [.. Enumerable.Range(0, test.Count).Select(row => (double)numbers[row * of + i])];
        if (width == 1)
            return (Number(codes, 1, 0), [.. Reconstructed.Of(run).Test.Rows.Take(test.Count)], "the code", "error of the row");
        if (width == 2)
            return (Number(codes, 2, 0), Number(codes, 2, 1), "first number of the code", "second number");
        Dataset all = new("codes", codes, [width]);
        float[] map = PrincipalComponents.Fit(all, 2).Encode(all);
        return (Number(map, 2, 0), Number(map, 2, 1), "first component of codes", "second component");
    }

    static IReadOnlyList<PointGroup> Groups(Dataset test, double[] x, double[] y)
    {
        PointGroup Group(string name, int style, Func<int, bool> isIn)
        {
            int[] rows = [.. Enumerable.Range(0, test.Count).Where(isIn)];
            return new(name, [.. rows.Select(row => x[row])], [.. rows.Select(row => y[row])]) { Style = new(style) };
        }
        if (test.KnownLabels.IsEmpty || test.KnownClassNames.Count < 2)
            return [Group("", 0, _ => true)];
        int[] labels = test.KnownLabels.ToArray();
        int shown = Math.Min(MostKinds, test.KnownClassNames.Count);
        return
        [
            .. Enumerable.Range(0, shown).Select(kind => Group(test.KnownClassNames[kind], kind, row => labels[row] == kind)),
            .. labels.Any(label => label < 0 || label >= shown)
                ? new[] { Group("other", shown, row => labels[row] < 0 || labels[row] >= shown) } : [],
        ];
    }
}
