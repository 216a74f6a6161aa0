using CsCheck;

namespace Elucid.Lab.Tests.Statistics;

[AnyWidth]
public class CorrectionTests
{
    static readonly Gen<double[]> PValues = Gen.Double[0, 1].Array[0, 20];

    [Fact]
    public void Holm_by_hand()
    {
        // 4 × 0.005; 3 × 0.01; 2 × 0.03; then 0.04 is raised to 0.06.
        double[] adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);
        Assert.Equal([0.03, 0.06, 0.06, 0.02], adjusted.Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 1], Holm.Adjust([0.6, 0.9]));
    }

    [Fact]
    public void Holm_keeps_the_order_and_never_lowers_a_p() => PValues.Sample(p =>
    {
        double[] adjusted = Holm.Adjust(p);
        for (int i = 0; i < p.Length; i++)
        {
            Assert.InRange(adjusted[i], p[i], Math.Min(1, p.Length * p[i]));
            for (int j = 0; j < p.Length; j++)
                Assert.True(p[i] > p[j] || adjusted[i] <= adjusted[j]);
        }
    });

    [Fact]
    public void A_test_that_could_not_be_made_counts_in_no_correction()
    {
        Assert.Equal([0.02, double.NaN, 0.04], Holm.Adjust([0.01, double.NaN, 0.04]));
        Assert.Equal([true, false, false], BenjaminiHochberg.Flag([0.04, double.NaN, 0.9]));
    }

    [Fact]
    public void Benjamini_Hochberg_by_hand()
    {
        // Limits 0.025, 0.05, 0.075, 0.1: the third passes, and carries the second, which alone would not.
        Assert.Equal([true, false, true, true], BenjaminiHochberg.Flag([0.074, 0.11, 0.01, 0.06]));
        Assert.Equal([false, false], BenjaminiHochberg.Flag([0.06, 0.11]));
        Assert.Empty(BenjaminiHochberg.Flag([]));
    }

    [Fact]
    public void Benjamini_Hochberg_flags_whatever_Holm_rejects() => PValues.Sample(p =>
    {
        bool[] flags = BenjaminiHochberg.Flag(p, 0.05);
        double[] adjusted = Holm.Adjust(p);
        return Enumerable.Range(0, p.Length).All(i => flags[i] || adjusted[i] > 0.05);
    });
}
