using Elucid.Kernels;

namespace Elucid.Tests.Kernels;

public sealed class SoftmaxTests
{
    const float Inf = float.PositiveInfinity;

    public static TheoryData<int, float> Rows
    {
        get
        {
            TheoryData<int, float> rows = [];
            foreach (int columns in (int[])[1, 2, 10, 16, 33, 100, 1000])
                foreach (float size in (float[])[0.01f, 3, 1e4f])
                    rows.Add(columns, size);
            return rows;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Values_are_near_the_exact_ones(int columns, float size)
    {
        float[] x = Numbers(3 * columns, size, 1), y = new float[x.Length], log = new float[x.Length], total = new float[3];
        Softmax.Forward(x, columns, y);
        Softmax.LogForward(x, columns, log);
        Softmax.LogSumExp(x, columns, total);
        for (int row = 0; row < 3; row++)
        {
            double[] exact = Exact(x.AsSpan(row * columns, columns), out double logSumExp);
            Near(logSumExp, total[row], 4 * Ulp * Math.Max(1, Math.Abs(logSumExp)));
            for (int j = 0; j < columns; j++)
            {
                int i = row * columns + j;
                // x − max is rounded once: an absolute error of half an ulp of it, which the exponential makes a relative one.
                double span = x[i] - (double)x.AsSpan(row * columns, columns).ToArray().Max();
                Near(exact[j], y[i], exact[j] * (Math.Abs(span) + 8) * Ulp + 1e-44);
                Near(x[i] - logSumExp, log[i], 4 * Ulp * Math.Max(1, Math.Abs(x[i] - logSumExp)));
            }
        }
    }

    [Fact]
    public void Rows_may_be_overwritten()
    {
        float[] x = Numbers(66, 3, 2), y = new float[66], log = new float[66], inPlace = x.ToArray();
        Softmax.Forward(x, 33, y);
        Softmax.Forward(inPlace, 33, inPlace);
        Assert.Equal(y, inPlace);
        inPlace = x.ToArray();
        Softmax.LogForward(x, 33, log);
        Softmax.LogForward(inPlace, 33, inPlace);
        Assert.Equal(log, inPlace);
    }

    [Fact]
    public void Infinities_and_nan()
    {
        float[] y = new float[3], total = new float[1];

        Softmax.Forward([0, -Inf, 0], 3, y);
        Assert.Equal([0.5f, 0, 0.5f], y);
        Softmax.LogForward([0, -Inf, -Inf], 3, y);
        Assert.Equal([0, -Inf, -Inf], y);
        foreach (float[] x in (float[][])[[-Inf, -Inf, -Inf], [0, Inf, 0], [0, float.NaN, -Inf]])
        {
            Softmax.Forward(x, 3, y);
            Assert.Contains(y, float.IsNaN);
            Softmax.LogForward(x, 3, y);
            Assert.Contains(y, float.IsNaN);
        }

        Softmax.LogSumExp([-Inf, -Inf, -Inf], 3, total);
        Assert.Equal(-Inf, total[0]);
        Softmax.LogSumExp([0, Inf, -Inf], 3, total);
        Assert.Equal(Inf, total[0]);
        Softmax.LogSumExp([0, float.NaN, Inf], 3, total);
        Assert.True(float.IsNaN(total[0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_follow_their_formulas(bool accumulate)
    {
        const int Columns = 37;
        float[] x = Numbers(2 * Columns, 2, 3), dy = Numbers(2 * Columns, 1, 4), before = Numbers(2 * Columns, 1, 5);
        float[] y = new float[x.Length], dx = before.ToArray(), log = new float[x.Length], dlog = before.ToArray();
        Softmax.Forward(x, Columns, y);
        Softmax.Backward(y, dy, Columns, dx, accumulate);
        Softmax.LogForward(x, Columns, log);
        Softmax.LogBackward(log, dy, Columns, dlog, accumulate);
        for (int row = 0; row < 2; row++)
        {
            double[] p = Exact(x.AsSpan(row * Columns, Columns), out _);
            double dot = 0, sum = 0;
            for (int j = 0; j < Columns; j++)
            {
                dot += p[j] * dy[row * Columns + j];
                sum += dy[row * Columns + j];
            }
            for (int j = 0; j < Columns; j++)
            {
                int i = row * Columns + j;
                double start = accumulate ? before[i] : 0;
                Near(start + p[j] * (dy[i] - dot), dx[i], 1e-6);
                Near(start + dy[i] - p[j] * sum, dlog[i], 2e-6);
            }
        }
    }

    [Theory]
    [InlineData(0f, 3f)]
    [InlineData(0.1f, 3f)]
    [InlineData(1f, 3f)]
    [InlineData(0f, 1e4f)]
    [InlineData(0.1f, 1e4f)]
    public void Cross_entropy_and_its_gradient(float smoothing, float size)
    {
        const int Columns = 10;
        int[] labels = [3, 0, 9, 5];
        float[] x = Numbers(4 * Columns, size, 6), losses = new float[4], p = new float[x.Length], dx = new float[x.Length];
        float[] before = Numbers(x.Length, 1, 7), added = before.ToArray();
        Softmax.CrossEntropy(x, labels, smoothing, losses, p);
        Softmax.CrossEntropyBackward(p, labels, smoothing, 0.25f, dx);
        Softmax.CrossEntropyBackward(p, labels, smoothing, 0.25f, added, accumulate: true);
        for (int row = 0; row < 4; row++)
        {
            double[] exact = Exact(x.AsSpan(row * Columns, Columns), out double logSumExp);
            double loss = 0;
            for (int j = 0; j < Columns; j++)
            {
                int i = row * Columns + j;
                double target = (j == labels[row] ? 1 - (double)smoothing : 0) + (double)smoothing / Columns;
                loss -= target * (x[i] - logSumExp);
                Near(0.25 * (exact[j] - target), dx[i], 4 * Ulp);
                Near(before[i] + 0.25 * (exact[j] - target), added[i], 4 * Ulp);
            }
            Near(loss, losses[row], 8 * Ulp * Math.Max(1, loss));
        }
    }

    [Fact]
    public void Errors_say_what_was_expected()
    {
        float[] x = new float[6], p = new float[6], losses = new float[2];
        Assert.Equal("Softmax.Forward: expected rows of at least 1 column that fill x, but got 6 numbers and 4 columns.",
            Assert.Throws<ArgumentException>(() => Softmax.Forward(x, 4, p)).Message);
        Assert.Equal("Softmax.LogForward: expected 6 numbers in y, but got 2.",
            Assert.Throws<ArgumentException>(() => Softmax.LogForward(x, 3, losses)).Message);
        Assert.Equal("Softmax.CrossEntropy: expected labels from 0 to 2, but got 3 in row 1.",
            Assert.Throws<ArgumentException>(() => Softmax.CrossEntropy(x, [0, 3], 0, losses, p)).Message);
        Assert.Equal("Softmax.CrossEntropy: expected labels from 0 to 2, but got -1 in row 0.",
            Assert.Throws<ArgumentException>(() => Softmax.CrossEntropyBackward(p, [-1, 0], 0, 1, x)).Message);
        Assert.Equal("Softmax.CrossEntropy: expected a row of logits for each label, but got 6 numbers and 4 labels.",
            Assert.Throws<ArgumentException>(() => Softmax.CrossEntropy(x, [0, 0, 0, 0], 0, losses, p)).Message);
        Assert.Equal("Softmax.CrossEntropy: expected label smoothing from 0 to 1, but got NaN.",
            Assert.Throws<ArgumentException>(() => Softmax.CrossEntropy(x, [0, 0], float.NaN, losses, p)).Message);
    }

    static readonly double Ulp = Math.Pow(2, -23);

    static void Near(double expected, double actual, double bound) => Assert.InRange(actual, expected - bound, expected + bound);

    static float[] Numbers(int count, float size, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => size * (random.NextSingle() * 2 - 1))];
    }

    static double[] Exact(ReadOnlySpan<float> row, out double logSumExp)
    {
        double max = double.NegativeInfinity, sum = 0;
        foreach (float x in row)
            max = Math.Max(max, x);
        double[] p = new double[row.Length];
        for (int j = 0; j < p.Length; j++)
            sum += p[j] = Math.Exp(row[j] - max);
        for (int j = 0; j < p.Length; j++)
            p[j] /= sum;
        logSumExp = max + Math.Log(sum);
        return p;
    }
}
