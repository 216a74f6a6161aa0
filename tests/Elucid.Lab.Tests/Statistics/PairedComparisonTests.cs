using CsCheck;

namespace Elucid.Lab.Tests.Statistics;

[AnyWidth]
public class PairedComparisonTests
{
    // Sevenths of small whole numbers bring ties and zeros, the other generator neither.
    static readonly Gen<double[]> Differences = Gen.OneOf(Gen.Double[-5, 5].Array[1, 30], Gen.Int[-3, 3].Select(i => i / 7.0).Array[1, 30]);

    [Fact]
    public void Every_p_is_a_probability() => Differences.Sample(d =>
    {
        PairedComparison c = PairedComparison.Of(d);
        return IsProbability(c.WilcoxonP) && (d.Length == 1 || (IsProbability(c.StudentP) && IsProbability(c.StudentOneSidedP)))
            && (IsProbability(c.NormalityP) || double.IsNaN(c.NormalityP));
    });

    [Fact]
    public void Changing_all_signs_mirrors_the_result() => Differences.Sample(d =>
    {
        PairedComparison plus = PairedComparison.Of(d), minus = PairedComparison.Of(Array.ConvertAll(d, x => -x));
        Assert.Equal(plus.Mean, -minus.Mean, 1e-12);
        Assert.Equal(plus.Estimate, -minus.Estimate, 1e-12);
        Assert.Equal(plus.Interval.Lower, -minus.Interval.Upper, 1e-9);
        Assert.Equal(plus.WilcoxonP, minus.WilcoxonP);
        Assert.Equal(plus.StudentP, minus.StudentP, 1e-9);
        Assert.Equal(plus.NormalityP, minus.NormalityP, 1e-9);
        Assert.Equal(plus.PositiveCount, d.Length - d.Count(x => x == 0) - minus.PositiveCount);
        Assert.Equal(plus.Method, minus.Method);
    });

    [Fact]
    public void The_interval_contains_0_exactly_where_the_t_test_does_not_reject() => Gen.Double[-5, 5].Array[2, 30].Sample(d =>
    {
        PairedComparison c = PairedComparison.Of(d);
        return c.Method != IntervalMethod.StudentT || Math.Abs(c.StudentP - 0.05) < 1e-9 || c.Interval.Contains(0) == (c.StudentP > 0.05);
    });

    [Fact]
    public void The_interval_of_one_of_several_comparisons_contains_0_where_the_corrected_t_test_does_not_reject() =>
        Gen.Select(Gen.Double[-5, 5].Array[2, 30], Gen.Int[1, 12]).Sample((d, comparisons) =>
        {
            PairedComparison c = PairedComparison.Of(d, comparisons);
            double corrected = comparisons * c.StudentP;
            return c.Method != IntervalMethod.StudentT || Math.Abs(corrected - 0.05) < 1e-9 || c.Interval.Contains(0) == (corrected > 0.05);
        });

    [Fact]
    public void The_interval_by_ranks_of_one_of_several_comparisons_is_wider_and_exists_where_n_allows_it()
    {
        double[] differences = [1.1, 0.9, 1.2, 0.8, 1.0, 1.05, 0.95, 1.15, 0.85, 60];
        Interval alone = HodgesLehmann.Of(differences).Interval, ofSeven = HodgesLehmann.Of(differences, 1 - 0.05 / 7).Interval;
        Assert.True(ofSeven.Lower < alone.Lower && ofSeven.Upper > alone.Upper);
        Assert.Equal(IntervalMethod.HodgesLehmann, PairedComparison.Of(differences, 7).Method);
        Assert.True(HodgesLehmann.Of(differences.AsSpan(..8), 1 - 0.05 / 7).Interval.IsNone);      // 2/2⁸ > 0.05/7
    }

    [Fact]
    public void All_zero_is_no_difference()
    {
        PairedComparison c = PairedComparison.Of([0, -0.0, 0, 0]);
        Assert.True(c.IsExactlyEqual);
        Assert.Equal((1, 1, 0), (c.WilcoxonP, c.StudentP, c.EffectSize));
        Assert.Equal((Interval.Point(0), IntervalMethod.Point), (c.Interval, c.Method));
        Assert.Equal(0, c.Direction);
    }

    [Fact]
    public void Equal_differences_have_the_point_as_interval()
    {
        // The same tenth up to rounding, not to the bit.
        double[] differences = [0.3 - 0.2, 0.2 - 0.1, 0.9 - 0.8];
        Assert.NotEqual(differences[0], differences[1]);
        PairedComparison c = PairedComparison.Of(differences);
        Assert.Equal(IntervalMethod.Point, c.Method);
        Assert.Equal((0, 0, 0.25), (c.StandardDeviation, c.StudentP, c.WilcoxonP));
        Assert.Equal(double.PositiveInfinity, c.EffectSize);
        Assert.Equal(3, c.PositiveCount);
    }

    [Fact]
    public void One_difference_has_no_interval()
    {
        PairedComparison c = PairedComparison.Of([0.5]);
        Assert.True(c.Interval.IsNone);
        Assert.Equal((IntervalMethod.None, 0.5, 1), (c.Method, c.Mean, c.WilcoxonP));
        Assert.True(double.IsNaN(c.StudentP) && double.IsNaN(c.EffectSize) && double.IsNaN(c.StandardDeviation) && double.IsNaN(c.NormalityP));
    }

    [Fact]
    public void An_outlier_changes_the_method()
    {
        double[] differences = [1.1, 0.9, 1.2, 0.8, 1.0, 1.05, 0.95, 1.15, 0.85, 60];
        PairedComparison c = PairedComparison.Of(differences);
        Assert.Equal(IntervalMethod.HodgesLehmann, c.Method);
        Assert.True(c.NormalityP < PairedComparison.NormalityThreshold);
        Assert.InRange(c.Estimate, 0.95, 1.2);
        Assert.True(c.Interval.Lower > 0.8);
        Assert.Equal(IntervalMethod.StudentT, PairedComparison.Of(differences.AsSpan(..9)).Method);
        // Of four differences no 95 % interval by ranks exists, however far they are from normal.
        Assert.Equal(IntervalMethod.StudentT, PairedComparison.Of([0, 0, 0, 1.0]).Method);
    }

    [Fact]
    public void An_outlier_against_the_other_differences_leaves_the_direction_open() =>
        Assert.Equal(0, PairedComparison.Of([-1.1, -0.9, -1.2, -0.8, -1.0, -1.05, -0.95, -1.15, -0.85, 60]).Direction);

    [Fact]
    public void Effect_size_is_the_corrected_mean_over_sd() =>
        // Mean 2, sd 1, n = 3: J = 1 − 3/7.
        Assert.Equal(8.0 / 7, PairedComparison.Of([1, 2, 3]).EffectSize, 1e-14);

    [Fact]
    public void An_effect_of_two_differences_is_undefined()
    {
        Assert.True(double.IsNaN(PairedComparison.Of([1, 3]).EffectSize));
        Assert.True(double.IsNaN(PairedComparison.Of([1, 1]).EffectSize));
    }

    [Fact]
    public void Differences_that_cancel_have_the_mean_0_and_not_what_rounding_leaves()
    {
        double[] differences = [0.3 - 0.2, 0.2 - 0.3, 0.9 - 0.8, 0.7 - 0.8, 0.05 - 0.15, 0.15 - 0.05];
        Assert.NotEqual(0, differences.Sum());
        PairedComparison c = PairedComparison.Of(differences);
        Assert.Equal((0, 0, 0), (c.Mean, c.Estimate, c.EffectSize));
        Assert.Equal(0, HodgesLehmann.Of(differences).Estimate);
    }

    [Fact]
    public void Ties_are_counted_and_raise_the_smallest_p()
    {
        PairedComparison c = PairedComparison.Of([0, 0, 0, 0, 0, 1, 2, 3, 4, 5]);
        Assert.Equal((5, 5), (c.TiedCount, c.SignedRank.Count));
        Assert.Equal(SignedRankTest.SmallestP(5), c.WilcoxonP);
    }

    [Fact]
    public void The_smallest_exact_p_is_2_over_2_to_the_n()
    {
        for (int n = 1; n <= SignedRankTest.LargestExact; n++)
        {
            double[] differences = [.. Enumerable.Range(1, n).Select(i => (double)i)];
            Assert.Equal(2 / Math.Pow(2, n), SignedRankTest.Of(differences).P);
            Assert.Equal(SignedRankTest.SmallestP(n), SignedRankTest.Of(differences).P);
        }
    }

    [Fact]
    public void Differences_that_tie_up_to_rounding_share_their_rank() =>
        Gen.Select(Gen.Int[0, 397], Gen.Int[0, 397]).Array[1, 25].Sample(counts => Assert.Equal(
            SignedRankTest.Of(Array.ConvertAll(counts, c => (double)(c.Item1 - c.Item2))),
            SignedRankTest.Of(Array.ConvertAll(counts, c => c.Item1 / 397.0 - c.Item2 / 397.0))));

    [Fact]
    public void The_rank_distribution_is_symmetric_and_sums_to_1() => Gen.Int[1, 50].Array[0, 25].Sample(ranks =>
    {
        double[] distribution = SignedRankTest.Distribution(ranks);
        Assert.Equal(ranks.Sum() + 1, distribution.Length);
        Assert.Equal(1, distribution.Sum());
        Assert.Equal(distribution, distribution.Reverse());
    });

    [Fact]
    public void The_two_methods_meet_where_the_exact_one_ends()
    {
        // One more difference, of the smallest rank, hardly moves p; the method changes from exact to approximate.
        double[] differences = [.. Enumerable.Range(1, 25).Select(i => i % 3 == 0 ? -i : (double)i)];
        SignedRankTest exact = SignedRankTest.Of(differences), approximate = SignedRankTest.Of([.. differences, 1e-3]);
        Assert.True(exact.IsExact);
        Assert.False(approximate.IsExact);
        Assert.InRange(approximate.P / exact.P, 0.85, 1.15);
    }

    [Fact]
    public void A_result_without_numbers_says_what_to_do()
    {
        Assert.Equal("PairedComparison: expected at least one value, but got none. Give one value per seed.",
            Assert.Throws<ArgumentException>(() => PairedComparison.Of([])).Message);
        Assert.Equal(
            "PairedComparison: expected finite values, but value 1 is NaN. Give a failed run its chance-level value first (ChanceLevel.Replace); "
            + "failures are never dropped.", Assert.Throws<ArgumentException>(() => PairedComparison.Of([1, double.NaN])).Message);
    }

    static bool IsProbability(double p) => p is >= 0 and <= 1;
}
