namespace Elucid;

/// <summary>Divides windows at a step: what training foretells ends before it, and tests start from it or later.</summary>
/// <param name="cut">The first step that tests foretell.</param>
/// <param name="every">How far cutoffs of tests are apart.</param>
internal sealed class CutoffSplitter(long cut, long every) : Splitter
{
    public override IEnumerable<(int[] Train, int[] Test)> Rows(Dataset data)
    {
        IReadOnlyList<WindowOrigin> origins = ForecastWindows.OriginsOf(data);
        int horizon = data.OutputCount;
        int[] train = [.. Enumerable.Range(0, data.Count).Where(row => origins[row].Cutoff + horizon <= cut)],
            test = [.. Enumerable.Range(0, data.Count).Where(row => origins[row].Cutoff >= cut && (origins[row].Cutoff - cut) % every == 0)];
        if (train.Length == 0 || test.Length == 0)
            throw new DataFormatException(
                $"'{data.Name}': expected series with windows on both sides of the cutoffs, but {(train.Length == 0 ? "none begins" : "none ends")} "
                    + $"{(train.Length == 0 ? "early" : "late")} enough. Choose a smaller {Spelling.Of(nameof(SeriesOptions.Window))} or "
                    + $"{Spelling.Of(nameof(SeriesOptions.Horizon))}, or leave out series of other years.");
        yield return (train, test);
    }
}
