namespace Elucid.Lab;

/// <summary>A smooth function of many variables: its value, and its gradient written into the second argument.</summary>
internal delegate double SmoothFunction(ReadOnlySpan<double> at, Span<double> gradient);

/// <summary>Minimises a convex function by limited-memory BFGS with halved steps (D. C. Liu and J. Nocedal, Mathematical Programming 45, 1989; L.
/// Armijo 1966).</summary>
internal static class Lbfgs
{
    const int Memory = 10;
    const double Small = 1e-6, Decrease = 1e-4;

    /// <summary>The best point found with at most <paramref name="evaluations"/> evaluations; earlier where no component of the gradient exceeds 10⁻⁶
    /// or no step goes down.</summary>
    public static double[] Minimize(double[] start, int evaluations, SmoothFunction function)
    {
        int n = start.Length;
        double[] x = start, gradient = new double[n];
        double value = function(x, gradient);
        List<(double[] Step, double[] Change, double Curvature)> past = [];
        int left = evaluations - 1;
        while (left > 0 && LargestOf(gradient) > Small)
        {
            double[] direction = Direction(gradient, past);
            double slope = Dot(direction, gradient);
            double length = past.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(Dot(gradient, gradient))) : 1;
            double[] next = new double[n], nextGradient = new double[n];
            double nextValue = double.NaN;
            for (bool isLower = false; !isLower; length /= 2)
            {
                if (left-- == 0 || length < 1e-10)
                    return x;
                for (int i = 0; i < n; i++)
                    next[i] = x[i] + length * direction[i];
                nextValue = function(next, nextGradient);
                isLower = nextValue <= value + Decrease * length * slope;           // not so for NaN
            }
            double[] step = Difference(next, x), change = Difference(nextGradient, gradient);
            double curvature = Dot(step, change);
            if (curvature > 1e-12 * Dot(change, change))
                past.Add((step, change, curvature));
            if (past.Count > Memory)
                past.RemoveAt(0);
            (x, gradient, value) = (next, nextGradient, nextValue);
        }
        return x;
    }

    static double[] Direction(double[] gradient, List<(double[] Step, double[] Change, double Curvature)> past)
    {
        double[] q = [.. gradient.Select(g => -g)];
        double[] alphas = new double[past.Count];
        for (int k = past.Count - 1; k >= 0; k--)
        {
            alphas[k] = Dot(past[k].Step, q) / past[k].Curvature;
            AddTo(q, -alphas[k], past[k].Change);
        }
        if (past.Count > 0)
        {
            double scale = past[^1].Curvature / Dot(past[^1].Change, past[^1].Change);
            for (int i = 0; i < q.Length; i++)
                q[i] *= scale;
        }
        for (int k = 0; k < past.Count; k++)
            AddTo(q, alphas[k] - Dot(past[k].Change, q) / past[k].Curvature, past[k].Step);
        return q;
    }

    static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    static void AddTo(double[] y, double factor, double[] x)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] += factor * x[i];
    }

    static double[] Difference(double[] a, double[] b) => [.. a.Zip(b, (p, q) => p - q)];

    static double LargestOf(double[] values) => values.Max(Math.Abs);
}
