using Elucid.Lab.Tests.Studies;
using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Baselines;

[AnyWidth]
public class BaselineTests
{
    // Random features and one "yes" in 32 rows: there is nothing to learn.
    static StudyData Noise { get; } =
        Tiny.Read("x,y\n" + string.Concat(Enumerable.Range(0, 640).Select(i => $"{i * 7919 % 641 * 0.37},{(i % 32 == 5 ? "yes" : "no")}\n")), "y");

    [Fact]
    public void Trivial_baseline_answers_with_the_shares_of_the_training_rows()
    {
        Dataset training = new("t", [0, 1, 2, 3], [1], [0, 0, 0, 1], ["no", "yes"]), test = new("t", [0, 1], [1], [0, 1], ["no", "yes"]);
        Evaluation trivial = TrivialBaseline.Of(new DataSplit(training, test));

        Assert.Equal((0.5, 0.5, 0.0, 0.5), (trivial.Accuracy, trivial.BalancedAccuracy, trivial.F1, trivial.Auc));
        Assert.Equal(-(Math.Log(0.75) + Math.Log(0.25)) / 2, trivial.Loss, 1e-7);
        Assert.Equal(2, TrivialBaseline.Of(new DataSplit(new("n", [0, 1], [1], [1f, 5], ["y"]), new("n", [0, 1], [1], [1f, 5], ["y"]))).Mae);
    }

    [Fact]
    public void Linear_baseline_is_scikit_learns()
    {
        // scikit-learn 1.2.1: log_loss of LogisticRegression(C=1, tol=1e-12) and mean_absolute_error of Ridge(alpha=1) on these rows.
        Dataset classes = new("c", [0, 1, 2, 3], [1], [0, 0, 1, 1], ["a", "b"]);
        Evaluation logistic = LinearBaseline.Of(new DataSplit(classes, classes));
        Assert.Equal(0.3475632915532433, logistic.Loss, 1e-5);
        Dataset three = new("c", [0, 1, 2, 3], [1], [0, 1, 2, 2], ["a", "b", "c"]);
        Assert.Equal(0.5890046552802805, LinearBaseline.Of(new DataSplit(three, three)).Loss, 1e-5);
        Dataset numbers = new("n", [0, 1, 2], [1], [0f, 1, 5], ["y"]);
        Evaluation ridge = LinearBaseline.Of(new DataSplit(numbers, numbers));
        Assert.Equal(8.0 / 9, ridge.Mae!.Value, 1e-4);

        Assert.Equal(ridge, LinearBaseline.Of(new DataSplit(numbers, numbers)));
    }

    [Fact]
    public void Network_that_always_says_no_has_learned_nothing()
    {
        TrialCourse result = Tiny.Run(data: Noise, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(FailureKind.LearnedNothing, result.Failure?.Kind);
        Assert.Equal("final accuracy 96.9 % is no better than the 96.9 % of the most frequent class", result.Failure?.Sentence);
    }

    [Fact]
    public void Baselines_stand_below_the_activations_and_are_not_ranked()
    {
        StudySettings settings = Tiny.Settings with { Seeds = 1 };
        StudySummary summary = StudySummary.Of(Invented.Study(settings, Tiny.Classes,
            Invented.Trial(Tiny.Key("elu", 0), [2, 1], accuracy: 0.4), Invented.Trial(Tiny.Key("relu", 0), [2, 1], accuracy: 0.3)))!;

        Assert.Equal(["elu", "relu"], summary.Comparison.Ranking.Select(arm => arm.Name));
        Assert.Equal(1.0 / 3, summary.Baselines[0].Score.Mean, 1e-12);
        var table = StudyTable.Results(summary, new StudyCharts(summary));
        Assert.Equal(["most frequent class", "logistic regression"], table.Footer.Select(row => row.Cells[0].Text));
        Assert.Equal("33.3 %", table.Footer[0].Cells[1].Text);
        Assert.Contains("<tfoot>", Elucid.Reports.ReportPage.Render(StudyReport.Of(summary, new StudyCharts(summary), "")));
        Assert.Contains(" relu is no better than always answering with the most frequent class (test accuracy 33.3 %).", summary.Conclusion);
        Assert.Contains(" A linear model does better: logistic regression has a mean test accuracy of ", summary.Conclusion);
        Assert.Contains("\"baselines\": [", StudyFiles.ToJson(summary));
    }

    static readonly TaskProfile Classes = TaskProfile.Of(LearningTask.Classification), Quantities = TaskProfile.Of(LearningTask.Regression);

    static readonly Judged Majority = ByAccuracy("most frequent class", 0.97, 0.5), Mean = ByRmse("mean target", 2, r2: 0);

    static Judged ByAccuracy(string name, double accuracy, double? balanced = null) =>
        new(name, new Evaluation(0, accuracy) { BalancedAccuracy = balanced });

    static Judged ByRmse(string name, double rmse, double r2) => new(name, new Evaluation(0, Rmse: rmse, R2: r2));

    [Fact]
    public void Network_that_is_no_better_than_the_trivial_baseline_is_told_so()
    {
        Judged linear = ByAccuracy("logistic regression", 0.97, 0.5);
        Assert.Equal(
            "The network learned nothing that shows in the test accuracy: 97.5 % is no better than always answering with the most frequent class "
                + "(test accuracy 97.0 %).",
            BaselineWords.Describe(Classes, [ByAccuracy("elu", 0.975, 0.5)], Majority, linear));
        Assert.Equal(
            "No network learned anything that shows in the test accuracy: all are no better than always answering with the most frequent class "
                + "(test accuracy 97.0 %).",
            BaselineWords.Describe(Classes, [ByAccuracy("elu", 0.97, 0.5), ByAccuracy("relu", 0.96, 0.5)], Majority, linear));
        Assert.Equal("relu is no better than always answering with the most frequent class (test accuracy 97.0 %).",
            BaselineWords.Describe(Classes, [ByAccuracy("elu", 0.99, 0.5), ByAccuracy("relu", 0.96, 0.5)], Majority, linear));
        Assert.Equal(
            "The network does not beat the test accuracy of the most frequent class (97.0 %), but finds rows of the other classes, too: its "
                + "balanced accuracy is 75.0 % and not 50.0 %. "
            + "A linear model does better: logistic regression has a test accuracy of 97.0 %.",
                BaselineWords.Describe(Classes, [ByAccuracy("elu", 0.96, 0.75)], Majority, linear));
        Assert.Equal(
            "The network learned nothing that shows in the test RMSE: 2 is no better than always answering with the mean target (test RMSE 2).",
            BaselineWords.Describe(Quantities, [ByRmse("elu", 2, 0)], Mean, ByRmse("ridge regression", 1, 0.5)));
        Assert.Equal("", BaselineWords.Describe(Classes, [ByAccuracy("elu", 0.99, 0.9)], Majority, ByAccuracy("logistic regression", 0.99, 0.9)));
    }

    [Fact]
    public void Perfect_score_is_too_good_to_be_true()
    {
        const string Caution =
            "A perfect score is often too good to be true: look for a column that tells the target, or for rows that stand in both parts.";
        Assert.Equal(Caution, BaselineWords.Describe(Classes, [ByAccuracy("elu", 1, 1)], Majority, ByAccuracy("logistic regression", 1, 1)));
        // test rows of one class
        Assert.DoesNotContain(
            Caution,
            BaselineWords.Describe(Classes, [ByAccuracy("elu", 1)], ByAccuracy("most frequent class", 1), ByAccuracy("logistic regression", 1)));
        Assert.EndsWith(
            $" has a test RMSE of 0.250. {Caution}",
            BaselineWords.Describe(Quantities, [ByRmse("elu", 0.5, 0.99)], Mean, ByRmse("ridge regression", 0.25, 0.99999)));
    }
}
