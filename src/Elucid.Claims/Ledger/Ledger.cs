using System.Diagnostics;
using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>A card with what the evidence says.</summary>
/// <param name="Card">The card.</param>
/// <param name="Finding">What the evidence says.</param>
/// <param name="Results">The experiments that it rests on.</param>
/// <param name="Seconds">What judging it took; that of trials is in their records.</param>
public sealed record LedgerEntry(Card Card, Finding Finding, IReadOnlyList<ExperimentResult> Results, double Seconds)
{
    /// <summary>Whether running or judging it threw: an error of the card or of the library, not of the claim.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Whether it is a control that did not come out as it must, so that verdicts are withheld.</summary>
    public bool IsFailedControl => Card is Control && Finding.Verdict is not (ClaimVerdict.Supported or ClaimVerdict.NotRun);
}

/// <summary>What a ledger tells while it runs. Verdicts come from one thread.</summary>
public interface ILedgerObserver : IExperimentObserver
{
    /// <summary>A card is looked at.</summary>
    void OnCard(Card card)
    {
    }

    /// <summary>A card was judged, or could not be.</summary>
    void OnVerdict(LedgerEntry entry)
    {
    }
}

/// <summary>How the ledger is run.</summary>
public sealed record LedgerOptions
{
    /// <summary>Three seeds at most at the committed rates, to see that all works; verdicts are withheld.</summary>
    public bool IsQuick { get; init; }

    /// <summary>The first seed, for a replication on fresh ones; 0 by default.</summary>
    public int FirstSeed { get; init; }
}

/// <summary>Runs cards: the controls that all depend on, then what needs no training, the controls of training, and the others; each experiment once,
/// whichever cards need it.</summary>
public sealed class Ledger(IReadOnlyList<Card> cards, ClaimData data, LedgerOptions options)
{
    /// <summary>The cards in the order in which they are judged.</summary>
    public IReadOnlyList<Card> Cards { get; } =
        [.. cards.OrderBy(StageOf)];

    /// <summary>The experiments of the cards that have their data, each once, in the order in which they run.</summary>
    public IReadOnlyList<Experiment> Experiments =>
        [.. Cards.Where(card => card.Missing(data) is null).SelectMany(card => card.Experiments(data)).DistinctBy(experiment => experiment.Id)
            .Select(Asked)];

    /// <summary>Runs all, or what is left of it.</summary>
    /// <param name="runner">Where trials run.</param>
    /// <param name="index">Keeps them.</param>
    /// <param name="observer">Told of cards, trials and verdicts.</param>
    /// <param name="cancellation">Stops soon: cards whose trials are not finished get no verdict.</param>
    public async Task<IReadOnlyList<LedgerEntry>> RunAsync(
        IRunner runner, TrialIndex index, ILedgerObserver? observer = null, CancellationToken cancellation = default)
    {
        Dictionary<string, ExperimentResult> results = [];
        List<LedgerEntry> entries = [];
        foreach (Card card in Cards)
        {
            observer?.OnCard(card);
            LedgerEntry entry = await JudgeAsync(card, results, Gate(card, entries), runner, index, observer, cancellation).ConfigureAwait(false);
            entries.Add(entry);
            observer?.OnVerdict(entry);
        }
        return entries;
    }

    async Task<LedgerEntry> JudgeAsync(
        Card card, Dictionary<string, ExperimentResult> results, string? gate, IRunner runner, TrialIndex index, IExperimentObserver? observer,
        CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return new LedgerEntry(card, Finding.NotRun("Stopped before its turn came."), [], 0);
        if ((gate ?? card.Missing(data)) is { } reason)
            return new LedgerEntry(card, Finding.NotRun(reason), [], 0);
        Experiment[] experiments = [.. card.Experiments(data).Select(Asked)];
        try
        {
            foreach (Experiment experiment in experiments)
                if (!results.ContainsKey(experiment.Id) && !cancellation.IsCancellationRequested)
                    results[experiment.Id] = await experiment.RunAsync(runner, index, observer, cancellation: cancellation).ConfigureAwait(false);
        }
        catch (SettingsException exception)
        {
            return Broken(card, [], $"It could not be run: {exception.Message}");
        }
        ExperimentResult[] own = [.. experiments.Where(e => results.ContainsKey(e.Id)).Select(e => results[e.Id])];
        if (own.Length < experiments.Length || own.Any(result => !result.IsComplete))
            return new LedgerEntry(card, Finding.NotRun("Stopped before its trials were finished."), own, 0);
        long start = Stopwatch.GetTimestamp();
        Finding finding;
        try
        {
            finding = card.Judge(new Evidence(data, results));
        }
#pragma warning disable CA1031 // one card that is wrong is no reason to lose the others
        catch (Exception exception)
        {
            return Broken(card, own, $"It could not be judged: {exception.Message}");
        }
#pragma warning restore CA1031
        if (own.Length > 0 && options.IsQuick && !IsDecidedControl(card, finding))
            finding = finding.Withheld("A quick look at few seeds decides nothing.");
        else if (card.IsInNursery)
            finding = finding.Withheld("A new card gets no verdict until others have looked at it.");
        return new LedgerEntry(card, finding, own, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    // What controls are about is exact or large: a few seeds tell whether it is there.
    static bool IsDecidedControl(Card card, Finding finding) =>
        card is Control && finding.Verdict is ClaimVerdict.Supported or ClaimVerdict.Refuted;

    static LedgerEntry Broken(Card card, IReadOnlyList<ExperimentResult> results, string reason) =>
        new(card, Finding.NotRun(reason), results, 0) { IsBroken = true };

    // Proofs take no time, and clocks little. They and networks that nobody trains need no control of training, and are not to wait for one.
    static int StageOf(Card card) => card switch
    {
        Control { Trains: false } => 0,
        Proof or UntestableCard => 1,
        { Trains: false, Area: Area.Numerics } => 2,
        { Trains: false } => 3,
        Control => 4,
        _ => 5,
    };

    // With a control that failed, the machinery may say anything.
    static string? Gate(Card card, List<LedgerEntry> entries)
    {
        return card is Control ? null
            : entries.FirstOrDefault(entry => entry.IsFailedControl && (card.Trains || !entry.Card.Trains)) is { } failed
                ? $"Control {failed.Card.Id} failed, so no verdict counts: {failed.Finding.Answer}" : null;
    }

    Experiment Asked(Experiment experiment) => options.IsQuick
        ? QuickLook.Committed.Shorten(experiment) with { FirstSeed = options.FirstSeed }
        : experiment with { FirstSeed = options.FirstSeed };
}
