using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Tests.Kernels;

public sealed class ReduceTests
{
    public static TheoryData<int> Lengths => [0, 1, 2, 10, 15, 16, 17, 63, 64, 65, 130, 1000, 5003];

    [Theory, MemberData(nameof(Lengths))]
    public void Sums_follow_the_stated_order(int length)
    {
        float[] x = Numbers(length, 1), y = Numbers(length, 2);
        Assert.Equal(InOrder(x, (sum, i) => sum + x[i]), Reduce.Sum(x));
        Assert.Equal(InOrder(x, (sum, i) => Lane1.MultiplyAdd(new(x[i]), new(x[i]), new(sum)).Value), Reduce.SumOfSquares(x));
        Assert.Equal(InOrder(x, (sum, i) => Lane1.MultiplyAdd(new(x[i]), new(y[i]), new(sum)).Value), Reduce.Dot(x, y));
        Assert.Equal(x.Length == 0 ? float.NegativeInfinity : x.Max(), Reduce.Max(x));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Width_does_not_change_the_bits(int length)
    {
        float[] x = Numbers(length, 3);
        float expected = Reduce.Sum(x);
        Assert.Equal(expected, RowReduction.Run<SumOf, Lane1>(default, x, x));
        Assert.Equal(expected, RowReduction.Run<SumOf, Lane4>(default, x, x));
        Assert.Equal(expected, RowReduction.Run<SumOf, Lane8>(default, x, x));
        Assert.Equal(expected, RowReduction.Run<SumOf, Lane16>(default, x, x));
    }

    [Fact]
    public void Sum_of_many_is_near_the_exact_one()
    {
        float[] x = Numbers(100_000, 4);
        double exact = x.Sum(v => (double)v), size = x.Sum(v => Math.Abs((double)v));
        double bound = (x.Length / 64 + 8) * Math.Pow(2, -24) * size;
        Assert.InRange(Reduce.Sum(x), exact - bound, exact + bound);
    }

    [Fact]
    public void Max_keeps_nan_wherever_it_stands()
    {
        for (int length = 1; length < 140; length++)
        {
            float[] x = new float[length];
            x[length / 3] = float.PositiveInfinity;
            Assert.Equal(float.PositiveInfinity, Reduce.Max(x));
            for (int i = 0; i < length; i++)
            {
                float before = x[i];
                x[i] = float.NaN;
                Assert.True(float.IsNaN(Reduce.Max(x)), $"NaN at {i} of {length} was lost");
                x[i] = before;
            }
        }
        Assert.Equal(float.NegativeInfinity, Reduce.Max([float.NegativeInfinity, float.NegativeInfinity]));
        Assert.Equal(-3, Reduce.Max([-5, -3, -4]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void The_first_non_finite_element_is_found(float special)
    {
        float[] x = Enumerable.Repeat(float.MaxValue, 10_000).ToArray();
        Assert.True(Reduce.IsFinite(x));
        Assert.Equal(-1, Reduce.IndexOfNonFinite(x));
        foreach (int i in (int[])[9_999, 8_192, 5_000, 4_095, 63, 0])
        {
            x[i] = special;
            Assert.Equal(i, Reduce.IndexOfNonFinite(x));
            Assert.False(Reduce.IsFinite(x));
        }
    }

    [Theory]
    [InlineData(1, 32, 10)]
    [InlineData(1, 7, 133)]
    [InlineData(9, 70, 1)]
    [InlineData(3, 5, 21)]
    [InlineData(2, 0, 4)]
    [InlineData(0, 3, 4)]
    public void Sums_over_an_axis(int outer, int axis, int inner)
    {
        float[] x = Numbers(outer * axis * inner, 5), before = Numbers(outer * inner, 6), sums = before.ToArray(), added = before.ToArray();
        Reduce.SumAxis(x, outer, axis, inner, sums, scale: 0.5f);
        Reduce.SumAxis(x, outer, axis, inner, added, scale: 0.5f, accumulate: true);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                float[] line = [.. Enumerable.Range(0, axis).Select(a => x[(o * axis + a) * inner + i])];
                float sum = inner == 1 ? Reduce.Sum(line) : line.Aggregate(0f, (s, v) => s + v);
                Assert.Equal(0.5f * sum, sums[o * inner + i]);
                Assert.Equal(before[o * inner + i] + 0.5f * sum, added[o * inner + i]);
            }
        }
    }

    [Fact]
    public void Rows_and_columns()
    {
        float[] x = [1, 2, 3, 4, 5, 6], rows = new float[2], columns = new float[3];
        Reduce.SumColumns(x, 2, 3, rows);
        Assert.Equal([6, 15], rows);
        Reduce.SumRows(x, 2, 3, columns, scale: 0.5f);
        Assert.Equal([2.5f, 3.5f, 4.5f], columns);
    }

    [Fact]
    public void Errors_say_what_was_expected()
    {
        float[] x = new float[6];
        Assert.Equal("Reduce.Dot: expected 6 numbers in y, but got 5.", Assert.Throws<ArgumentException>(() => Reduce.Dot(x, x.AsSpan(1))).Message);
        Assert.Equal("Reduce.SumAxis: expected 8 numbers in x[1, 4, 2], but got 6.",
            Assert.Throws<ArgumentException>(() => Reduce.SumRows(x, 4, 2, new float[2])).Message);
        Assert.Equal("Reduce.SumAxis: expected 2 numbers in sums[1, 2], but got 3.",
            Assert.Throws<ArgumentException>(() => Reduce.SumRows(x, 3, 2, new float[3])).Message);
        Assert.Equal("Reduce: expected sizes of at least 0, but got outer = 1, axis = -3, inner = 2.",
            Assert.Throws<ArgumentException>(() => Reduce.SumRows(x, -3, 2, new float[3])).Message);
    }

    static float[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }

    /// <summary>The order that <see cref="Reduce"/> documents, one element at a time.</summary>
    static float InOrder(float[] x, Func<float, int, float> add)
    {
        float[] partials = new float[64];
        for (int i = 0; i < x.Length; i++)
            partials[i % 64] = add(partials[i % 64], i);
        for (int half = 32; half > 0; half /= 2)
            for (int i = 0; i < half; i++)
                partials[i] += partials[i + half];
        return partials[0];
    }
}
