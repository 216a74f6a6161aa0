using System.Globalization;
using System.Text.RegularExpressions;

namespace Elucid.Lab.Tests.Statistics;

/// <summary>The figures in docs/statistics.md are those of the program.</summary>
[AnyWidth]
public partial class StatisticsDocumentTests
{
    static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "statistics.md"));

    [Fact]
    public void Seeds_that_can_decide()
    {
        (int Comparisons, int Seeds)[] stated =
            [.. Needed().Matches(Document).Select(m => (int.Parse(m.Groups[1].Value), int.Parse(m.Groups[2].Value)))];
        Assert.Equal([(1, 6), (2, 7), (7, 9)], stated);
        Assert.All(stated, s => Assert.Equal(StudyComparison.SeedsNeededFor(s.Comparisons), s.Seeds));
        // One seed fewer cannot, by the test and its correction themselves.
        foreach ((int comparisons, int seeds) in stated)
        {
            Assert.True(SmallestCorrectedP(comparisons, seeds) < Contrast.Level);
            Assert.False(SmallestCorrectedP(comparisons, seeds - 1) < Contrast.Level);
        }
    }

    [Fact]
    public void Smallest_p_of_five() =>
        Assert.Equal(2, Document.Split(SignedRankTest.SmallestP(5).ToString(CultureInfo.InvariantCulture)).Length - 1);

    static double SmallestCorrectedP(int comparisons, int seeds)
    {
        double smallest = SignedRankTest.Of([.. Enumerable.Range(1, seeds).Select(i => (double)i)]).P;
        return Holm.Adjust([smallest, .. Enumerable.Repeat(1.0, comparisons - 1)])[0];
    }

    [GeneratedRegex(@"with (\d+) comparisons? (\d+) seeds")]
    private static partial Regex Needed();
}
