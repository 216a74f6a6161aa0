using System.Collections.Concurrent;
using Elucid.Lab.Tests.Experiments;

namespace Elucid.Lab.Tests.Running;

/// <summary>What every runner does.</summary>
[AnyWidth]
public class RunnerTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Runners => ["1 thread", "2 threads", "7 threads", "one after the other"];

    [Theory, MemberData(nameof(Runners))]
    public async Task Results_are_the_same_bits(string runner)
    {
        Experiment experiment = Planted.Of(Planted.Arm("a", 1), Planted.Arm("b", 2));
        ExperimentResult expected = experiment.Run(1, Token), result = await experiment.RunAsync(Named(runner), cancellation: Token);
        Assert.Equal(expected.Scores("a").Values.ToArray(), result.Scores("a").Values.ToArray());
        Assert.Equal(expected.Scores("b").Values.ToArray(), result.Scores("b").Values.ToArray());
    }

    [Theory, MemberData(nameof(Runners))]
    public async Task What_goes_wrong_in_a_trial_is_its_result(string runner)
    {
        Experiment experiment = Planted.Of(Planted.Arm("sound", 1), Planted.Faulty("throws", onSeed: 1), Planted.Faulty("gives NaN", onSeed: 2));
        ExperimentResult result = await experiment.RunAsync(Named(runner), cancellation: Token);
        Assert.True(result.IsComplete);
        Assert.Equal(new Failure(FailureKind.Threw, "InvalidDataException: planted"), result.Of("throws")[1].Measured.Failure);
        Assert.Equal(new Failure(FailureKind.Diverged, "score is NaN"), result.Of("gives NaN")[2].Measured.Failure);
        Assert.Equal(0, result.Scores("sound").FailureCount);
        Assert.Equal(1, result.Scores("throws").FailureCount);
    }

    [Theory, MemberData(nameof(Runners))]
    public async Task Settings_that_cannot_be_run_stop_all(string runner)
    {
        Experiment experiment = Planted.Of(Planted.Arm("sound", 1), Planted.Faulty("measures nothing"));
        SettingsException exception = await Assert.ThrowsAsync<SettingsException>(() => experiment.RunAsync(Named(runner), cancellation: Token));
        Assert.Equal(
            "Experiment 'planted': expected each trial to measure 'score', but 'measures nothing' measured nothing. Add it to what RunTrial gives.",
            exception.Message);
    }

    [Theory, MemberData(nameof(Runners))]
    public async Task A_trial_that_listens_ends_at_the_time_limit(string runner)
    {
        Experiment experiment = Planted.Of(Planted.Arm("sound", 1), Planted.Faulty("is slow", onSeed: 0)) with
        {
            TimeLimit = TimeSpan.FromMilliseconds(300),
        };
        ExperimentResult result = await experiment.RunAsync(Named(runner), cancellation: Token);
        Assert.Equal(new Failure(FailureKind.TimedOut, "did not end within 0.3 s"), result.Of("is slow")[0].Measured.Failure);
        Assert.Equal(1, result.Scores("is slow").FailureCount);
    }

    [Fact]
    public async Task A_trial_that_hangs_is_left_behind()
    {
        Experiment experiment = Planted.Of(Planted.Arm("sound", 1), Planted.Faulty("hangs", onSeed: 0)) with
        {
            TimeLimit = TimeSpan.FromMilliseconds(100),
        };
        ExperimentResult result = await experiment.RunAsync(new LocalRunner(1), cancellation: Token);
        Assert.True(result.IsComplete);
        Assert.Equal(FailureKind.TimedOut, result.Of("hangs")[0].Measured.Failure?.Kind);
        Assert.Equal(0, result.Scores("sound").FailureCount);
    }

    [Theory, MemberData(nameof(Runners))]
    public async Task Cancelled_it_gives_what_had_ended_and_goes_on_later(string runner)
    {
        Experiment planted = Planted.Of(Planted.Arm("a", 1), Planted.Arm("b", 2)), experiment = planted with
        {
            RunTrial = trial =>
            {
                Thread.Sleep(20);
                trial.Report(1);
                return planted.RunTrial(trial);
            },
        };
        TrialIndex index = new(new MemoryTrialLog());
        using CancellationTokenSource stop = new();
        Counting first = new(afterFinish: count =>
        {
            if (count == 4)
                stop.Cancel();
        });
        ExperimentResult part = await experiment.RunAsync(Named(runner), index, first, cancellation: stop.Token);
        Assert.False(part.IsComplete);
        Assert.InRange(part.Finished, 4, 15);

        Counting second = new();
        ExperimentResult all = await experiment.RunAsync(Named(runner), index, second, cancellation: Token);
        Assert.True(all.IsComplete);
        Assert.Equal(part.Finished, second.Stored);
        Assert.Equal(16 - part.Finished, second.Started);
        Assert.Equal(experiment.Run(1, Token).Scores("b").Values.ToArray(), all.Scores("b").Values.ToArray());
    }

    [Theory, MemberData(nameof(Runners))]
    public async Task An_observer_that_throws_stops_nothing(string runner)
    {
        Counting broken = new(afterFinish: _ => throw new IOException("the page is gone"));
        ExperimentResult result = await Planted.Of(Planted.Arm("a", 1)).RunAsync(Named(runner), observer: broken, cancellation: Token);
        Assert.True(result.IsComplete);
    }

    [Fact]
    public void Arms_of_a_seed_draw_the_same_numbers()
    {
        ConcurrentDictionary<(string, int), double> drawn = [];
        Experiment experiment = Planted.Of(Planted.Arm("a", 1), Planted.Arm("b", 2)) with
        {
            RunTrial = trial => new Measured { { "score", drawn[(trial.Arm.Name, trial.Seed)] = trial.Random.Derive("weights").NextDouble() } },
        };
        experiment.Run(cancellation: Token);
        foreach (int seed in experiment.SeedNumbers)
            Assert.Equal(drawn[("a", seed)], drawn[("b", seed)]);
        Assert.Equal(8, drawn.Values.Distinct().Count());
    }

    static IRunner Named(string name) => name == "one after the other" ? new SequentialRunner() : new LocalRunner(name[0] - '0');

    sealed class Counting(Action<int>? afterFinish = null) : IExperimentObserver
    {
        int _started, _finished;

        public int Started => _started;

        public int Stored { get; private set; }

        public void OnStart(PlannedTrial trial) => Interlocked.Increment(ref _started);

        public void OnFinish(PlannedTrial trial, TrialRecord record, bool wasStored)
        {
            if (wasStored)
                Stored++;
            else
                afterFinish?.Invoke(++_finished);
        }
    }
}
