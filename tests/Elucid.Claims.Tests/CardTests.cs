using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using Elucid.Lab;

namespace Elucid.Claims.Tests;

/// <summary>What holds for every card.</summary>
public partial class CardTests
{
    static readonly ClaimData Data = new(SmallImages.Directory);

    public static TheoryData<string> Cards => [.. ClaimCatalog.All.Select(card => card.Id)];

    /// <summary>Cards that are judged by what is computed at once.</summary>
    public static TheoryData<string> Computed => [.. ClaimCatalog.All.Where(card => card.Experiments(Data).Count == 0).Select(card => card.Id)];

    /// <summary>Cards that run experiments: no width changes whether they do, and each width's numbers are tested where they are made.</summary>
    public static TheoryData<string> Tried => [.. ClaimCatalog.All.Where(card => card.Experiments(Data).Count > 0).Select(card => card.Id)];

    [Fact, AnyWidth]
    public void Cards_are_listed_once_by_area_and_number()
    {
        string[] ids = [.. ClaimCatalog.All.Select(card => card.Id)];
        Assert.Distinct(ids);
        Assert.Equal([.. ClaimCatalog.All.OrderBy(card => card.Area).ThenBy(card => card.Id, StringComparer.Ordinal).Select(card => card.Id)], ids);
    }

    [Theory, MemberData(nameof(Cards)), AnyWidth]
    public void A_card_is_a_file_of_its_name_in_the_folder_of_its_area(string id)
    {
        Card card = Find(id);
        Assert.Matches("^(NC|PC|[MNTAPS])[0-9]+$", id);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src", "Elucid.Claims", card.Area.ToString(), $"{card.GetType().Name}.cs")));
    }

    [Theory, MemberData(nameof(Cards)), AnyWidth]
    public void A_card_says_in_sentences_what_is_claimed_and_what_must_not_be_concluded(string id)
    {
        Card card = Find(id);
        foreach (string sentence in new[] { card.Sentence, card.Limits })
            Assert.Matches(Sentence(), sentence);
        Assert.InRange(card.Sentence.Length, 20, 200);
    }

    [Theory, MemberData(nameof(Computed))]
    public void A_card_without_experiments_comes_to_a_finding_twice_the_same(string id)
    {
        Card card = Find(id);
        Finding first = card.Judge(new Evidence(Data, Run(card, seeds: 1)));
        Assert.Matches(Sentence(), first.Answer);
        Assert.Equal(first.Answer, card.Judge(new Evidence(Data, Run(card, seeds: 1))).Answer);
        Assert.Equal(ApprovedFindings.Of(id, first), $"{id} {first.Verdict}: {first.Answer}");
    }

    [Theory, MemberData(nameof(Tried)), AnyWidth]
    public void A_card_with_experiments_comes_to_a_finding_on_a_small_scale_twice_the_same(string id)
    {
        Card card = Find(id);
        Dictionary<string, ExperimentResult> results = Run(card, seeds: 2);
        Finding first = card.Judge(new Evidence(Data, results));
        Assert.Matches(Sentence(), first.Answer);
        LedgerVerdict? near = LedgerVerdict.Of(new LedgerEntry(card, first, [.. results.Values], 0));
        Assert.Equal(card.Like is not null, near is not null);
        if (near is not null)
            Assert.NotEqual(near.Activation, near.Over);
        if (results.Values.Any(result => result.Experiment.RunsAlone))
            return;                                                     // the clock is not a function of the seed
        Assert.Equal(first.Answer, card.Judge(new Evidence(Data, results)).Answer);
        if (Fma.IsSupported || AdvSimd.IsSupported)                     // others round twice, so their bits may differ
            Assert.Equal(ApprovedFindings.Of(id, first), $"{id} {first.Verdict}: {first.Answer}");
        // A trial is a function of its seed: the first seed alone gives what it gave before the second one.
        foreach ((string name, ExperimentResult repeated) in Run(card, seeds: 1))
            foreach (Arm arm in repeated.Experiment.Arms)
                Assert.Equal(results[name].Of(arm.Name)[0].Measured.Numbers, Assert.Single(repeated.Of(arm.Name)).Measured.Numbers);
    }

    [Theory, MemberData(nameof(Cards)), AnyWidth]
    public void Data_that_is_not_there_leaves_a_card_without_verdict_and_says_how_to_get_it(string id)
    {
        ClaimData none = new("/nowhere");
        if (Find(id).Missing(none) is { } sentence)
            Assert.Contains("dataset-fashion-mnist", sentence, StringComparison.Ordinal);
        else
            Assert.NotNull(Find(id).Experiments(none));
    }

    static Dictionary<string, ExperimentResult> Run(Card card, int seeds)
    {
        Dictionary<string, ExperimentResult> results = card.Experiments(Data).ToDictionary(
            experiment => experiment.Id, experiment => Small(experiment, seeds).Run(2, TestContext.Current.CancellationToken));
        Assert.All(results.Values, result => Assert.True(result.IsComplete));
        return results;
    }

    // Few seeds, no tuning, few steps, narrow layers: what a card does, not what comes out.
    static Experiment Small(Experiment experiment, int seeds)
    {
        Settings Cut(Settings settings, string name, double value) => settings.Has(name) ? settings.With(name, value) : settings;
        Experiment quick = QuickLook.Committed.Untuned(experiment);
        return quick with { Seeds = seeds, Settings = Cut(Cut(Cut(quick.Settings, "steps", 4), "width", 16), "judged", 32) };
    }

    static Card Find(string id) => ClaimCatalog.All.Single(card => card.Id == id);

    // Begins like a sentence, ends with a full stop, and has no word of the workshop.
    [GeneratedRegex(@"^[A-Zα-ωf0-9""(].*[.]$", RegexOptions.Singleline)]
    private static partial Regex Sentence();
}
