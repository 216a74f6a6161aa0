namespace Elucid;

internal sealed record OrthogonalInitializer(double Gain) : Initializer
{
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
    {
        int columns = fanIn, rows = weights.Length / Math.Max(fanIn, 1);
        (int count, int length) = rows <= columns ? (rows, columns) : (columns, rows);
        float[] draws = new float[count * length];
        random.FillGaussian(draws);
        double[] vectors = Array.ConvertAll(draws, draw => (double)draw);
        for (int i = 0; i < count; i++)
            Orthonormalize(vectors, i, length);
        double scale = Math.Sqrt(Gain);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < length; j++)
                weights[rows <= columns ? i * length + j : j * count + i] = (float)(scale * vectors[i * length + j]);
    }

    // Gram and Schmidt's way, twice for each vector, as the first pass leaves rounding errors where it takes most of a vector away. Plain loops: the
    // same bits on every machine.
    static void Orthonormalize(double[] vectors, int index, int length)
    {
        Span<double> own = vectors.AsSpan(index * length, length);
        for (int pass = 0; pass < 2; pass++)
            for (int i = 0; i < index; i++)
            {
                ReadOnlySpan<double> other = vectors.AsSpan(i * length, length);
                double part = Dot(own, other);
                for (int j = 0; j < own.Length; j++)
                    own[j] -= part * other[j];
            }
        double norm = Math.Sqrt(Dot(own, own));
        foreach (ref double value in own)
            value /= norm;
    }

    // Four sums, which do not wait for each other.
    static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double a = 0, b = 0, c = 0, d = 0;
        int j = 0;
        for (; j + 4 <= x.Length; j += 4)
        {
            a += x[j] * y[j];
            b += x[j + 1] * y[j + 1];
            c += x[j + 2] * y[j + 2];
            d += x[j + 3] * y[j + 3];
        }
        for (; j < x.Length; j++)
            a += x[j] * y[j];
        return a + b + (c + d);
    }
}
