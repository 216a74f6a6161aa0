namespace Elucid.Tests.Metrics;

public sealed class MetricsTests
{
    [Fact]
    public void Always_naming_the_majority_is_no_better_than_guessing_where_classes_count_alike()
    {
        int[] labels = [.. Enumerable.Repeat(0, 97), 1, 1, 1];
        ConfusionMatrix confusion = ConfusionMatrix.Of(labels, new int[100], classes: 2);
        Assert.Equal((0.97, 0.5, 0.0), (confusion.Accuracy.Value, confusion.BalancedAccuracy.Value, confusion.F1(1).Value));
        Assert.Equal(0.5, RocAuc.Of(labels, new double[100]).Value);
    }

    [Fact]
    public void A_score_that_does_not_exist_says_why()
    {
        Undefined("there are no rows", ConfusionMatrix.Of([], [], 2).Accuracy, ConfusionMatrix.Of([], [], 2).BalancedAccuracy,
            ConfusionMatrix.Of([], [], 2).F1(Average.Macro),
            RocAuc.Of([], []), RocAuc.OneVersusRest([], [], 3), LogLoss.Of([], [], 2), RegressionMetrics.Mae([], []), RegressionMetrics.Rmse([], []),
            RegressionMetrics.R2([], []));
        Undefined("all rows are of one class", ConfusionMatrix.Of([1, 1], [1, 0], 2).BalancedAccuracy, RocAuc.Of([1, 1], [0.2, 0.3]),
            RocAuc.OneVersusRest([1, 1], [1, 0, 1, 0], 2));
        Undefined("no row was taken for the class", ConfusionMatrix.Of([0, 1], [0, 0], 2).Precision(1));
        Undefined("no row is of the class", ConfusionMatrix.Of([0, 0], [0, 1], 2).Recall(1));
        Undefined("no row is of the class or was taken for it", ConfusionMatrix.Of([0, 0], [0, 0], 2).F1(1));
        Undefined("a class that occurred was given the probability 0", LogLoss.Of([0], [double.NegativeInfinity, 0], 2));
        Undefined("the outputs are not finite, or too large", RocAuc.Of([0, 1], [0, double.NaN]),
            RegressionMetrics.Rmse([1, 2], [1, float.PositiveInfinity]),
            RegressionMetrics.R2([1, 2], [1, float.NaN]), LogLoss.Of([0], LogProbabilities.FromLogits([float.NaN, 0], 2), 2));
        Undefined("all targets are equal", RegressionMetrics.R2([1e7f, 1e7f, 1e7f], [1, 2, 3]));
        Undefined("there are no rows", AveragePrecision.Of([], []), AveragePrecision.OneVersusRest([], [], 2), BrierScore.Of([], []),
            BrierScore.OfClasses([], [], 2),
            CalibrationError.Of([], [], 2), Perplexity.Of([], [], 2), RegressionMetrics.Mape([], []),
            ConfusionMatrix.Of([], [], 2).Precision(Average.Micro));
        Undefined("no row is of the class", AveragePrecision.Of([0, 0], [0.2, 0.3]));
        Undefined("no row got an answer", ConfusionMatrix.Of([0, 1], [-1, -1], 2).Precision(Average.Micro));
        Undefined("no class that occurs has the score", ConfusionMatrix.Of([0, 1], [-1, -1], 2).Precision(Average.Macro));
        Undefined("a target is 0", RegressionMetrics.Mape([1, 0], [1, 1]));
        Undefined("no image has an object", MeanAveragePrecision.At([[]], [[]]), MeanAveragePrecision.At50To95([[]], [[new(Square(0), 1)]]));
        Undefined("no image has an object of the class", MeanAveragePrecision.OfClass([[Square(0)]], [[]], label: 1));
        Undefined("one row has no covariance", FrechetDistance.Of(GaussianStatistics.Of([1, 2], 2), GaussianStatistics.Of([1, 2, 3, 4], 2)));
        Undefined("the outputs are not finite, or too large", AveragePrecision.Of([0, 1], [0, double.NaN]), BrierScore.Of([1], [double.NaN]),
            CalibrationError.Of([0], [double.NaN, 0.5], 2),
            Perplexity.FromLoss(800), FrechetDistance.Of(GaussianStatistics.Of([1, float.NaN], 1), GaussianStatistics.Of([1, 2], 1)),
            MeanAveragePrecision.At([[Square(0)]], [[new(Square(0), float.NaN)]]));
        Undefined("a class that occurred was given the probability 0", Perplexity.Of([0], [double.NegativeInfinity, 0], 2));
        Undefined("one row has no variance to explain", RegressionMetrics.R2([4], [5]));
    }

    static void Undefined(string reason, params Score[] scores) => Assert.All(scores, score =>
    {
        Assert.Null(score.Value);
        Assert.Equal((reason, $"undefined: {reason}"), (score.Reason, score.ToString()));
    });

    static LabeledBox Square(float left, int kind = 0) => new(left, 0, left + 10, 10, kind);

    [Fact]
    public void Mean_average_precision_of_a_case_computed_by_hand()
    {
        // Class 0 has 4 objects. From the surest: right, false, right, right; the fourth object is missed. Precision at recalls up to 1/4 is 1, up to
        // 3/4 it is 3/4: (26 · 1 + 50 · 3/4) / 101.
        LabeledBox[][] truth = [[Square(0), Square(20)], [Square(0), Square(40), Square(60, kind: 1)]];
        Detection[][] found =
        [
            [new(Square(0), 0.9f), new(Square(100), 0.8f), new(Square(21), 0.7f)],
            [new(Square(2), 0.6f), new(Square(60, kind: 1), 0.3f)],
        ];
        double class0 = (26 + 50 * 0.75) / 101;
        Assert.Equal(class0, MeanAveragePrecision.OfClass(truth, found, 0).Value!.Value, 1e-15);
        Assert.Equal((class0 + 1) / 2, MeanAveragePrecision.At(truth, found).Value!.Value, 1e-15);
        // Moved by 1 of 10 a box has 9/11 in common, by 2 it has 8/12: both are lost at 0.85, one at 0.7.
        Assert.Equal((26 + 25 * 2 / 3.0) / 101, MeanAveragePrecision.OfClass(truth, found, 0, overlap: 0.7).Value!.Value, 1e-15);
        Assert.Equal(26 / 101.0, MeanAveragePrecision.OfClass(truth, found, 0, overlap: 0.85).Value!.Value, 1e-15);
    }

    [Fact]
    public void An_object_is_found_once()
    {
        Assert.Equal(1, MeanAveragePrecision.At([[Square(0)]], [[new(Square(1), 0.9f), new(Square(0), 0.8f)]]).Value);
        // The second detection of one object is false, and stands above the only one of the other.
        Detection[] found = [new(Square(0), 0.9f), new(Square(1), 0.8f), new(Square(50), 0.7f)];
        Assert.Equal((51 + 50 * 2 / 3.0) / 101, MeanAveragePrecision.At([[Square(0), Square(50)]], [found]).Value!.Value, 1e-15);
    }

    [Fact]
    public void The_distance_of_a_set_from_itself_is_0_and_from_a_moved_copy_the_square_of_the_way()
    {
        float[] rows = new float[200 * 16];
        new RandomStream(4).FillGaussian(rows);
        for (int i = 0; i < rows.Length; i += 16)
            rows[i + 3] = rows[i + 2];                                  // a singular covariance
        GaussianStatistics statistics = GaussianStatistics.Of(rows, 16);
        GaussianStatistics moved = GaussianStatistics.Of([.. rows.Select((x, i) => i % 16 == 5 ? x + 3 : x)], 16);
        Assert.Equal(0, FrechetDistance.Of(statistics, statistics).Value!.Value, 1e-6);
        Assert.Equal(9, FrechetDistance.Of(statistics, moved).Value!.Value, 1e-5);
    }

    // Fewer rows than features, and large ones: other implementations give complex or negative numbers, or some hundred (mseitzer/pytorch-fid#13,
    // piq#277).
    [Fact]
    public void Few_rows_of_large_features_are_no_trouble_to_the_distance()
    {
        float[] rows = new float[8 * 32];
        new RandomStream(4).FillUniform(rows, 0, 5000);
        GaussianStatistics statistics = GaussianStatistics.Of(rows, 32);
        double traces = 2 * Enumerable.Range(0, 32).Sum(f => statistics.Covariance[33 * f]);
        Assert.InRange(FrechetDistance.Of(statistics, statistics).Value!.Value / traces, 0, 1e-6);
    }

    // Once 0.5 in scikit-learn (#6377): the order of rows decided.
    [Fact]
    public void A_score_that_says_nothing_has_the_precision_of_guessing()
    {
        int[] labels = new int[10_000];
        labels[0] = 1;
        Assert.Equal(1e-4, AveragePrecision.Of(labels, new double[10_000]).Value!.Value, 1e-15);
        Assert.Equal(0.5, AveragePrecision.Of([0, 1, 0, 0, 0], [0.7, 0.8, 0.5, 0.9, 0.1]).Value);          // #9618
        Assert.Equal(1, AveragePrecision.Of([1, 1], [0.49, 0.49]).Value);                                   // #24381
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    public void A_symmetric_matrix_is_the_product_of_its_vectors_and_values(int n)
    {
        Random random = new(n);
        double[] a = new double[n * n];
        for (int row = 0; row < n; row++)
            for (int column = 0; column <= row; column++)
                a[row * n + column] = a[column * n + row] = (row + column) % 5 == 0 ? 0 : random.NextDouble() - 0.5;
        SymmetricEigen eigen = new(a, n);
        for (int row = 0; row < n; row++)
            for (int column = 0; column < n; column++)
            {
                double product = 0, inner = 0;
                for (int k = 0; k < n; k++)
                {
                    product += eigen.Vectors[k * n + row] * eigen.Values[k] * eigen.Vectors[k * n + column];
                    inner += eigen.Vectors[row * n + k] * eigen.Vectors[column * n + k];
                }
                Assert.Equal(a[row * n + column], product, 1e-13);
                Assert.Equal(row == column ? 1 : 0, inner, 1e-13);
            }
        Assert.All(new SymmetricEigen(new double[n * n], n).Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Confidence_that_is_right_as_often_as_it_says_is_calibrated()
    {
        // Ten rows of confidence 0.8, eight of them right; five of 0.6, all right.
        int[] labels = [.. Enumerable.Repeat(0, 8), 1, 1, 0, 0, 0, 0, 0];
        double[] probabilities = [.. labels.SelectMany((_, row) => row < 10 ? new[] { 0.8, 0.2 } : [0.6, 0.4])];
        Assert.Equal(5 / 15.0 * 0.4, CalibrationError.Of(labels, probabilities, 2).Value!.Value, 1e-12);
        CalibrationBin bin = CalibrationError.Bins(labels, probabilities, 2, bins: 10)[7];
        Assert.Equal((10, 0.8, 0.8), (bin.Count, Math.Round(bin.Confidence, 12), bin.Accuracy));
    }

    [Fact]
    public void Equal_probabilities_for_all_tokens_hesitate_among_all()
    {
        Assert.Equal(50, Perplexity.Of([3, 7], LogProbabilities.FromLogits(new float[100], 50), 50).Value!.Value, 1e-11);
        Assert.Equal(1, Perplexity.FromLoss(0).Value);
    }

    [Fact]
    public void A_row_without_an_answer_is_wrong_for_every_class()
    {
        ConfusionMatrix confusion = ConfusionMatrix.FromOutputs([0, 0, 1], [1, 0, float.NaN, float.NaN, 0, 1], 2);
        Assert.Equal((1, 0, 1, 1), (confusion[0, 0], confusion[0, 1], confusion.Unanswered(0), confusion[1, 1]));
        Assert.Equal((2.0 / 3, 0.5, 1.0), (confusion.Accuracy.Value, confusion.Recall(0).Value, confusion.Precision(0).Value));
    }

    [Fact]
    public void Probabilities_near_1_keep_their_order_and_far_ones_stay_finite()
    {
        // As probabilities both are 1 in double precision.
        double[] logs = LogProbabilities.FromLogits([40, 0, 50, 0], 2);
        Assert.True(logs[0] < logs[2] && logs[2] < 0);
        Assert.Equal(800, LogLoss.Of([0], LogProbabilities.FromLogits([-400, 400], 2), 2).Value);
    }

    [Fact]
    public void Errors_of_an_output_whose_targets_are_all_equal_count()
    {
        // Squared errors 2 · (0.5² + 1), spread 2 · 0.5².
        Assert.Equal(-4, RegressionMetrics.R2([5, 0, 5, 1], [5.5f, 1, 5.5f, 2], outputs: 2).Value);
    }

    [Fact]
    public void Equal_probabilities_tie_whatever_the_order_of_the_other_classes()
    {
        double[] logs = LogProbabilities.FromLogits([3, 0.1f, 0.2f, 0.7f, -1, 3, -1, 0.7f, 0.2f, 0.1f], 5);
        Assert.Equal(logs[0], logs[5]);
    }

    [Fact]
    public void The_order_of_the_rows_does_not_matter_to_the_area()
    {
        Random random = new(3);
        int[] labels = [.. Enumerable.Range(0, 500).Select(i => i % 3 == 0 ? 1 : 0)];
        double[] scores = [.. labels.Select(label => Math.Round(label + 2 * random.NextDouble(), 1))];
        double area = RocAuc.Of(labels, scores).Value!.Value;
        Array.Reverse(labels);
        Array.Reverse(scores);
        Assert.Equal(area, RocAuc.Of(labels, scores).Value);
        Assert.Equal(1 - area, RocAuc.Of(labels, scores, positive: 0).Value!.Value, 1e-15);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        Refused.With<ArgumentException>(
            "ConfusionMatrix: expected 1 value for each of 2 labels, but got 1.", () => ConfusionMatrix.Of([0, 1], [0], 2));
        Refused.With<ArgumentException>(
            "ConfusionMatrix: expected labels from 0 to 1, but row 1 has 2. Number the classes from 0.", () => ConfusionMatrix.Of([0, 2], [0, 1], 2));
        Refused.With<ArgumentException>(
            "ConfusionMatrix: expected predictions from 0 to 1, or -1 for no answer, but row 0 has 7.", () => ConfusionMatrix.Of([0], [7], 2));
        Refused.With<ArgumentException>(
            "BrierScore: expected probabilities from 0 to 1, but row 1 has 1.5. Make them of logits with Probabilities.FromLogits.",
            () => BrierScore.Of([0, 1], [0.5, 1.5]));
        Refused.With<ArgumentException>("MeanAveragePrecision: expected a list of detections for each of 1 images, but got 2.",
            () => MeanAveragePrecision.At([[Square(0)]], [[], []]));
        Refused.With<ArgumentException>("GaussianStatistics: expected whole rows of 2 features, at least one, but got 3 numbers.",
            () => GaussianStatistics.Of([1, 2, 3], 2));
        Refused.With<ArgumentException>("FrechetDistance: expected statistics of as many features, but got 1 and 2. Compare features of one network.",
            () => FrechetDistance.Of(GaussianStatistics.Of([1, 2], 1), GaussianStatistics.Of([1, 2], 2)));
        Refused.With<ArgumentException>("RocAuc: expected a score for each of 2 labels, but got 1.", () => RocAuc.Of([0, 1], [0.5]));
        Refused.With<ArgumentException>("LogLoss: expected 3 values for each of 1 labels, but got 2.", () => LogLoss.Of([0], [0, 0], 3));
        Refused.With<ArgumentException>(
            "LogProbabilities: expected 3 logits in each row, but got 4 in all.", () => LogProbabilities.FromLogits([0, 0, 0, 0], 3));
        Refused.With<ArgumentException>(
            "R2: expected as many predictions as targets, 2 in each row, but got 3 targets and 3 predictions.", () =>
                RegressionMetrics.R2([1, 2, 3], [1, 2, 3], 2));
    }
}
