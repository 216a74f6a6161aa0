using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Tasks;

/// <summary>What holds of detection beside the contract of all tasks.</summary>
[AnyWidth]
public sealed class DetectionTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    RunResult Train(string name, Func<string, string>? change = null, Recipe? recipe = null)
    {
        string csv = TinyBoxes.Write(_directory["images"]);
        File.WriteAllText(_directory["images/boxes.csv"], change is null ? csv : change(csv));
        StudyData data = TinyBoxes.Read(_directory["images/boxes.csv"]);
        using OutputDirectory directory = OutputDirectory.Open(_directory[name]);
        RunResult run = new TrainingRun(new RunSettings(data.Id, recipe ?? TinyBoxes.Recipe, "elu", Seed: 1), data, directory).Run(null, default)!;
        RunFiles.Write(run, directory, "elucid train");
        return run;
    }

    [Fact]
    public void Other_boxes_in_test_images_change_no_bit_of_the_model()
    {
        RunResult first = Train("one");
        HashSet<string> tests = [.. BoxedImages.SourcesOf(first.Split.Test).Select(source => source.Name)];
        RunResult other = Train("two", csv => string.Join('\n', csv.Split('\n').Select(line =>
            line.Split(',') is [var image, not "", _, _, _, var label] && tests.Contains(image) ? $"{image},1,1,5,5,{label}" : line)));
        Assert.NotEqual(first.Test.Metrics, other.Test.Metrics);
        Assert.Equal(File.ReadAllBytes(_directory["one/model.safetensors"]), File.ReadAllBytes(_directory["two/model.safetensors"]));
    }

    [Fact]
    public void A_detector_that_has_learned_beats_both_baselines_and_says_what_it_finds()
    {
        RunResult run = Train("run", recipe: TinyBoxes.Recipe with { Hidden = [8, 16], Epochs = 40 });
        Assert.Equal(["mean box of each class", "boxes of the most similar image"], run.Baselines.Select(baseline => baseline.Name));
        Assert.True(run.Test.Metrics["mAP@0.5"] > run.Baselines.Max(baseline => baseline.Test.Metrics["mAP@0.5"]));
        Assert.InRange(run.Test.Metrics["mAP@0.5"], 0.6, 1);
        Assert.Equal("", run.Test.Undefined);
        Assert.StartsWith("With scores from ", Assert.Single(run.TaskSentences), StringComparison.Ordinal);
        Assert.Equal(["lying", "upright"], Assert.Single(run.TaskTables).Rows.Select(row => row.Cells[0].Text));

        string[] lines = File.ReadAllLines(_directory["run/detections.csv"]);
        Assert.Equal("image,label,score,x,y,width,height,right", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.Matches(@"^\d{3}\.png,(lying|upright),0\.\d+(,[\d.]+){4},[01]$", line));
        string report = File.ReadAllText(_directory["run/report.html"]);
        Assert.Contains("Where does it see objects?", report);
        Assert.Contains("Precision by recall", report);
        Assert.Contains("What kinds of mistakes does it make?", report);
    }

    [Fact]
    public void The_least_score_is_that_of_the_best_F1_on_validation_images()
    {
        RunResult run = Train("run", recipe: TinyBoxes.Recipe with { Epochs = 10 });
        PrecisionRecall curve = PrecisionRecall.OfAll(
            run.Split.Validation!.Boxes,
            [.. Evaluation.Detections(run.Network, run.Split.Validation).Select(found => BoxMatching.OnePerObject(found))]);
        Assert.Equal(curve.Points.MaxBy(point => point.F1).Score, run.File.LeastScore);
        Assert.Equal(run.File.LeastScore, TrainedModel.Load(_directory["run/model.safetensors"]).File.LeastScore);
    }
}
