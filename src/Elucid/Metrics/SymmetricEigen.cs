using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>A = V·Λ·Vᵀ of a symmetric matrix.</summary>
/// <remarks>
/// Householder's reduction to a tridiagonal matrix, then implicit QL steps with Wilkinson's shift (R. S. Martin, C. Reinsch, J. H. Wilkinson 1968; H.
/// Bowdler et al. 1968: tred2 and tql2 of EISPACK). About 9·n³ operations; the errors of eigenvalues are some ε·|A|.
/// </remarks>
sealed class SymmetricEigen
{
    const int MostSteps = 60;           // 2 on average

    readonly int _n;
    readonly double[] _beside;          // the diagonal's neighbours

    /// <summary>Decomposes a matrix; what is above the diagonal is not read.</summary>
    public SymmetricEigen(ReadOnlySpan<double> matrix, int n)
    {
        (_n, Vectors, Values, _beside) = (n, matrix.ToArray(), new double[n], new double[n]);
        Tridiagonalize();
        AccumulateReflections();
        Transpose();
        Diagonalize();
    }

    /// <summary>In no order.</summary>
    public double[] Values { get; }

    /// <summary>[n, n]: row j belongs to value j.</summary>
    public double[] Vectors { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Tridiagonalize()
    {
        int n = _n;
        double[] z = Vectors, d = Values, e = _beside;
        for (int i = n - 1; i > 0; i--)
        {
            Span<double> u = z.AsSpan(i * n, i);
            double scale = 0, h = 0;
            foreach (double x in u)
                scale += Math.Abs(x);
            if (i == 1 || scale == 0)
            {
                (e[i], d[i]) = (u[i - 1], 0);
                continue;
            }
            foreach (ref double x in u)
            {
                x /= scale;
                h += x * x;
            }
            double f = u[i - 1], g = f >= 0 ? -Math.Sqrt(h) : Math.Sqrt(h);
            e[i] = scale * g;
            h -= f * g;
            u[i - 1] = f - g;
            // p = A·u/h; only the lower half of A is valid.
            Span<double> p = e.AsSpan(0, i);
            p.Clear();
            for (int j = 0; j < i; j++)
            {
                z[j * n + i] = u[j] / h;
                double sum = z[j * n + j] * u[j];
                for (int k = 0; k < j; k++)
                {
                    sum += z[j * n + k] * u[k];
                    p[k] += z[j * n + k] * u[j];
                }
                p[j] += sum;
            }
            double inner = 0;
            for (int j = 0; j < i; j++)
            {
                p[j] /= h;
                inner += p[j] * u[j];
            }
            double half = inner / (h + h);
            for (int j = 0; j < i; j++)
                p[j] -= half * u[j];
            for (int j = 0; j < i; j++)
                for (int k = 0; k <= j; k++)
                    z[j * n + k] -= u[j] * p[k] + p[j] * u[k];
            d[i] = h;
        }
        (d[0], e[0]) = (0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void AccumulateReflections()
    {
        int n = _n;
        double[] z = Vectors, d = Values, sums = new double[n];
        for (int i = 0; i < n; i++)
        {
            if (d[i] != 0)
            {
                sums.AsSpan(0, i).Clear();
                for (int k = 0; k < i; k++)
                    for (int j = 0; j < i; j++)
                        sums[j] += z[i * n + k] * z[k * n + j];
                for (int k = 0; k < i; k++)
                    for (int j = 0; j < i; j++)
                        z[k * n + j] -= sums[j] * z[k * n + i];
            }
            d[i] = z[i * n + i];
            z[i * n + i] = 1;
            for (int j = 0; j < i; j++)
                z[j * n + i] = z[i * n + j] = 0;
        }
    }

    // A rotation then turns two rows, which lie in the cache.
    void Transpose()
    {
        for (int row = 0; row < _n; row++)
            for (int column = 0; column < row; column++)
                (Vectors[row * _n + column], Vectors[column * _n + row]) = (Vectors[column * _n + row], Vectors[row * _n + column]);
    }

    void Diagonalize()
    {
        double[] d = Values, e = _beside;
        e.AsSpan(1).CopyTo(e);
        e[_n - 1] = 0;
        for (int l = 0; l < _n; l++)
            for (int step = 0; ; step++)
            {
                int m = l;
                while (m < _n - 1 && Math.Abs(d[m]) + Math.Abs(d[m + 1]) + Math.Abs(e[m]) != Math.Abs(d[m]) + Math.Abs(d[m + 1]))
                    m++;
                if (m == l)
                    break;
                if (step == MostSteps)
                    throw new ArithmeticException($"The eigenvalues of a [{_n}, {_n}] matrix were not found in {MostSteps} steps each.");
                Rotate(l, m);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Rotate(int l, int m)
    {
        int n = _n;
        double[] z = Vectors, d = Values, e = _beside;
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        double r = Hypotenuse(g, 1);
        g = d[m] - d[l] + e[l] / (g + (g >= 0 ? r : -r));
        double s = 1, c = 1, p = 0;
        int i = m - 1;
        for (; i >= l; i--)
        {
            double f = s * e[i], b = c * e[i];
            e[i + 1] = r = Hypotenuse(f, g);
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            (s, c) = (f / r, g / r);
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            Span<double> lower = z.AsSpan(i * n, n), upper = z.AsSpan((i + 1) * n, n);
            for (int k = 0; k < lower.Length; k++)
                (lower[k], upper[k]) = (c * lower[k] - s * upper[k], s * lower[k] + c * upper[k]);
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    // Without overflow.
    static double Hypotenuse(double a, double b)
    {
        (a, b) = (Math.Max(Math.Abs(a), Math.Abs(b)), Math.Min(Math.Abs(a), Math.Abs(b)));
        return a == 0 ? 0 : a * Math.Sqrt(1 + b / a * (b / a));
    }
}
