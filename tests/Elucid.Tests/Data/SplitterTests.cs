namespace Elucid.Tests.Data;

public sealed class SplitterTests
{
    static readonly RandomStream Random = new(1);

    static Dataset Rows(int count, int classes = 3) => new(
        "rows", [.. Enumerable.Range(0, count).Select(row => (float)row)], [1], [.. Enumerable.Range(0, count).Select(row => row % classes)],
        [.. Enumerable.Range(0, classes).Select(c => $"{c}")]);

    static int[] Of(Dataset part) => [.. part.Features.ToArray().Select(x => (int)x)];

    public static TheoryData<string> Names => [.. Splitters(20).Select(s => s.Name)];

    static (string Name, Splitter Splitter)[] Splitters(int rows) =>
    [
        ("random", Splitter.Random(Portion.Rows(4), Random)),
        ("stratified", Splitter.Stratified(Portion.Fraction(0.3), Random)),
        ("grouped", Splitter.Grouped([.. Enumerable.Range(0, rows).Select(row => row / 3)], Portion.Rows(5), Random)),
        ("k-fold", Splitter.KFold(4, Random)),
        ("grouped k-fold", Splitter.GroupedKFold([.. Enumerable.Range(0, rows).Select(row => row / 3)], 3, Random)),
        ("at", Splitter.At(15, gap: 2)),
        ("by time", Splitter.ByTime(Portion.Rows(5))),
        ("rolling origin", Splitter.RollingOrigin(3, Portion.Rows(4), gap: 1)),
    ];

    [Theory, MemberData(nameof(Names))]
    public void Parts_share_no_row_keep_their_order_and_are_the_same_each_time(string name)
    {
        Dataset data = Rows(20);
        Splitter splitter = Splitters(20).Single(s => s.Name == name).Splitter;
        DataSplit[] splits = [.. data.Splits(splitter)];
        Assert.All(splits, split =>
        {
            Assert.Empty(Of(split.Train).Intersect(Of(split.Test)));
            Assert.Equal(Of(split.Train).Order(), Of(split.Train));
            Assert.Equal(Of(split.Test).Order(), Of(split.Test));
        });
        Assert.Equal(splits.Select(split => Of(split.Test)), data.Splits(splitter).Select(split => Of(split.Test)));
        Assert.Equal(Of(splits[0].Train), Of(data.Split(splitter).Train));
    }

    [Fact]
    public void Each_row_is_tested_once_and_classes_are_spread_evenly_over_folds()
    {
        DataSplit[] folds = [.. Rows(22).Splits(Splitter.KFold(4, Random))];
        Assert.Equal(Enumerable.Range(0, 22), folds.SelectMany(fold => Of(fold.Test)).Order());
        Assert.Equal([5, 5, 6, 6], folds.Select(fold => fold.Test.Count).Order());
        Assert.All(folds, fold => Assert.All([0, 1, 2], c => Assert.InRange(fold.Test.Labels.Count(c), 1, 2)));
    }

    [Fact]
    public void No_group_is_in_both_parts()
    {
        int[] groups = [.. Enumerable.Range(0, 20).Select(row => row / 3)];
        DataSplit split = Rows(20).Split(Splitter.Grouped(groups, Portion.Rows(7), Random));
        Assert.Empty(Of(split.Train).Select(row => groups[row]).Intersect(Of(split.Test).Select(row => groups[row])));
        Assert.InRange(split.Test.Count, 5, 7);
        DataSplit[] folds = [.. Rows(20).Splits(Splitter.GroupedKFold(groups, 3, Random))];
        Assert.Equal(Enumerable.Range(0, 20), folds.SelectMany(fold => Of(fold.Test)).Order());
        Assert.All(folds, fold => Assert.Empty(Of(fold.Train).Select(row => groups[row]).Intersect(Of(fold.Test).Select(row => groups[row]))));
        Assert.All(folds, fold => Assert.InRange(fold.Test.Count, 5, 9));
    }

    [Fact]
    public void A_group_larger_than_the_part_is_taken_where_none_fits()
    {
        DataSplit split = Rows(6).Split(Splitter.Grouped([1, 1, 1, 1, 2, 2], Portion.Rows(1), Random));
        Assert.Equal([4, 5], Of(split.Test));
    }

    [Fact]
    public void Each_origin_is_foretold_from_what_was_before_it()
    {
        Splitter splitter = Splitter.RollingOrigin(3, Portion.Rows(2), gap: 1, window: 4);
        (int[], int[])[] splits = [.. Rows(10).Splits(splitter).Select(s => (Of(s.Train), Of(s.Test)))];
        // scikit-learn: TimeSeriesSplit(3, max_train_size=4, test_size=2, gap=1).split(range(10))
        Assert.Equal([0, 1, 2], splits[0].Item1);
        Assert.Equal([1, 2, 3, 4], splits[1].Item1);
        Assert.Equal([3, 4, 5, 6], splits[2].Item1);
        Assert.Equal([[4, 5], [6, 7], [8, 9]], splits.Select(s => s.Item2));
    }

    [Fact]
    public void A_splitter_of_your_own_divides_as_it_says() => Assert.Equal([1, 3, 5], Of(Rows(6).Split(new Odd()).Test));

    sealed class Odd : Splitter
    {
        public override IEnumerable<(int[] Train, int[] Test)> Rows(Dataset data) =>
            [([.. Enumerable.Range(0, data.Count).Where(row => row % 2 == 0)], [.. Enumerable.Range(0, data.Count).Where(row => row % 2 == 1)])];
    }

    [Fact]
    public void What_cannot_be_divided_is_refused_in_words()
    {
        Refused.With<ArgumentException>("Dataset 'rows': expected at least 9 rows for as many folds, but there are 6.",
            () => Rows(6).Split(Splitter.KFold(9, Random)));
        Refused.With<ArgumentException>("Dataset 'rows': expected a group for each of its 6 rows, but got 2.",
            () => Rows(6).Split(Splitter.Grouped([1, 2], Portion.Rows(1), Random)));
        Refused.With<ArgumentException>("Dataset 'rows': expected rows of at least 2 groups, but got 1.",
            () => Rows(3).Split(Splitter.Grouped([4, 4, 4], Portion.Rows(1), Random)));
        Refused.With<ArgumentException>("Dataset 'rows': expected rows of at least 3 groups, but got 2.",
            () => Rows(4).Split(Splitter.GroupedKFold([4, 4, 5, 5], 3, Random)));
        Refused.With<ArgumentException>("Dataset 'rows': expected more than 7 rows for 3 test parts of 2 and a gap of 1, but there are 7.",
            () => Rows(7).Split(Splitter.RollingOrigin(3, Portion.Rows(2), gap: 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splitter.KFold(1, Random));
    }
}
