using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Runs;

[AnyWidth]
public sealed class SmallerWorkTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    static readonly Recipe Recipe = Tiny.Recipe with { Hidden = [16], Epochs = 8 };

    string Train(Recipe recipe) => SmallerRunTests.Train(_directory["run"], Tiny.Classes, recipe);

    static byte[] BytesOf(SmallerResult result)
    {
        using MemoryStream stream = new();
        result.File.Save(result.Network, stream);
        return stream.ToArray();
    }

    // Null where it was stopped.
    SmallerResult? RunKept(string model, SmallerSettings settings, StudyData data, bool resumes, Func<SmallerProgress, bool>? stops = null)
    {
        using SmallerWork work = SmallerWork.Open(_directory["small.safetensors"], resumes);
        using CancellationTokenSource stop = new();
        try
        {
            SmallerResult result = new SmallerRun(model, settings, data, work).Run(new SmallerRunTests.Watcher(progress =>
            {
                if (stops?.Invoke(progress) == true)
                    stop.Cancel();
            }), stop.Token);
            work.Complete();
            return result;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    [Theory]
    [InlineData(Removal.Weights, null)]
    [InlineData(Removal.Units, 2)]
    public void A_run_that_was_stopped_goes_on_with_the_same_bits(Removal removal, int? members)
    {
        string model = Train(Recipe with { Members = members, Bagging = members is not null });
        SmallerSettings settings = new(removal, 0.6) { Retrain = 3 };
        SmallerResult whole = SmallerRunTests.Run(model, settings, Tiny.Classes);
        // Twice: when a network has begun to train on, and when some have done so.
        Assert.Null(RunKept(model, settings, Tiny.Classes, resumes: false, progress => progress.Share > 0.05));
        double found = 0;
        Assert.Null(RunKept(model, settings, Tiny.Classes, resumes: true, progress => progress.Share > 0.5));
        Assert.True(File.Exists(_directory["small.unfinished/checkpoint-0.6.safetensors"]));
        SmallerResult resumed = RunKept(model, settings, Tiny.Classes, resumes: true, progress => (found = progress.Found) < 0)!;
        Assert.InRange(found, 0.3, 0.6);
        Assert.Equal(BytesOf(whole), BytesOf(resumed));
        Assert.Equal(
            whole.Points.Select(point => point with { OneSeconds = 0, BatchSeconds = 0 }),
            resumed.Points.Select(point => point with { OneSeconds = 0, BatchSeconds = 0 }));
        Assert.False(Directory.Exists(_directory["small.unfinished"]));
    }

    [Fact]
    public void What_an_interrupted_run_has_trained_is_neither_lost_nor_taken_for_that_of_another()
    {
        string model = Train(Recipe), kept = _directory["small.unfinished"];
        SmallerSettings settings = new(Removal.Units, 0.5) { Retrain = 3 };
        string Refused(SmallerSettings asked, bool resumes = true) =>
            Assert.Throws<ArgumentException>(() => RunKept(model, asked, Tiny.Classes, resumes)).Message;
        Assert.Equal($"There is no '{kept}', where an interrupted run would be: omit RunStart.Resume to begin one.", Refused(settings));
        Assert.Null(RunKept(model, settings, Tiny.Classes, resumes: false, _ => true));
        Assert.False(Directory.Exists(kept));
        Assert.Null(RunKept(model, settings, Tiny.Classes, resumes: false, progress => progress.Share > 0.05));
        Assert.Equal(
            $"'{kept}' holds what an interrupted run has trained: pass RunStart.Resume to go on with it, or delete the directory to begin anew.",
            Refused(settings, resumes: false));
        string Other(string difference) => $"RunStart.Resume goes on with the run in '{kept}', but {difference}. Give what it was started with, or "
            + "delete the directory to begin anew.";
        Assert.Equal(
            Other("it was started with ModelFile.RemoveUnits 0.5 SmallerSettings.Retrain = 3 and now got ModelFile.RemoveUnits 0.5 "
                + "SmallerSettings.Retrain = 4"),
            Refused(settings with { Retrain = 4 }));
        string run = File.ReadAllText(_directory["run/run.json"]);
        File.WriteAllText(_directory["run/run.json"], run.Replace("\"epochs\": 8", "\"epochs\": 9", StringComparison.Ordinal)
            .Replace("\"batch\": ", "\"batch\": 1", StringComparison.Ordinal));
        Assert.Equal(Other("the settings of the model's training beside it have changed since it was started"), Refused(settings));
        File.WriteAllText(_directory["run/run.json"], run);
        (ModelFile file, Module network) = ModelFile.Load(model);
        (ModelFile smaller, Module narrow) = file.RemoveUnits(network, 0.1);
        smaller.Save(narrow, model);
        Assert.Equal(Other("it was started with another model file"), Refused(settings));
        File.WriteAllText(Path.Combine(kept, "run.json"), "{");
        Assert.StartsWith(
            $"'{Path.Combine(kept, "run.json")}' does not say of which run the work beside it is (",
            Assert.Throws<ModelFormatException>(() => RunKept(model, settings, Tiny.Classes, resumes: true)).Message);
    }
}
