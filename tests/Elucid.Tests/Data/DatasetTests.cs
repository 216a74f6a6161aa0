namespace Elucid.Tests.Data;

public class DatasetTests
{
    static readonly Dataset Four = new("four", [0, 1, 2, 3, 4, 5, 6, 7], [2], [0, 1, 1, 0], ["no", "yes"]);

    [Fact]
    public void The_digits_are_1797_real_images_of_ten_classes()
    {
        Dataset digits = Digits.Load();
        Assert.Equal(1797, digits.Count);
        Assert.Equal([1, 8, 8], digits.FeatureShape.ToArray());
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180],
            digits.Labels.ToArray().CountBy(label => label).OrderBy(p => p.Key).Select(p => p.Value));
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0], digits.Features[..8].ToArray().Select(x => x * 16));
        Assert.Equal(1, digits.Features.ToArray().Max());
        Assert.Equal(561718, digits.Features.ToArray().Sum(x => (double)x) * 16);
        Assert.Contains("CC BY 4.0", digits.Source);
        Assert.Same(digits, Digits.Load());
    }

    [Fact]
    public void A_subset_holds_the_rows_in_the_order_asked_for()
    {
        Dataset subset = Four.Subset([3, 0, 3]);
        Assert.Equal([6, 7, 0, 1, 6, 7], subset.Features.ToArray());
        Assert.Equal([0, 0, 0], subset.Labels.ToArray());
        Assert.Equal(["no", "yes"], subset.ClassNames);

        Dataset regression = new Dataset("r", [0, 1, 2], [1], [10f, 11, 20, 21, 30, 31], ["a", "b"]).Subset([2]);
        Assert.Equal([30, 31], regression.Targets.ToArray());
    }

    [Fact]
    public void Disagreeing_lengths_labels_and_numbers_are_refused_in_sentences()
    {
        Refused.With<ArgumentException>("Dataset 'd': expected 2 rows of shape [3], that is 6 features, but got 5. Features and labels must have "
            + "the same number of rows.",
            () => new Dataset("d", new float[5], [3], [0, 1], ["a", "b"]));
        Refused.With<ArgumentException>("Dataset 'd': expected labels from 0 to 1, but row 1 has 2. Number the classes from 0 and name each of them.",
            () => new Dataset("d", new float[2], [1], [0, 2], ["a", "b"]));
        Refused.With<ArgumentException>("Dataset 'd': expected feature sizes of at least 1, but the shape of a row is [2, 0].",
            () => new Dataset("d", [], [2, 0], [0], ["a"]));
        Refused.With<ArgumentException>("Dataset 'd': expected at least one row with a label or target, but there is none.",
            () => new Dataset("d", [], [2], Array.Empty<int>(), ["a"]));
        Refused.With<ArgumentException>("Dataset 'd': expected finite numbers, but feature 1 of row 1 is NaN. Remove the row or fill in a value.",
            () => new Dataset("d", [0, 1, 2, float.NaN], [2], [0, 0], ["a"]));
        Refused.With<ArgumentException>("Dataset 'd': expected 2 targets for each of 1 rows, but got 3 values.",
            () => new Dataset("d", [1], [1], [1f, 2f, 3f], ["a", "b"]));
        Refused.With<ArgumentException>("Dataset 'four': expected row numbers from 0 to 3, but got 4.", () => Four.Subset([4]));
        Refused.With<ArgumentException>("Dataset 'four': expected at least one row for a subset, but got none.", () => Four.Subset([]));
    }

    [Fact]
    public void Rows_are_divided_where_they_stand()
    {
        DataSplit split = Four.Split(Splitter.At(3, gap: 1));
        Assert.Equal([[0, 1, 2, 3], [6, 7]], new[] { split.Train, split.Test }.Select(part => part.Features.ToArray()));
        Assert.Equal([[0, 1], [0]], new[] { split.Train, split.Test }.Select(part => part.Labels.ToArray()));

        DataSplit held = Four.Split(Splitter.ByTime(Portion.Rows(1))).HoldOut(Splitter.ByTime(Portion.Rows(1)));
        Assert.Equal([[0, 1, 2, 3], [4, 5], [6, 7]], new[] { held.Train, held.Validation!, held.Test }.Select(part => part.Features.ToArray()));

        // Windows that foretell two numbers: with a gap of one, no target of training is one of the test.
        DataSplit windows = TimeSeries.Windows("count", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], window: 3, horizon: 2).Split(Splitter.At(4, gap: 1));
        Assert.Equal((6f, 7f), (windows.Train.Targets[^1], windows.Test.Targets[0]));
        DataSplit validated = windows.HoldOut(Splitter.ByTime(Portion.Rows(1), gap: 1));
        Assert.Equal((4f, 5f), (validated.Train.Targets[^1], validated.Validation!.Targets[0]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(2, 2)]
    [InlineData(2, -1)]
    public void A_part_without_rows_is_refused(int row, int gap) =>
        Refused.With<ArgumentException>(
            $"Dataset 'four': expected a first test row from {Math.Max(gap, 0) + 1} to 3, with a gap of at least 0 before it, but got row {row} "
                + $"with a gap of {gap}. Both parts need a row.",
            () => Four.Split(Splitter.At(row, gap)));

    [Fact]
    public void A_validation_part_is_held_out_once() =>
        Refused.With<InvalidOperationException>("Dataset 'four' has a validation part of 1 rows already. Hold out rows once.",
            () => Four.Split(Splitter.ByTime(Portion.Rows(1))).HoldOut(Splitter.ByTime(Portion.Rows(1))).HoldOut(Splitter.ByTime(Portion.Rows(1))));

    [Fact]
    public void A_split_is_stratified_exact_in_size_and_a_function_of_its_seed()
    {
        Dataset digits = Digits.Load();
        DataSplit split = digits.Split(Portion.Rows(397), new RandomStream(1));
        Assert.Equal((1400, 397), (split.Train.Count, split.Test.Count));
        for (int c = 0; c < 10; c++)
        {
            double share = digits.Labels.ToArray().Count(l => l == c) * 397 / 1797.0;
            Assert.InRange(split.Test.Labels.ToArray().Count(l => l == c), Math.Floor(share), Math.Ceiling(share));
        }
        Assert.Equal(Rows(digits), Rows(split.Train).Concat(Rows(split.Test)).Order(StringComparer.Ordinal));
        Assert.Equal(Rows(split.Test), Rows(digits.Split(Portion.Rows(397), new RandomStream(1)).Test));
        Assert.NotEqual(Rows(split.Test), Rows(digits.Split(Portion.Rows(397), new RandomStream(2)).Test));

        DataSplit three = split.HoldOut(Splitter.Stratified(Portion.Fraction(0.1), new RandomStream(1)));
        Assert.Equal((1260, 140, 397), (three.Train.Count, three.Validation!.Count, three.Test.Count));
        Assert.Equal(Rows(split.Train), Rows(three.Train).Concat(Rows(three.Validation)).Order(StringComparer.Ordinal));
        Refused.With<InvalidOperationException>("Dataset 'digits' has a validation part of 140 rows already. Hold out rows once.",
            () => three.HoldOut(Splitter.Stratified(Portion.Rows(1), new RandomStream(1))));

        static IEnumerable<string> Rows(Dataset data) =>
            Enumerable.Range(0, data.Count).Select(i => string.Join(' ', data.Features.Slice(i * 64, 64).ToArray())).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void A_split_leaves_every_class_a_training_row()
    {
        Dataset rare = new("rare", [0, 1, 2, 3, 4], [1], [0, 0, 0, 0, 1], ["common", "rare"]);
        for (ulong seed = 0; seed < 20; seed++)
            Assert.Contains(1, rare.Split(Portion.Rows(3), new RandomStream(seed)).Train.Labels.ToArray());
        Refused.With<ArgumentException>("Dataset 'rare': expected at most 3 of 5 rows to be taken, so that each of 2 classes keeps one for "
            + "training, but 4 were asked for. Ask for fewer or add rows.",
            () => rare.Split(Portion.Rows(4), new RandomStream(0)));
        Dataset prices = new("prices", [0, 1, 2], [1], [0, 1, 2], ["100", "120", "150"]);
        Refused.With<ArgumentException>(
            "Dataset 'prices': expected rows to hold out, but each of the 3 classes has one row only, which training needs. Add "
            + "rows, or, if the classes are quantities, choose regression (CsvOptions.Task = LearningTask.Regression).", () =>
                prices.Split(Portion.Rows(1), new RandomStream(0)));
    }

    [Fact]
    public void A_regression_split_is_plain()
    {
        Dataset data = new("r", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1], [0f, 1, 2, 3, 4, 5, 6, 7, 8, 9], ["y"]);
        DataSplit split = data.Split(Portion.Fraction(0.3), new RandomStream(1));
        Assert.Equal((7, 3), (split.Train.Count, split.Test.Count));
        Assert.Equal(split.Test.Features.ToArray(), split.Test.Targets.ToArray());
    }

    [Fact]
    public void Portions_that_leave_a_part_empty_are_refused_in_sentences()
    {
        Refused.With<ArgumentException>("Expected a number of rows of at least 1, but got 0.", () => Portion.Rows(0));
        Refused.With<ArgumentException>("Expected a fraction of the rows between 0 and 1, such as 0.2, but got 1. For a number of rows use "
            + "Portion.Rows.", () => Portion.Fraction(1));
        Refused.With<ArgumentException>("Expected a fraction of the rows between 0 and 1, such as 0.2, but got NaN. For a number of rows use "
            + "Portion.Rows.", () => Portion.Fraction(double.NaN));
        Refused.With<ArgumentException>("Dataset 'four': expected a part of at least 1 and at most 3 of its 4 rows, but 4 rows were asked for. Ask "
            + "for another size.",
            () => Four.Split(Portion.Rows(4), new RandomStream(0)));
        Refused.With<ArgumentException>("Dataset 'four': expected at least 51 rows, so that 0.01 of them is a row and one is left beside it, but "
            + "there are 4. Add rows, or ask for another size.",
            () => Four.Split(Portion.Fraction(0.01), new RandomStream(0)));
        Refused.With<ArgumentException>("Dataset 'four': expected at least 3 rows, so that 0.2 of them is a row and one is left beside it, but there "
            + "are 2. Add rows.",
            () => Four.Take(2).Split(Portion.Fraction(0.2), new RandomStream(0)));
        Refused.With<ArgumentException>("Dataset 'four': expected at least 2 rows, so that 0.5 of them is a row and one is left beside it, but there "
            + "is 1. Add rows.",
            () => Four.Take(1).Split(Portion.Fraction(0.5), new RandomStream(0)));
    }

    [Fact]
    public void Targets_are_named_without_their_type()
    {
        Assert.Equal(LearningTask.Several, new Dataset("d", [1], [1], [1f], [new("a")]).Task);
        Assert.Equal(LearningTask.Regression, new Dataset("d", [1], [1], [1f], ["a"]).Task);
    }

    [Fact]
    public void The_standardizer_is_fitted_on_the_training_rows_and_can_be_undone()
    {
        Dataset train = new("t", [1, 7, 3, 7, 5, 7], [2], [10f, 20, 30], ["y"]);
        Dataset test = new("t", [3, 8], [2], [40f], ["y"]);
        Standardizer scaler = Standardizer.Fit(train);
        Assert.Equal([3, 7], scaler.Features.Means.ToArray());
        Assert.Equal([MathF.Sqrt(8 / 3f), 1], scaler.Features.Deviations.ToArray());

        DataSplit scaled = scaler.Apply(new DataSplit(train, test));
        Assert.Equal([0, 1], scaled.Test.Features.ToArray());
        Assert.Equal([1, 7, 3, 7, 5, 7], train.Features.ToArray());
        Assert.Equal(0, scaled.Train.Targets.ToArray().Sum(), 1e-6);

        float[] targets = scaled.Test.Targets.ToArray();
        Assert.Equal((40 - 20) / MathF.Sqrt(200 / 3f), targets[0], 1e-6);
        scaler.Targets!.Restore(targets);
        Assert.Equal(40, targets[0], 1e-5);

        ColumnScales stored = new(scaler.Features.Means, scaler.Features.Deviations);
        Assert.Equal(scaled.Train.Features.ToArray(), new Standardizer(stored).Apply(train).Features.ToArray());
    }

    [Fact]
    public void A_constant_feature_becomes_zero_even_where_its_mean_rounds()
    {
        float[] features = [.. Enumerable.Repeat(0.1f, 1001)];
        Dataset data = new("c", features, [1], new int[1001], ["a"]);
        Assert.All(Standardizer.Fit(data).Apply(data).Features.ToArray(), x => Assert.Equal(0, x));
    }

    [Fact]
    public void Scales_that_cannot_be_are_refused_in_sentences()
    {
        Refused.With<ArgumentException>("Expected one deviation for each mean, but got 1 means and 2 "
            + "deviations.", () => new ColumnScales([1], [1, 2]));
        Refused.With<ArgumentException>("Expected finite means and positive deviations, but column 1 has mean 0 and deviation "
            + "0.", () => new ColumnScales([0, 0], [1, 0]));
        Refused.With<ArgumentException>("Expected data with 1 features, as were measured, but got 2. Use the standardizer that was fitted on this "
            + "dataset's training part.",
            () => new Standardizer(new ColumnScales([0], [1])).Apply(Four));
        Refused.With<ArgumentException>("Expected rows of 2 columns, as were measured, but got 3 values, which is no whole number of rows.",
            () => new ColumnScales([0, 0], [1, 1]).Apply(new float[3]));
    }

    [Fact]
    public void Batches_cover_each_row_once_in_an_order_that_seed_and_epoch_decide()
    {
        DataLoader loader = new(Digits.Load(), 32, new RandomStream(1));
        Assert.Equal(57, loader.BatchCount);
        int[] first = Order(loader);
        Assert.Equal(Enumerable.Range(0, 1797), first.Order());
        loader.StartEpoch(3);
        int[] third = Order(loader);
        Assert.NotEqual(first, third);

        DataLoader resumed = new(Digits.Load(), 32, new RandomStream(1));
        resumed.StartEpoch(3);
        Assert.Equal(third[(20 * 32)..(21 * 32)], resumed[20].Rows.ToArray());
        Assert.NotEqual(third, Order(new DataLoader(Digits.Load(), 32, new RandomStream(2))));
        Assert.Equal(Enumerable.Range(0, 1797), Order(new DataLoader(Digits.Load(), 100)));

        static int[] Order(DataLoader loader)
        {
            List<int> rows = [];
            for (int i = 0; i < loader.BatchCount; i++)
                rows.AddRange(loader[i].Rows);
            return [.. rows];
        }
    }

    [Fact]
    public void A_batch_copies_its_rows_and_leaves_the_rest_of_the_buffer_alone()
    {
        DataLoader loader = new(Four, 3);
        float[] features = [.. Enumerable.Repeat(-1f, 6)];
        int[] labels = [-1, -1];
        loader[1].FillFeatures(features);
        loader[1].FillLabels(labels);
        Assert.Equal([6, 7, -1, -1, -1, -1], features);
        Assert.Equal([0, -1], labels);
        Assert.Equal(1, new DataLoader(Four, 3, dropLast: true).BatchCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader(Four, 3, dropLast: true)[1].Count);
    }

    [Fact]
    public void Batches_that_cannot_be_are_refused_in_sentences()
    {
        Refused.With<ArgumentException>("Expected a batch size of at least 1, but got 0.", () => new DataLoader(Four, 0));
        Refused.With<ArgumentException>("Dataset 'four': expected a batch size of at most its 4 rows, because the last partial batch is dropped, "
            + "but got 5. Choose a smaller batch or keep the last one.", () => new DataLoader(Four, 5, dropLast: true));
        Refused.With<ArgumentException>("Expected room for the features of 3 rows, that is 6 values, but the destination holds 5.",
            () => new DataLoader(Four, 3)[0].FillFeatures(new float[5]));
        Refused.With<ArgumentException>("Dataset 'four' is for classification and has no "
            + "targets.", () => new DataLoader(Four, 3)[0].FillTargets(new float[5]));
    }
}
