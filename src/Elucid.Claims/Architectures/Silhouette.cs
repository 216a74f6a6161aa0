namespace Elucid.Claims;

/// <summary>How well vectors part in two kinds (Rousseeuw 1987): of each, how much further the other kind is than its own, from −1 to 1.</summary>
internal static class Silhouette
{
    /// <summary>The mean of both kinds' means, by the distance 1 − cosine. A vector of zeros, as ReLU may make, is at a distance of 1 from
    /// all.</summary>
    /// <param name="vectors">One after the other.</param>
    /// <param name="width">How long each is.</param>
    /// <param name="isSecond">Which are of the second kind; each kind has two at least.</param>
    public static double Of(ReadOnlySpan<float> vectors, int width, bool[] isSecond)
    {
        double[][] units = new double[isSecond.Length][];
        double[][] sums = [new double[width], new double[width]];
        int[] sizes = [0, 0];
        for (int i = 0; i < units.Length; i++)
        {
            units[i] = Unit(vectors.Slice(i * width, width));
            int kind = isSecond[i] ? 1 : 0;
            sizes[kind]++;
            for (int k = 0; k < width; k++)
                sums[kind][k] += units[i][k];
        }
        double[] totals = [0, 0];
        for (int i = 0; i < units.Length; i++)
        {
            int own = isSecond[i] ? 1 : 0;
            // The mean of distances is 1 − the product with the mean of unit vectors; that from itself does not count.
            double near = 1 - (Product(units[i], sums[own]) - Product(units[i], units[i])) / (sizes[own] - 1);
            double far = 1 - Product(units[i], sums[1 - own]) / sizes[1 - own];
            totals[own] += (far - near) / Math.Max(Math.Max(near, far), double.Epsilon);
        }
        return (totals[0] / sizes[0] + totals[1] / sizes[1]) / 2;
    }

    static double[] Unit(ReadOnlySpan<float> vector)
    {
        double[] unit = new double[vector.Length];
        for (int i = 0; i < unit.Length; i++)
            unit[i] = vector[i];
        double length = Math.Sqrt(Product(unit, unit));
        for (int i = 0; i < unit.Length && length > 0; i++)
            unit[i] /= length;
        return unit;
    }

    static double Product(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
