using Elucid.Lab.Tests.Studies;
using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests;

[AnyWidth]
public sealed class OutputDirectoryTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Directory_has_one_owner_at_a_time_who_is_named_to_others()
    {
        using (OutputDirectory first = OutputDirectory.Open(_directory["run"], "elucid train --out run"))
        {
            Assert.True(first.IsExclusive);
            string sentence = Assert.Throws<IOException>(() => OutputDirectory.Open(_directory["run"])).Message;
            Assert.Matches(
                $@"^'.*run' is in use by process {Environment.ProcessId} \(elucid train --out run\) since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\. Wait until it ends, or choose another OutputDirectory\.$", sentence);
        }
        using OutputDirectory second = OutputDirectory.Open(_directory["run"]);
        second.Dispose();
        Assert.Equal([_directory["run/.lock"]], Directory.GetFiles(_directory["run"]));
    }

    [Fact]
    public void What_a_killed_owner_left_keeps_nobody_out()
    {
        Directory.CreateDirectory(_directory["run"]);
        _directory.Write("run/.lock", "");
        _directory.Write("run/.lock.owner", "process 1 since long ago");
        using OutputDirectory next = OutputDirectory.Open(_directory["run"]);
        Assert.StartsWith($"process {Environment.ProcessId} since ", File.ReadAllText(next[".lock.owner"]));
    }

    [Fact]
    public void Next_directory_is_the_first_that_is_neither_taken_nor_in_use_nor_a_file()
    {
        OutputDirectory Next() => OutputDirectory.OpenNext(_directory["out"], "", directory => directory.Work.Length == 0);
        Directory.CreateDirectory(_directory["out"]);
        _directory.Write("out/run.json", "");
        _directory.Write("out-2", "");
        using OutputDirectory third = Next(), fourth = Next();
        Assert.Equal((_directory["out-3"], _directory["out-4"]), (third.Path, fourth.Path));
        third.Dispose();
        using OutputDirectory again = Next();
        Assert.Equal(_directory["out-3"], again.Path);
        Assert.Equal(_directory["out"], OutputDirectory.LastOf(_directory["out"]));
        Assert.Equal(_directory["none"], OutputDirectory.LastOf(_directory["none"]));
    }

    [Fact]
    public void Directory_that_cannot_be_is_refused()
    {
        string file = _directory.Write("file", "");
        Refused.With<ArgumentException>($"OutputDirectory must be a directory, but '{file}' is a file.", () => OutputDirectory.Open(file));
        Refused.With<ArgumentException>("OutputDirectory must be a directory, but '' is empty.", () => OutputDirectory.Open(""));
        if (OperatingSystem.IsWindows())
            return;                      // where links need a privilege
        string link = _directory["link"];
        File.CreateSymbolicLink(link, "nowhere");
        Refused.With<ArgumentException>(
            $"OutputDirectory must be a directory, but '{link}' is a link that leads nowhere.", () => OutputDirectory.Open(link));
        string name = _directory[new string('n', 256)];
        Refused.With<IOException>($"'{name}' cannot be written: its name is too long.", () => OutputDirectory.Open(name));
        Refused.With<IOException>($"'{name}' cannot be written: its name is too long.", () => OutputDirectory.OpenNext(name, "", _ => true));
    }

    string? Refusal(StudySettings settings, StudyData? data = null)
    {
        using OutputDirectory directory = OutputDirectory.Open(_directory["study"]);
        return new Study(settings, data ?? Tiny.Classes).RefusalOf(directory);
    }

    [Fact]
    public void A_study_goes_on_where_its_own_trials_are_and_nowhere_else()
    {
        Assert.Null(Refusal(Tiny.Settings));
        using (OutputDirectory directory = OutputDirectory.Open(_directory["study"]))
        using (TrialLogFile log = new(directory[Study.TrialsFile]))
            StudyFiles.Write(
                StudySummary.Of(new Study(Tiny.Settings, Tiny.Classes).Run(1, Study.IndexOf(log)))!, directory, "elucid compare");

        Assert.Null(Refusal(Tiny.Settings));
        Assert.Null(Refusal(Tiny.Settings with { Seeds = 9, FirstSeed = 1, Activations = ["elu", "tanh"], Baseline = "elu" }));
        string other = $"'{_directory["study"]}' holds another study: it was started ",
            what = ". Choose another OutputDirectory, or OutputDirectory.Clear to delete it.";
        Assert.Equal(
            other + "with Recipe.Epochs = 3 and now got Recipe.Epochs = 4" + what,
            Refusal(Tiny.Settings with { Recipe = Tiny.Recipe with { Epochs = 4 } }));
        Assert.Equal(
            other + "with Recipe.LearningRate = 0.01 and now got Recipe.LearningRate = 0.02" + what,
            Refusal(Tiny.Settings with { Recipe = Tiny.Recipe with { LearningRate = 0.02 } }));
        Assert.Equal(
            other + $"with StudyData.Id = \"{Tiny.Classes.Id}\" and now got StudyData.Id = \"{Tiny.Plane.Id}\"" + what,
            Refusal(Tiny.Settings, Tiny.Plane));
        Assert.Equal(other + "without StudySettings.TunesLearningRate" + what, Refusal(Tiny.Settings with { TunesLearningRate = true }));

        File.Delete(_directory["study/trials.jsonl"]);
        Assert.Equal(
            $"'{_directory["study"]}' already holds report.html, results.json, history.csv: choose another OutputDirectory, or "
                + $"OutputDirectory.Clear to delete that.", Refusal(Tiny.Settings));
    }

    [Fact]
    public void A_study_does_not_go_into_the_directory_of_a_run()
    {
        Directory.CreateDirectory(_directory["study"]);
        _directory.Write("study/run.json", "");
        Assert.Equal(
            $"'{_directory["study"]}' already holds run.json: choose another OutputDirectory, or OutputDirectory.Clear to delete that.",
            Refusal(Tiny.Settings));
    }
}
