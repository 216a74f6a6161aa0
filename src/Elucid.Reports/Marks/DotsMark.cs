using System.Runtime.InteropServices;

namespace Elucid.Reports;

/// <summary>
/// Points of several groups. Where there are many, those of a group that fall into one small square become one dot, the stronger the more they are;
/// the squares grow until the drawing is small. Weak dots come first, so that no group hides another because of its place in the list.
/// </summary>
internal sealed class DotsMark(IReadOnlyList<PointGroup> groups) : IMark
{
    const int FewPoints = 300, ManyPoints = 2000, MostDots = 2500, Strengths = 4;
    const double Margin = 0.02, LargestSquare = 5000;

    public IEnumerable<double> X => groups.SelectMany(group => group.X);

    public IEnumerable<double> Y => groups.SelectMany(group => group.Y);

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        (Place At, int Group)[] points = [.. groups.SelectMany((group, g) => PlacesOf(plane, group).Select(at => (at, g)))];
        double size = points.Length <= FewPoints ? 7 : points.Length <= ManyPoints ? 5 : 4;
        (Place At, int Group, int Count)[] dots = points.Length <= FewPoints ? [.. points.Select(p => (p.At, p.Group, 1))] : Binned(points);
        int most = dots.Select(dot => dot.Count).DefaultIfEmpty(1).Max();
        foreach (IGrouping<(int Strength, int Group), (Place At, int, int)> layer in dots
            .GroupBy(dot => (Strength: StrengthOf(dot.Count, most), dot.Group)).OrderBy(layer => layer.Key))
        {
            SeriesStyle style = groups[layer.Key.Group].Style;
            double opacity = most == 1 ? 0.65 : 0.35 + 0.6 * layer.Key.Strength / (Strengths - 1);
            canvas.Dots([.. layer.Select(dot => dot.At)], size, style.Shape, style.Color, opacity);
        }
    }

    static IEnumerable<Place> PlacesOf(Plane plane, PointGroup group)
    {
        for (int i = 0; i < group.X.Count; i++)
        {
            double x = plane.X.Position(group.X[i]), y = plane.Y.Position(group.Y[i]);
            if (x is >= -Margin and <= 1 + Margin && y is >= -Margin and <= 1 + Margin)
                yield return plane.Frame.At(x, y);
        }
    }

    // Each time the dots of the smaller squares are dealt to larger ones, so that a million points are looked at once. Squares of the size of the
    // picture hold one dot for each group.
    static (Place At, int Group, int Count)[] Binned((Place At, int Group)[] points)
    {
        (Place At, int Group, int Count)[] dots = Merged(points.Select(p => (p.At, p.Group, 1)), 1.5);
        for (double side = 2; dots.Length > MostDots && side < LargestSquare; side *= 1.4)
            dots = Merged(dots, side);
        return dots;
    }

    static (Place At, int Group, int Count)[] Merged(IEnumerable<(Place At, int Group, int Count)> dots, double side)
    {
        var squares = new Dictionary<(int Group, double X, double Y), (Place At, int Group, int Count)>();
        foreach ((Place at, int group, int count) in dots)
        {
            ref var square = ref CollectionsMarshal.GetValueRefOrAddDefault(
                squares, (group, Math.Floor(at.X / side), Math.Floor(at.Y / side)), out bool exists);
            square = exists ? square with { Count = square.Count + count } : (at, group, count);
        }
        return [.. squares.Values];
    }

    // By the logarithm: where thousands lie upon each other, a dozen must still be told from one.
    static int StrengthOf(int count, int most) =>
        most == 1 ? 0 : (int)Math.Round((Strengths - 1) * Math.Log(count) / Math.Log(most));
}
