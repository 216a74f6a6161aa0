using System.Runtime.CompilerServices;
using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>What of an experiment is left to run.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Stored">Trials that ended in earlier runs.</param>
/// <param name="Left">Trials that are left. Where tuning is not finished, it may ask for a few more.</param>
/// <param name="SecondsEach">The mean seconds of its trials that ended; NaN where none has.</param>
public sealed record ExperimentEstimate(Experiment Experiment, int Stored, int Left, double SecondsEach);

/// <summary>What of a ledger is left to run, by the seconds of the trials that ended.</summary>
/// <param name="Experiments">Each experiment once.</param>
public sealed record LedgerEstimate(IReadOnlyList<ExperimentEstimate> Experiments)
{
    /// <summary>Trials that are left.</summary>
    public int Left => Experiments.Sum(experiment => experiment.Left);

    /// <summary>The seconds of those trials whose time is known, one after the other.</summary>
    public double Seconds => Experiments.Where(e => e.Left > 0 && !double.IsNaN(e.SecondsEach)).Sum(e => e.Left * e.SecondsEach);

    /// <summary>The experiments that are left and of which no trial has ended yet.</summary>
    public IReadOnlyList<Experiment> Unknown => [.. Experiments.Where(e => e.Left > 0 && double.IsNaN(e.SecondsEach)).Select(e => e.Experiment)];

    /// <summary>The estimate for a ledger whose earlier trials an index holds. Runs nothing.</summary>
    public static async Task<LedgerEstimate> OfAsync(Ledger ledger, TrialIndex index)
    {
        ILookup<string, double> seconds = index.Records.ToLookup(record => record.Key.Experiment, record => record.Seconds);
        List<ExperimentEstimate> experiments = [];
        foreach (Experiment experiment in ledger.Experiments)
        {
            Count count = new();
            ExperimentResult result = await experiment.RunAsync(new NoRunner(), index, count).ConfigureAwait(false);
            int waitsForTuning = experiment.Tuning is not null && result.Tried.Count == 0 ? experiment.Arms.Count * experiment.Seeds : 0;
            experiments.Add(new ExperimentEstimate(
                experiment, count.Stored, count.Asked - count.Stored + waitsForTuning,
                seconds[experiment.Id].DefaultIfEmpty(double.NaN).Average()));
        }
        return new LedgerEstimate(experiments);
    }

    /// <summary>Runs nothing, so that a run shows what it would ask for.</summary>
    sealed class NoRunner : IRunner
    {
        public async IAsyncEnumerable<TrialRecord> RunAsync(
            Experiment experiment, IReadOnlyList<PlannedTrial> trials, IExperimentObserver observer,
            [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            yield break;
        }
    }

    sealed class Count : IExperimentObserver
    {
        public int Asked { get; private set; }

        public int Stored { get; private set; }

        public void OnQueue(IReadOnlyList<PlannedTrial> trials) => Asked += trials.Count;

        public void OnFinish(PlannedTrial trial, TrialRecord record, bool wasStored) => Stored++;
    }
}
