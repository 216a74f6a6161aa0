using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>The rooms of the ledger.</summary>
public enum Area
{
    /// <summary>What the function is: checked exactly.</summary>
    Mathematics,

    /// <summary>What it costs, and what floating-point numbers do to it.</summary>
    Numerics,

    /// <summary>What it does to training.</summary>
    Dynamics,

    /// <summary>What it does in kinds of networks.</summary>
    Architectures,

    /// <summary>What it does for tasks.</summary>
    Applications,

    /// <summary>What the essay does with tools.</summary>
    Tools,

    /// <summary>What must come out a certain way, or no verdict counts.</summary>
    Controls,
}

/// <summary>One claim, what can refute it, and what the evidence says. One card is one file.</summary>
public abstract class Card
{
    /// <summary>Such as <c>T01</c>: the letters and digits with which the name of the type begins.</summary>
    public string Id =>
        field ??= new(
            [.. GetType().Name.TakeWhile((letter, i) => i == 0 || (char.IsAsciiDigit(letter) || (char.IsAsciiLetterUpper(letter) && i == 1)))]);

    /// <summary>What it is about, in a few words: the rest of the name of its type, such as "faster learning".</summary>
    public virtual string Topic => field ??= ClaimWords.OfName(GetType().Name[Id.Length..]);

    /// <summary>The room that it belongs to.</summary>
    public Area Area => Id[0] switch
    {
        'M' => Area.Mathematics,
        'T' => Area.Dynamics,
        'A' => Area.Architectures,
        'S' => Area.Tools,
        'P' when Id[1] != 'C' => Area.Applications,
        'N' when Id[1] != 'C' => Area.Numerics,
        _ => Area.Controls,
    };

    /// <summary>What is claimed, in one sentence of our own.</summary>
    public abstract string Sentence { get; }

    /// <summary>What is known before any experiment.</summary>
    public abstract ClaimStatus Status { get; }

    /// <summary>The verdict that was expected before the ledger's own runs; empty where nothing was.</summary>
    public virtual string Expected => "";

    /// <summary>What must not be concluded from the verdict.</summary>
    public abstract string Limits { get; }

    /// <summary>Where the claim and the numbers beside it come from.</summary>
    public virtual IReadOnlyList<string> Sources => [];

    /// <summary>To be raised with each change of what is fixed in advance: arms, seeds, minimal effects, rules.</summary>
    public virtual int Revision => 1;

    /// <summary>Whether it is so new that nobody but its author has looked at it: it is run and shown, and gets no verdict. A later change takes it
    /// out, before the run that decides.</summary>
    public virtual bool IsInNursery => false;

    /// <summary>Whether it is decided by networks that are trained, so that it waits for the controls of training; of a control, whether it is one of
    /// those. What does not train comes first.</summary>
    public virtual bool Trains => true;

    /// <summary>Which studies of <c>compare</c> stand near it; null for none.</summary>
    public virtual LikeStudy? Like => null;

    /// <summary>What it does not decide for want of data, a sentence that says how to get it; null if it has all.</summary>
    public virtual string? Missing(ClaimData data) => null;

    /// <summary>The experiments whose results it needs, made from the data; cards that need the same one share its trials. None for proofs.</summary>
    public virtual IReadOnlyList<Experiment> Experiments(ClaimData data) => [];

    /// <summary>What the evidence says.</summary>
    public abstract Finding Judge(Evidence evidence);
}

/// <summary>The results that a card asked for.</summary>
public sealed class Evidence
{
    readonly IReadOnlyDictionary<string, ExperimentResult> _results;

    /// <param name="data">The data of the ledger.</param>
    /// <param name="results">The results by the experiments' names.</param>
    public Evidence(ClaimData data, IReadOnlyDictionary<string, ExperimentResult> results) => (Data, _results) = (data, results);

    /// <summary>The data of the ledger.</summary>
    public ClaimData Data { get; }

    /// <summary>The result of an experiment.</summary>
    /// <param name="experiment">Its <see cref="Experiment.Id"/>.</param>
    public ExperimentResult this[string experiment] => _results[experiment];
}

/// <summary>What the evidence says of a claim.</summary>
/// <param name="Verdict">In one word.</param>
/// <param name="Answer">In one sentence with numbers: what is true, for whom, by how much, how sure.</param>
public sealed record Finding(ClaimVerdict Verdict, string Answer)
{
    /// <summary>What it was compared with, such as <c>ReLU</c>; empty for a proof.</summary>
    public string Against { get; init; } = "";

    /// <summary>The effect with its interval, as the table of claims shows it; empty where there is none.</summary>
    public string Effect { get; init; } = "";

    /// <summary>Where the verdict holds, or on what it depends: "only with α = 1"; empty for nothing.</summary>
    public string Qualifier { get; init; } = "";

    /// <summary>What was checked, one by one.</summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];

    /// <summary>What each condition says.</summary>
    public IReadOnlyList<ConditionResult> Conditions { get; init; } = [];

    /// <summary>Pictures that show the effect at a glance.</summary>
    public IReadOnlyList<Chart> Charts { get; init; } = [];

    /// <summary>The numbers.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>The same without its verdict, and why.</summary>
    internal Finding Withheld(string reason) => this with { Verdict = ClaimVerdict.NotRun, Answer = $"{reason} It showed: {Answer}" };

    /// <summary>No verdict, and why.</summary>
    public static Finding NotRun(string reason) => new(ClaimVerdict.NotRun, reason);
}

/// <summary>One thing that was looked at, exactly.</summary>
/// <param name="Text">What is said, such as "f(−0) = −0".</param>
/// <param name="Holds">Whether it is so.</param>
/// <param name="Found">The number that was found, or the first case that is not so; empty where nothing is to be added.</param>
public sealed record Check(string Text, bool Holds, string Found = "");
