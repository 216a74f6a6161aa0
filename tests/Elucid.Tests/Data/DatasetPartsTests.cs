namespace Elucid.Tests.Data;

public sealed class DatasetPartsTests
{
    static readonly Dataset Five = new("five", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [2], [0, 2, 0, 2, 2], ["a", "b", "c"])
    {
        FeatureNames = ["left", "right"],
        Source = "here",
    };

    static readonly Dataset Series = new("series", [1, 2, 3], [1], [10f, 20, 30], ["t"]);

    static float[] First(Dataset data) => [.. data.Features.ToArray().Where((_, i) => i % data.FeatureCount == 0)];

    [Fact]
    public void Rows_are_taken_filtered_and_divided_by_class()
    {
        Assert.Equal([0, 2], First(Five.Take(2)));
        Assert.Equal([4, 6, 8], First(Five.Where(row => row >= 2)));
        IReadOnlyDictionary<int, Dataset> classes = Five.ByLabel();
        Assert.Equal([0, 2], classes.Keys);
        Assert.Equal([0, 4], First(classes[0]));
        Assert.Equal([2, 6, 8], First(classes[2]));
        Assert.Equal(["a", "b", "c"], classes[2].ClassNames);
    }

    [Fact]
    public void Features_become_others_and_all_else_stays()
    {
        Dataset scaled = Five.Map((row, result) => (result[0], result[1]) = (row[1], 10 * row[0]));
        Assert.Equal([1, 0, 3, 20, 5, 40, 7, 60, 9, 80], scaled.Features.ToArray());
        Assert.Equal(Five.Labels.ToArray(), scaled.Labels.ToArray());
        Assert.Equal(["left", "right"], scaled.FeatureNames);
        Assert.Equal(("here", "five"), (scaled.Source, scaled.Name));
        Dataset sums = Five.Map((row, result) => result[0] = row[0] + row[1], [1]);
        Assert.Equal([1, 5, 9, 13, 17], sums.Features.ToArray());
        Assert.Equal((1, 1, 0), (sums.FeatureCount, sums.FeatureShape.Length, sums.FeatureNames.Count));
        Assert.Equal([10, 20, 30], Series.Map((row, result) => result[0] = -row[0]).Targets.ToArray());
    }

    [Fact]
    public void Shards_hold_each_row_once_in_parts_of_nearly_one_size()
    {
        Assert.Equal([[0, 2, 4], [6, 8]], Five.Shards(2).Select(First));
        IReadOnlyList<Dataset> dealt = Digits.Load().Shards(7, new RandomStream(3));
        Assert.Equal([256, 257], dealt.Select(shard => shard.Count).Distinct().Order());
        Assert.Equal(1797, dealt.Sum(shard => shard.Count));
        Assert.NotEqual(Digits.Load().Shards(7)[0].Labels.ToArray(), dealt[0].Labels.ToArray());
        Assert.Equal(Digits.Load().Labels.ToArray().Order(), dealt.SelectMany(shard => shard.Labels.ToArray()).Order());
    }

    [Fact]
    public void A_bootstrap_draws_as_many_rows_and_leaves_a_third_out()
    {
        Dataset numbers = new("numbers", [.. Enumerable.Range(0, 1000).Select(i => (float)i)], [1], new int[1000], ["a"]);
        Dataset drawn = numbers.Bootstrap(new RandomStream(1));
        Assert.Equal(1000, drawn.Count);
        Assert.InRange(drawn.Features.ToArray().Distinct().Count(), 610, 655);                 // 1 − 1/e of them
        Assert.Equal(drawn.Features.ToArray(), numbers.Bootstrap(new RandomStream(1)).Features.ToArray());
    }

    [Fact]
    public void Missing_values_of_a_table_stay_missing_where_features_keep_their_shape()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "a,b,y\n1,2,x\n,4,z\n5,6,x\n7,8,z\n");
            Dataset table = CsvReader.Read(path, new CsvOptions { Target = "y", Missing = MissingValues.Mean }).Dataset;
            Dataset doubled = table.Map((row, result) => (result[0], result[1]) = (2 * row[0], 2 * row[1]));
            Assert.Equal(0, Standardizer.Fit(doubled).Apply(doubled).Features[2]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_no_rows_are_left_of_is_refused_in_words()
    {
        Refused.With<ArgumentException>("Dataset 'five': expected to take 1 to 5 rows, but 6 were asked for.", () => Five.Take(6));
        Refused.With<ArgumentException>("Dataset 'five': expected at least one row for a subset, but got none.", () => Five.Where(_ => false));
        Refused.With<InvalidOperationException>("Dataset 'series' is for regression and has no labels to divide it by.", () => Series.ByLabel());
        Refused.With<ArgumentException>("Dataset 'five': expected 1 to 5 shards, of a row at least, but 6 were asked for.", () => Five.Shards(6));
        Refused.With<ArgumentException>("Dataset 'five': expected feature sizes of at least 1, but the shape of a row is [0].",
            () => Five.Map((_, _) => { }, [0]));
        Refused.With<ArgumentException>(
            "Dataset 'series': expected finite numbers, but feature 0 of row 0 is NaN. Remove the row or fill in a value.",
            () => Series.Map((_, result) => result[0] = float.NaN));
    }

    [Fact]
    public void Images_are_scaled_by_one_mean_and_deviation_or_one_per_channel()
    {
        Dataset images = new("images", [1, 3, 10, 30, 5, 7, 50, 70], [2, 1, 2], [0, 1], ["a", "b"]);
        float[] all = Standardizer.Fit(images, ScaleSharing.All).Apply(images).Features.ToArray();
        Assert.Equal(0, all.Average(), 1e-6);
        Assert.Equal(1, Math.Sqrt(all.Average(x => x * x)), 1e-6);
        float[] channels = Standardizer.Fit(images, ScaleSharing.Channel).Apply(images).Features.ToArray();
        Assert.Equal(0, channels[0] + channels[1] + channels[4] + channels[5], 1e-6);
        Assert.Equal(0, channels[2] + channels[3] + channels[6] + channels[7], 1e-6);
        Refused.With<ArgumentException>("Dataset 'five': expected images of shape [channels, height, width] for one scale per channel, "
            + "but a row is [2].",
            () => Standardizer.Fit(Five, ScaleSharing.Channel));
    }

    [Fact]
    public void Rows_get_other_labels_and_share_their_features()
    {
        Dataset data = new("two", [1, 2], [1], [0, 1], ["no", "yes"]), swapped = data.WithLabels([1, 0]);
        Assert.Equal([1, 0], swapped.Labels.ToArray());
        Assert.Equal([0, 1], data.Labels.ToArray());
        Assert.True(data.Features == swapped.Features);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused_in_sentences()
    {
        Dataset data = new("two", [1, 2], [1], [0, 1], ["no", "yes"]), numbers = new("sizes", [1], [1], [2f], ["size"]);
        Assert.Equal(
            "Dataset 'two': expected 2 labels, one for each row, but got 1. (Parameter 'labels')",
            Assert.Throws<ArgumentException>(() => data.WithLabels([1])).Message);
        Assert.Equal(
            "Dataset 'two': expected labels from 0 to 1, but row 1 has 2. Number the classes from 0 and name each of them.",
            Assert.Throws<ArgumentException>(() => data.WithLabels([1, 2])).Message);
        Assert.Equal(
            "Dataset 'sizes' is for regression and has no labels to replace.",
            Assert.Throws<InvalidOperationException>(() => numbers.WithLabels([0])).Message);
    }
}
