using System.Globalization;
using Elucid.Lab.Tests.Trials;
using Elucid.Reports;

namespace Elucid.Lab.Tests.Runs;

[AnyWidth]
public sealed class GenerationRunTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    static Recipe Recipe(string model) => RecipeDefaults.For(model, "adam", 100, LearningTask.Generate) with { Hidden = [8], Epochs = 3, Latent = 3 };

    // 90 training and 40 test images.
    static StudyData Images(int firstTest = 90) => StudyData.WithTestSet(
        new DataSplit(Digits.Load().Take(90), Digits.Load().Subset([.. Enumerable.Range(firstTest, 40)]))).WithoutAnswers(LearningTask.Generate);

    (RunResult Result, TrainingRun Run, OutputDirectory Output) Train(string model, string directory, StudyData? data = null, int epochs = 3)
    {
        data ??= Images();
        OutputDirectory output = OutputDirectory.Open(_directory[directory]);
        TrainingRun run = new(new RunSettings(data.Id, Recipe(model) with { Epochs = epochs }, "elu", 1), data, output);
        return (run.Run(null, TestContext.Current.CancellationToken)!, run, output);
    }

    [Theory]
    [InlineData("vae")]
    [InlineData("gan")]
    public void Other_test_images_leave_the_network_as_it_is(string model)
    {
        (RunResult one, TrainingRun first, OutputDirectory a) = Train(model, "one");
        (RunResult other, TrainingRun second, OutputDirectory b) = Train(model, "two", Images(firstTest: 500));
        using (a)
        using (b)
        {
            Assert.Equal(File.ReadAllBytes(first.ModelPath), File.ReadAllBytes(second.ModelPath));
            Assert.NotEqual(Metric.TestFrechet.Of(one.Test), Metric.TestFrechet.Of(other.Test));
        }
    }

    [Fact]
    public void What_each_epoch_drew_is_kept_as_a_file_and_shown_in_the_report()
    {
        (RunResult result, _, OutputDirectory output) = Train("vae", "run");
        using (output)
        {
            Assert.Equal([1, 2, 3], result.Samples.Select(sample => sample.Epoch));
            Assert.All(result.Samples, sample => Assert.Equal(16 * 64, sample.Images!.Length));
            Assert.All([1, 2, 3], epoch => Assert.True(File.Exists(_directory[$"run/samples/epoch-{epoch}.png"])));
            ReportModel report = RunReport.Of(result, "elucid train");
            Assert.Equal(
                ["How did it learn?", "What does it draw?", "How did it learn to draw?", "What lies between two drawings?", "Does it copy?",
                    "Does it draw all kinds?", "What does the loss consist of?"], report.Sections.Select(section => section.Heading));
            output.Clear();
            Assert.Empty(Directory.GetFiles(_directory["run/samples"]));
        }
    }

    [Theory]
    [InlineData("vae")]
    [InlineData("gan")]
    public void Rows_are_drawn_within_the_bounds_and_with_the_decimals_of_their_columns(string model)
    {
        RandomStream random = new(1);
        string[] names = [.. Enumerable.Range(0, 14).Select(i => $"c{i}")];            // more than the report shows
        string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
        string csv = string.Join(',', names) + ",kind\n" + string.Concat(Enumerable.Range(0, 150).Select(row =>
            $"{random.NextInt32(40)},{Text(Math.Round(Math.Exp(2 * random.NextGaussian()), 2))},"
                + $"{string.Join(',', names[2..].Select(_ => Text(random.NextInt32(1000) / 10.0)))},{(row % 3 == 0 ? "a" : "b")}\n"));
        StudyData data = DataSource.Load(
            new(_directory.Write($"{model}.csv", csv)) { Csv = new() { Task = LearningTask.Generate }, WithoutAnswers = LearningTask.Generate },
            out _);
        (RunResult result, TrainingRun run, OutputDirectory output) = Train(model, model, data);
        using (output)
        {
            RunFiles.Write(result, output, "elucid train");
            TrainedModel loaded = TrainedModel.Load(run.ModelPath);
            Assert.Equal(0, loaded.File.Scores!.DecimalsOf(0));
            float[] drawn = loaded.Sample(200).Values.ToArray();
            int width = loaded.File.FeatureShape[0];
            Assert.All(Enumerable.Range(0, 200), row => Assert.True(
                drawn[row * width] is >= 0 and < 40 && drawn[row * width] == MathF.Floor(drawn[row * width]) && drawn[row * width + 1] >= 0));
            Assert.True(Enumerable.Range(0, 200).Select(row => drawn[row * width]).Distinct().Count() > 3);
            OnnxModel.Export(run.ModelPath, _directory[$"{model}.onnx"]);
        }
    }

    [Fact]
    public void A_run_of_adversaries_that_was_stopped_ends_with_the_bits_of_one_that_was_not()
    {
        (_, TrainingRun whole, OutputDirectory a) = Train("gan", "whole");
        a.Dispose();
        StudyData data = Images();
        using OutputDirectory output = OutputDirectory.Open(_directory["stopped"]);
        RunSettings settings = new(data.Id, Recipe("gan"), "elu", 1);
        using CancellationTokenSource stop = new();
        TrainingRun first = new(settings, data, output) { OnSample = sample => { if (sample.Epoch == 2) stop.Cancel(); } };
        first.Run(null, stop.Token);
        Assert.False(first.Trainer.IsFinished);
        TrainingRun second = new(settings, data, output, RunStart.Resume);
        RunResult result = second.Run(null, TestContext.Current.CancellationToken)!;
        Assert.Equal(File.ReadAllBytes(whole.ModelPath), File.ReadAllBytes(second.ModelPath));
        Assert.Equal([1, 2, 3], result.Samples.Select(sample => sample.Epoch));
    }

    [Fact]
    public void Baselines_stand_in_their_order_from_bad_to_real()
    {
        StudyData data = StudyData.Digits().WithoutAnswers(LearningTask.Generate);
        DataSplit split = data.Split(1, withValidation: false);
        IReadOnlyList<Baseline> baselines = data.Profile.Baselines(split, null, new Recipe());
        Assert.Equal(["independent features", "Gaussian", "real ones, from training"], baselines.Select(baseline => baseline.Name));
        double[] distances = [.. baselines.Select(baseline => Metric.TestFrechet.Of(baseline.Test)!.Value)];
        Assert.InRange(distances[2], 0, 3);
        Assert.InRange(distances[1], 2 * distances[2], distances[0] / 2);
        Assert.InRange(Metric.TestSureShare.Of(baselines[2].Test)!.Value, 0.85, 1);
        Assert.Equal(1, Metric.TestCopyShare.Of(baselines[2].Test));
        Assert.Equal(0, Metric.TestCopyShare.Of(baselines[0].Test));
    }

    [Fact]
    public void A_memory_is_warned_about()
    {
        TaskProfile profile = TaskProfile.Of(LearningTask.Generate);
        static Evaluation Drawn(double copies) => new(0)
        {
            Metrics = MetricValues.Of([(ExampleJudge.FrechetDistance, 1), (ExampleJudge.CopyShare, copies)]),
        };
        Assert.True(profile.IsTooGood(new("n", Drawn(0.2)), new("t", Drawn(0))));
        Assert.False(profile.IsTooGood(new("n", Drawn(0.05)), new("t", Drawn(0))));
    }

    [Fact]
    public void Adversaries_that_run_away_without_a_number_that_is_infinite_are_warned_about()
    {
        StudyData data = Images();
        using OutputDirectory output = OutputDirectory.Open(_directory["wild"]);
        Recipe wild = Recipe("gan") with { LearningRate = 3 };
        RunResult result = new TrainingRun(new(data.Id, wild, "elu", 1), data, output).Run(null, TestContext.Current.CancellationToken)!;
        Assert.Contains("The losses of the two networks have no bounds: in epoch 3 the discriminator's was ", result.Caution);
        Assert.Contains("Try a smaller Recipe.LearningRate than 3, or Recipe.ClipNorm.", result.Caution);
        Assert.EndsWith(result.Caution, RunReport.Of(result, "elucid train").Conclusion, StringComparison.Ordinal);
        (RunResult usual, _, OutputDirectory other) = Train("gan", "usual");
        other.Dispose();
        Assert.DoesNotContain("Try a smaller", usual.Caution);      // three epochs may draw one image, but no loss has run away

        // A generator without weights draws what its biases say.
        foreach ((string _, Tensor weight) in ((GenerativeAdversarialNetwork)usual.Network).Generator.NamedParameters())
            weight.Edit().Clear();
        Assert.Matches(
            @"It draws nearly one example again and again: what it draws varies 0(\.00)? % as much as test examples do\. Train it longer, ",
            (usual with { IsWhole = true }).Caution);
    }

    [Fact]
    public void Images_that_are_all_alike_are_not_called_infinite()
    {
        float[] one = Digits.Load().Features[..64].ToArray();
        Dataset same = new("same", [.. Enumerable.Repeat(one, 60).SelectMany(image => image)], [1, 8, 8]);
        DataSplit split = new(same.Take(40), same.Take(20));
        (RunResult result, _, OutputDirectory output) = Train("gan", "same", StudyData.WithTestSet(split).WithoutAnswers(LearningTask.Generate));
        output.Dispose();
        Assert.DoesNotContain("not finite", result.Caution);
        Assert.DoesNotContain("again and again", result.Caution);
    }

    [Fact]
    public void Rows_of_more_columns_than_are_shown_have_a_report()
    {
        RandomStream random = new(3);
        string table = string.Join(',', Enumerable.Range(0, 15).Select(i => $"c{i}")) + "\n"
            + string.Concat(Enumerable.Range(0, 60).Select(
                _ => string.Join(',', Enumerable.Range(0, 15).Select(_ => random.NextInt32(1000))) + "\n"));
        File.WriteAllText(_directory["wide.csv"], table);
        StudyData data = StudyData.Table(CsvReader.Read(_directory["wide.csv"], new CsvOptions { Task = LearningTask.Generate }));
        (RunResult result, _, OutputDirectory output) = Train("vae", "wide", data, epochs: 1);
        output.Dispose();
        string drawn = DrawnExamples.Of(TrainedModel.Load(_directory["wide/model.safetensors"]), 5, seed: 1).ToCsv();
        Assert.DoesNotContain('.', drawn);                          // whole numbers, as in the table
        ReportSection together = Assert.Single(
            RunReport.Of(result, "elucid train").Sections, section => section.Heading == "Do columns hang together as they should?");
        Assert.EndsWith(" The first 12 of 15 are shown.", together.Explanation, StringComparison.Ordinal);
    }
}
