using Elucid.Lab.Tests.Trials;
using Elucid.Reports;

namespace Elucid.Lab.Tests.Runs;

[AnyWidth]
public sealed class TaskSectionsTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    ReportModel Report(StudyData data, Recipe recipe)
    {
        using OutputDirectory output = OutputDirectory.Open(_directory["run"]);
        TrainingRun run = new(new(data.Id, recipe, "elu", 0), data, output);
        return RunReport.Of(run.Run(null, TestContext.Current.CancellationToken)!, "train");
    }

    static string[] Headings(ReportModel report) => [.. report.Sections.Select(section => section.Heading)];

    [Fact]
    public void Tables_with_classes_show_mistakes_calibration_and_columns()
    {
        ReportModel report = Report(Tiny.Classes, Tiny.Recipe with { Epochs = 20 });
        Assert.Equal(
            ["How did it learn?", "Which classes are taken for which?", "Is it right as often as it says?", "Which columns matter?",
                "How do answers depend on them?"], Headings(report));
        HeatMapChart confusion = report.Sections[1].Charts.OfType<HeatMapChart>().Single();
        Assert.All(confusion.Rows, row => Assert.Equal(1, row.Values.Sum(), 1e-9));
        Assert.Equal(["cat", "cow", "dog"], report.Sections[1].Tables[0].Rows.Select(row => row.Cells[0].Text));
        Assert.Equal(["x", "y"], report.Sections[3].Charts.OfType<BarChart>().Single().Bars.Select(bar => bar.Name).Order());
    }

    [Fact]
    public void Quantities_show_predictions_in_the_targets_units_and_what_they_depend_on()
    {
        ReportModel report = Report(Tiny.Plane, Tiny.Recipe with { Epochs = 60 });
        Assert.Equal(
            ["How did it learn?", "How far is it from the truth?", "Which columns matter?", "How do answers depend on them?"], Headings(report));
        PointGroup points = report.Sections[1].Charts.OfType<ScatterChart>().First().Groups[0];
        Assert.All(points.X, y => Assert.InRange(y, 20, 200));
        Assert.InRange(points.X.Zip(points.Y, (truth, said) => Math.Abs(truth - said)).Average(), 0, 8);
        // Of the text column red is worth 10 more than blue.
        IReadOnlyList<Bar> colours = report.Sections[3].Charts.OfType<BarChart>().Single().Bars;
        Assert.Equal(["blue", "red"], colours.Select(bar => bar.Name));
        Assert.InRange(colours[1].Value - colours[0].Value, 5, 15);
    }

    [Fact]
    public void Images_show_the_wrong_ones_what_they_rest_on_and_their_changes()
    {
        ReportModel report = Report(
            StudyData.Digits(), Tiny.Recipe with { Epochs = 2, Augment = "shift:1" });
        Assert.Equal(
            ["How did it learn?", "Which classes are taken for which?", "What is it wrong about?", "Is it right as often as it says?",
                "What does it look at?", "What did it see?"], Headings(report));
        Assert.Matches(@"^\d, said \d$", report.Sections[2].Charts.OfType<ImageChart>().Single().Rows[0].Images[0].Name);
        Assert.Equal(4, report.Sections[5].Charts.OfType<ImageChart>().Single().Rows.Count);
        Assert.True(File.Exists(_directory["run/augmented.png"]));
    }

    [Fact]
    public void Balanced_weights_find_more_of_a_rare_class()
    {
        RandomStream random = new(3);
        string csv = "x,y\n" + string.Concat(Enumerable.Range(0, 400).Select(i =>
            FormattableString.Invariant($"{random.NextGaussian() + (i % 10 == 0 ? 1.5 : 0):0.###},{(i % 10 == 0 ? "rare" : "usual")}\n")));
        StudyData data = Tiny.Read(csv, "y");
        double? Recall(string? weights)
        {
            using OutputDirectory output = OutputDirectory.Open(_directory[$"run{weights}"]);
            TrainingRun run = new(new(data.Id, Tiny.Recipe with { Epochs = 20, ClassWeights = weights }, "elu", 0), data, output);
            return run.Run(null, TestContext.Current.CancellationToken)!.Test.BalancedAccuracy;
        }
        Assert.True(Recall("balanced") > Recall(null) + 0.05);
        Assert.Equal(
            "Recipe.ClassWeights = \"balanced\" is for classes, but tiny has quantities: omit it.",
            Assert.Throws<ArgumentException>(
                () => (Tiny.Recipe with { ClassWeights = "balanced" }).ObjectiveFor(Tiny.Plane.Split(0, withValidation: false).Train)).Message);
    }
}
