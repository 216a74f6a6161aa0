namespace Elucid.Reports;

/// <summary>Keeps the names beside the ends of curves from covering each other.</summary>
internal static class LabelSpread
{
    /// <summary>
    /// The places nearest to <paramref name="wanted"/> (least squares) that are at least <paramref name="gap"/> apart: isotonic
    /// regression of wanted − i·gap, by merging neighbours that would overlap.
    /// They stay between <paramref name="low"/> and <paramref name="high"/> as far as there is room.
    /// </summary>
    public static double[] Apart(IReadOnlyList<double> wanted, double gap, double low, double high)
    {
        var blocks = new Stack<(double Mean, int Count)>();
        for (int i = 0; i < wanted.Count; i++)
        {
            (double Mean, int Count) block = (wanted[i] - i * gap, 1);
            while (blocks.TryPeek(out var before) && before.Mean > block.Mean)
            {
                blocks.Pop();
                block = ((before.Mean * before.Count + block.Mean * block.Count) / (before.Count + block.Count), before.Count + block.Count);
            }
            blocks.Push(block);
        }
        double last = Math.Max(low, high - (wanted.Count - 1) * gap);
        return [.. blocks.Reverse().SelectMany(b => Enumerable.Repeat(Math.Clamp(b.Mean, low, last), b.Count)).Select((p, i) => p + i * gap)];
    }
}
