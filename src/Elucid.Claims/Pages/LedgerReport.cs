using System.Globalization;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>What the page of the ledger says and shows.</summary>
public static class LedgerReport
{
    /// <summary>The content of the page.</summary>
    /// <param name="document">What was found.</param>
    /// <param name="command">The command line that runs a card alone, or all for an empty id.</param>
    public static ReportModel Of(LedgerDocument document, Func<string, string> command) => new()
    {
        Title = "What is said about ELU, and what is so",
        Kind = "ledger of claims",
        Conclusion = "Each sentence stands beside the experiment or the proof that can refute it, and was fixed before it ran.",
        Answers = document.Answers,
        Notice = NoticeOf(document),
        Facts = [.. FactsOf(document)],
        Results = ClaimsTable.Of(document),
        Sections = [.. document.Cards.GroupBy(card => card.Area)
            .SelectMany(area => area.Select(card => CardSection.Of(card, document, command)).Prepend(AreaSection(area.Key)))],
        Settings = [EnvironmentOf(document)],
        Command = command(""),
        Notes = Notes,
        Footer = string.Create(CultureInfo.InvariantCulture, $"Elucid {document.Environment.Elucid}, {document.Written:yyyy-MM-dd HH:mm} UTC"),
    };

    static string NoticeOf(LedgerDocument document) => string.Join(' ', new[]
    {
        document.IsQuick ? "A quick look: experiments ran on three seeds, long ones on fewer, and their verdicts are withheld." : "",
        document.IsStopped ? "Not finished: cards whose trials have not all ended have no verdict. The same command goes on." : "",
        document.Cards.Any(card => card is { Area: Area.Controls, Verdict: not (ClaimVerdict.Supported or ClaimVerdict.NotRun) })
            ? "A control failed, so no verdict counts that depends on it." : "",
        document.Builds.Count > 1
            ? $"Its trials were run by {document.Builds.Count} builds of Elucid, which may compute other bits." : "",
    }.Where(sentence => sentence.Length > 0));

    static IEnumerable<ReportFact> FactsOf(LedgerDocument document)
    {
        int trials = document.Experiments.Sum(experiment => experiment.Arms.Count * experiment.FinishedSeeds.Count);
        yield return new("claims", Format.Count(document.Cards.Count), "one card each, none weighed against another");
        if (document.Experiments.Count == 0)
            yield break;
        yield return new("experiments", Format.Count(document.Experiments.Count), $"{Format.Count(trials)} networks or measurements");
        yield return new("computing time", Format.Duration(TimeSpan.FromSeconds(document.Seconds)), "of all trials, one thread each");
        yield return new(
            "made", document.Written.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            $"by Elucid {(document.Builds.Count > 0 ? string.Join(", ", document.Builds.Select(Short)) : document.Environment.Elucid)} on "
                + $"{document.Environment.Cores} cores, {document.Environment.Processor}");
        yield return new(
            "first seed", Format.Count(document.FirstSeed), document.IsQuick ? "three of each experiment at most" : "as many as each card says");
    }

    // A build ends with the forty digits of its commit, seven of which tell it.
    static string Short(string build) => build.Split('+') is [var version, { Length: > 7 } commit] ? $"{version}+{commit[..7]}" : build;

    static ReportSection AreaSection(Area area) => new(area.ToString(), area switch
    {
        Area.Mathematics => "What the function is: checked exactly, or to the last digits of a quadrature.",
        Area.Numerics => "What it costs, and what floating-point numbers do to it.",
        Area.Dynamics => "What it does to training, all else equal: each seed gives all arms the same weights, data and order.",
        Area.Architectures => "What it does in kinds of networks.",
        Area.Applications => "What it does for tasks: each is a program that trains.",
        Area.Tools => "What is done with tools.",
        _ => "What must come out a certain way, or no verdict counts.",
    }, []);

    static ReportTable EnvironmentOf(LedgerDocument document) => ReportTable.OfPairs("Machine",
        ("Elucid", document.Environment.Elucid), ("runtime", document.Environment.Runtime), ("system", document.Environment.System),
        ("processor", document.Environment.Processor), ("cores", Format.Count(document.Environment.Cores)),
        ("vectors", document.Environment.Vectors));

    static IReadOnlyList<ReportNote> Notes =>
    [
        new("supported", "The evidence is there: every condition holds, with an effect of at least the size that was fixed before."),
        new("refuted", "The evidence is against it: the effect has the other direction, or one of the claimed size is excluded, or a check fails."),
        new("depends", "True under the condition that stands beside it, false under others."),
        new("inconclusive", "The data cannot tell. That is no support, and no refutation."),
        new("not testable", "Nothing that can be observed depends on it; the card says why."),
        new("not run", "Its data is missing, its trials are not finished, a control failed, or the run was a quick look."),
        new("effect", "Above 0 is the direction that is claimed. In brackets the interval that holds it in 95 % of all experiments like this one."),
        new("discovery", $"Among the primary effects of all claims those that Benjamini and Hochberg's procedure flags: at most "
            + $"{Format.Percent(0.1)} of them are expected to be false."),
        new("safe rate", "A learning rate is chosen only if it and the next larger one trained on all tuning seeds: the best rate is often one step "
            + "below divergence."),
        new("failure", "A run that diverged or learned nothing. It is never dropped: it counts with the value of chance."),
    ];
}
