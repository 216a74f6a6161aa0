namespace Elucid.Lab.Tests.Trials;

public class TrialPoolTests
{
    static readonly TrialSettings[] Trials =
        [.. from seed in new[] { 0, 1, 2 } from activation in new[] { "relu", "elu" } select Tiny.Trial(activation, seed)];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Results_come_in_the_order_asked_for(int threads)
    {
        Recorder recorder = new();
        IReadOnlyList<TrialResult> results =
            new TrialPool(Tiny.Classes, threads, store: null, recorder).Run(Trials, TestContext.Current.CancellationToken);

        Assert.Equal(Trials, results.Select(r => r.Settings));
        Assert.Equal(Trials, recorder.Queued);
        Assert.Equal(6, recorder.Finished.Count);
        if (threads == 1)
            Assert.Equal(Trials, recorder.Started);
    }

    [Fact]
    public void Stored_trials_are_not_run_again()
    {
        using TemporaryDirectory directory = new();
        using OutputDirectory output = OutputDirectory.Open(directory.Path);
        using TrialStore store = new(output);
        Recorder first = new(), second = new();
        new TrialPool(Tiny.Classes, 2, store, first).Run(Trials[..4], TestContext.Current.CancellationToken);
        IReadOnlyList<TrialResult> results = new TrialPool(Tiny.Classes, 2, store, second).Run(Trials, TestContext.Current.CancellationToken);

        Assert.Equal((4, 0), (first.Started.Count, first.Stored));
        Assert.Equal((2, 4), (second.Started.Count, second.Stored));
        Assert.Equal(Trials, results.Select(r => r.Settings));
    }

    [Fact]
    public void Cancellation_returns_what_is_finished()
    {
        using CancellationTokenSource stop = new();
        Recorder recorder = new(r => { if (r.Finished.Count == 3) stop.Cancel(); });
        IReadOnlyList<TrialResult> results = new TrialPool(Tiny.Classes, 1, store: null, recorder).Run(Trials, stop.Token);

        Assert.Equal(Trials[..3], results.Select(r => r.Settings));
    }

    [Fact]
    public void Failure_of_a_worker_is_thrown_to_the_caller() =>
        Assert.Throws<ArgumentException>(() => new TrialPool(Tiny.Classes, 2, store: null, new Recorder())
            .Run([Tiny.Trial("no-such-function")], TestContext.Current.CancellationToken));
}
