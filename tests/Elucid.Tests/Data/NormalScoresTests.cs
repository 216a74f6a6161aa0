using CsCheck;

namespace Elucid.Tests.Data;

/// <summary>Quantities by their rank, and back.</summary>
public sealed class NormalScoresTests
{
    static Dataset Rows(params float[] values) => new("rows", values, [1], new float[values.Length], ["y"]);

    static NormalScores Fit(params float[] values) => NormalScores.Fit(Rows(values), [true]);

    static float Applied(NormalScores scores, float value)
    {
        float[] row = [value];
        scores.Apply(row);
        return row[0];
    }

    static float Restored(NormalScores scores, float score, bool rounds = true)
    {
        float[] row = [score];
        scores.Restore(row, rounds);
        return row[0];
    }

    [Fact]
    public void A_long_tail_becomes_a_normal_distribution_and_comes_back()
    {
        RandomStream random = new(1);
        float[] values = [.. Enumerable.Range(0, 4000).Select(_ => MathF.Exp(2 * random.NextGaussian()))];
        NormalScores scores = Fit(values);
        float[] scored = [.. values];
        scores.Apply(scored);
        Assert.Equal(0, scored.Average(), 0.02f);
        Assert.Equal(1, Math.Sqrt(scored.Average(z => z * z)), 0.03);
        // The same ranks, and the same numbers: least and largest to the bit, others but for rounding.
        Assert.Equal(0, values.Order().Zip(scored.Order(), (v, z) => Math.Abs(Restored(scores, z, rounds: false) / v - 1)).Max(), 1e-3f);
        Assert.Equal(values.Min(), Restored(scores, -3));
        Assert.Equal((values.Max(), values.Max()), (Restored(scores, 3), Restored(scores, 50)));
    }

    [Fact]
    public void Draws_from_a_normal_distribution_have_the_shares_of_the_values()
    {
        // 40 % zeros, 35 % ones, and from 2 to 6 less and less.
        float[] values = [.. Enumerable.Repeat(0f, 400), .. Enumerable.Repeat(1f, 350), .. Enumerable.Range(0, 250).Select(i => 2f + i * i / 13000)];
        NormalScores scores = Fit([.. values.Select(MathF.Floor)]);
        Assert.Equal(0, scores.DecimalsOf(0));
        RandomStream random = new(2);
        float[] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => Restored(scores, random.NextGaussian()))];
        foreach (float value in (float[])[0, 1, 2, 3])
            Assert.Equal(values.Count(v => MathF.Floor(v) == value) / 1000.0, drawn.Count(v => v == value) / 20_000.0, 0.03);
        Assert.All(drawn, v => Assert.True(v == MathF.Floor(v) && v is >= 0 and <= 6));
    }

    [Fact]
    public void A_value_comes_back_from_its_score() => Gen.Int[-50, 50].Array[20, 60].Sample(numbers =>
    {
        float[] values = [.. numbers.Select(number => number / 10f)];
        NormalScores scores = Fit(values);
        Assert.True(scores.DecimalsOf(0) <= 1);
        foreach (float value in values)
            Assert.Equal(value, Restored(scores, Applied(scores, value)), 0.1f);
        float[] ranks = [.. values.Order().Select(value => Applied(scores, value))];
        Assert.Equal(ranks.Order(), ranks);
    }, iter: 200);

    [Fact]
    public void What_is_no_quantity_or_constant_or_missing_stays()
    {
        Dataset rows = new("rows", [1, 7, 5, 0, 7, 5, 1, 7, 5], [3], new float[3], ["y"]);
        NormalScores scores = NormalScores.Fit(rows, [false, true, true]);
        Assert.Null(scores.KnotsOf(0));
        float[] row = [1, 7, 5];
        scores.Apply(row);
        Assert.Equal((1, 0), (row[0], MathF.Round(Math.Abs(row[1]) + Math.Abs(row[2]), 6)));
        float[] drawn = [0.3f, 2, -9];
        scores.Restore(drawn);
        Assert.Equal([0.3f, 7, 5], drawn);
        Assert.Equal(
            "Expected to be told of each of 3 features of 'rows', but got 1.",
            Assert.Throws<ArgumentException>(() => NormalScores.Fit(rows, [true])).Message);
        Assert.Equal(
            "Expected 65 finite numbers that do not fall for feature 0, or none, and 0 to 6 decimals.",
            Assert.Throws<ArgumentException>(() => new NormalScores([[1, 2, 3]], [0])).Message);
        Assert.Equal(
            "Expected decimals for each of 0 features, at least one, but got 0.",
            Assert.Throws<ArgumentException>(() => new NormalScores([], [])).Message);
    }
}
