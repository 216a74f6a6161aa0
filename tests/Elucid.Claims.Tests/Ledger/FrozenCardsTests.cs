using Elucid.Lab.Tests.Experiments;

namespace Elucid.Claims.Tests.Ledger;

/// <summary>What cards fix in advance stands in a committed file: it cannot change unseen. The fingerprints are those on the small images of the
/// tests, so they do not depend on which data a machine has.</summary>
[AnyWidth]
public class FrozenCardsTests
{
    const string HowToWrite =
        "ELUCID_WRITE_DOCUMENTS=1 dotnet run --project tests/Elucid.Claims.Tests -- --filter-class '*FrozenCardsTests' writes the file anew.";

    static readonly ClaimData Data = new(SmallImages.Directory);

    static readonly string File = Path.Combine(Repository.Root, "tests", "Elucid.Claims.Tests", "frozen.txt");

    [Fact]
    public void What_is_fixed_in_advance_changes_only_with_a_cards_revision()
    {
        string[] lines = [.. ClaimCatalog.All.Select(card => $"{card.Id} {card.Revision} {CardFingerprint.Of(card, Data)}")];
        if (Environment.GetEnvironmentVariable("ELUCID_WRITE_DOCUMENTS") == "1")
            System.IO.File.WriteAllText(File, string.Join("", lines.Select(line => line + "\n")));
        // A merge may have left a line twice, but not two that differ.
        ILookup<string, string> frozen = System.IO.File.ReadLines(File).ToLookup(line => line.Split(' ')[0]);
        Assert.Empty(lines.Select(line => ProblemOf(frozen[line.Split(' ')[0]].LastOrDefault(), line)).OfType<string>());
        Assert.Equal(lines.Order(StringComparer.Ordinal), frozen.SelectMany(card => card).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("T01 1 aa", "T01 1 aa", null)]
    [InlineData("T01 1 aa", "T01 2 bb", $"T01 has a new revision, 2. {HowToWrite}")]
    [InlineData("T01 1 aa", "T01 1 bb",
        "T01: what it fixes in advance has changed (arms, seeds, minimal effects, rules, status), but its Revision is still 1. Undo the change, or "
            + $"raise the Revision and say in the change why: its verdicts so far were about something else. {HowToWrite}")]
    [InlineData(null, "T01 1 aa", $"T01 is new. {HowToWrite}")]
    public void A_change_says_what_to_do(string? frozen, string now, string? problem) => Assert.Equal(problem, ProblemOf(frozen, now));

    static string? ProblemOf(string? frozen, string now)
    {
        if (frozen == now)
            return null;
        string[] card = now.Split(' ');
        return frozen is null ? $"{card[0]} is new. {HowToWrite}"
            : frozen.Split(' ')[1] != card[1] ? $"{card[0]} has a new revision, {card[1]}. {HowToWrite}"
            : $"{card[0]}: what it fixes in advance has changed (arms, seeds, minimal effects, rules, status), but its Revision is still {card[1]}. "
                + $"Undo the change, or raise the Revision and say in the change why: its verdicts so far were about something else. {HowToWrite}";
    }

    [Fact]
    public void The_sentence_is_no_part_of_it_and_arms_seeds_rules_and_status_are()
    {
        string Of(Card card) => CardFingerprint.Of(card, Data);
        string planted = Of(new T90Planted());
        Assert.Equal(planted, Of(new T90Planted { Said = "Something else is said." }));
        string[] others =
        [
            Of(new T90Planted { Trials = PlantedClaim.Experiment with { Seeds = 9 } }),
            Of(new T90Planted { Trials = PlantedClaim.Experiment with { Arms = [Planted.Arm("a", 1), Planted.Arm("b", 3)] } }),
            Of(new T90Planted { Trials = PlantedClaim.Experiment with { Conditions = [new Lab.Superiority("b", "a", "score", 0.6)] } }),
            Of(new T90Planted { Known = ClaimStatus.Conditional }),
        ];
        Assert.Distinct([planted, .. others]);
    }
}
