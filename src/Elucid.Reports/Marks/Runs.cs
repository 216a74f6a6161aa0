namespace Elucid.Reports;

/// <summary>The stretches of a curve between its gaps.</summary>
internal static class Runs
{
    /// <summary>Where each stretch runs.</summary>
    public static List<List<Place>> Of(Plane plane, IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        var runs = new List<List<Place>>();
        bool isOpen = false;
        for (int i = 0; i < xs.Count; i++)
        {
            Place at = plane.At(xs[i], ys[i]);
            if (double.IsNaN(at.X) || double.IsNaN(at.Y))
            {
                isOpen = false;
                continue;
            }
            if (!isOpen)
                runs.Add([]);
            isOpen = true;
            runs[^1].Add(at);
        }
        return runs;
    }
}
