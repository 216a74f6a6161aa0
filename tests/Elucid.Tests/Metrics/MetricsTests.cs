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
        Undefined("there are no rows", ConfusionMatrix.Of([], [], 2).Accuracy, ConfusionMatrix.Of([], [], 2).BalancedAccuracy, ConfusionMatrix.Of([], [], 2).MacroF1,
            RocAuc.Of([], []), RocAuc.OneVersusRest([], [], 3), LogLoss.Of([], [], 2), RegressionMetrics.Mae([], []), RegressionMetrics.Rmse([], []), RegressionMetrics.R2([], []));
        Undefined("all rows are of one class", ConfusionMatrix.Of([1, 1], [1, 0], 2).BalancedAccuracy, RocAuc.Of([1, 1], [0.2, 0.3]), RocAuc.OneVersusRest([1, 1], [1, 0, 1, 0], 2));
        Undefined("no row was taken for the class", ConfusionMatrix.Of([0, 1], [0, 0], 2).Precision(1));
        Undefined("no row is of the class", ConfusionMatrix.Of([0, 0], [0, 1], 2).Recall(1));
        Undefined("no row is of the class or was taken for it", ConfusionMatrix.Of([0, 0], [0, 0], 2).F1(1));
        Undefined("a class that occurred was given the probability 0", LogLoss.Of([0], [double.NegativeInfinity, 0], 2));
        Undefined("the outputs are not finite, or too large", RocAuc.Of([0, 1], [0, double.NaN]), RegressionMetrics.Rmse([1, 2], [1, float.PositiveInfinity]),
            RegressionMetrics.R2([1, 2], [1, float.NaN]), LogLoss.Of([0], LogProbabilities.OfLogits([float.NaN, 0], 2), 2));
        Undefined("all targets are equal", RegressionMetrics.R2([1e7f, 1e7f, 1e7f], [1, 2, 3]));
        Undefined("one row has no variance to explain", RegressionMetrics.R2([4], [5]));
    }

    static void Undefined(string reason, params Score[] scores) => Assert.All(scores, score =>
    {
        Assert.Null(score.Value);
        Assert.Equal((reason, $"undefined: {reason}"), (score.Reason, score.ToString()));
    });

    [Fact]
    public void A_row_without_an_answer_is_wrong_for_every_class()
    {
        ConfusionMatrix confusion = ConfusionMatrix.OfOutputs([0, 0, 1], [1, 0, float.NaN, float.NaN, 0, 1], 2);
        Assert.Equal((1, 0, 1, 1), (confusion[0, 0], confusion[0, 1], confusion.Unanswered(0), confusion[1, 1]));
        Assert.Equal((2.0 / 3, 0.5, 1.0), (confusion.Accuracy.Value, confusion.Recall(0).Value, confusion.Precision(0).Value));
    }

    [Fact]
    public void Probabilities_near_1_keep_their_order_and_far_ones_stay_finite()
    {
        // As probabilities both are 1 in double precision.
        double[] logs = LogProbabilities.OfLogits([40, 0, 50, 0], 2);
        Assert.True(logs[0] < logs[2] && logs[2] < 0);
        Assert.Equal(800, LogLoss.Of([0], LogProbabilities.OfLogits([-400, 400], 2), 2).Value);
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
        double[] logs = LogProbabilities.OfLogits([3, 0.1f, 0.2f, 0.7f, -1, 3, -1, 0.7f, 0.2f, 0.1f], 5);
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
        Refused.With<ArgumentException>("ConfusionMatrix: expected 1 value for each of 2 labels, but got 1.", () => ConfusionMatrix.Of([0, 1], [0], 2));
        Refused.With<ArgumentException>("ConfusionMatrix: expected labels from 0 to 1, but row 1 has 2. Number the classes from 0.", () => ConfusionMatrix.Of([0, 2], [0, 1], 2));
        Refused.With<ArgumentException>("ConfusionMatrix: expected predictions from 0 to 1, or -1 for no answer, but row 0 has 7.", () => ConfusionMatrix.Of([0], [7], 2));
        Refused.With<ArgumentException>("RocAuc: expected a score for each of 2 labels, but got 1.", () => RocAuc.Of([0, 1], [0.5]));
        Refused.With<ArgumentException>("LogLoss: expected 3 values for each of 1 labels, but got 2.", () => LogLoss.Of([0], [0, 0], 3));
        Refused.With<ArgumentException>("LogProbabilities: expected 3 logits in each row, but got 4 in all.", () => LogProbabilities.OfLogits([0, 0, 0, 0], 3));
        Refused.With<ArgumentException>("R2: expected as many predictions as targets, 2 in each row, but got 3 targets and 3 predictions.", () => RegressionMetrics.R2([1, 2, 3], [1, 2, 3], 2));
    }
}
