using Elucid.Lab;

namespace Elucid.Claims.Tests.Ledger;

/// <summary>What a quick look leaves out.</summary>
[AnyWidth]
public class QuickLookTests
{
    static readonly QuickLook Look = new(
        new(StringComparer.Ordinal) { ["T90 a"] = 0.03 }, new(StringComparer.Ordinal) { ["T90"] = 0.5, ["T91"] = 2.5, ["T92"] = 40 });

    static Experiment Tuned(string id) => PlantedClaim.Experiment with
    {
        Id = id,
        Tuning = new Tuning { Setting = "rate", Grid = [0.001, 0.01, 0.1], Score = PlantedClaim.Experiment.Measures[0].Metric },
    };

    [Theory, InlineData("T90", 3), InlineData("T91", 2), InlineData("T92", 1), InlineData("T99", 3)]
    public void Three_seeds_are_enough_and_fewer_where_a_seed_takes_long(string id, int seeds) =>
        Assert.Equal(seeds, Look.Shorten(Tuned(id)).Seeds);

    [Fact]
    public void Each_arm_has_the_rate_of_the_committed_run_or_the_second_one_of_the_grid()
    {
        Experiment quick = Look.Shorten(Tuned("T90"));
        Assert.Null(quick.Tuning);
        Assert.Equal([0.03, 0.01], quick.Arms.OrderBy(arm => arm.Name, StringComparer.Ordinal).Select(arm => arm.Settings.Number("rate")));
    }

    [Fact]
    public void Seeds_are_never_more_than_the_experiment_has() => Assert.Equal(1, Look.Shorten(Tuned("T90") with { Seeds = 1 }).Seeds);

    [Fact]
    public void The_committed_one_knows_every_tuned_arm_and_all_of_the_ledger_in_five_minutes_on_two_cores()
    {
        Claims.Ledger ledger = new(ClaimCatalog.All, new ClaimData(SmallImages.Directory), new LedgerOptions());
        Assert.All(ledger.Experiments, experiment => Assert.Contains(experiment.Id, QuickLook.Committed.Seconds.Keys));
        Assert.All(
            ledger.Experiments.Where(experiment => experiment.Tuning is not null).SelectMany(
                experiment => experiment.Arms.Select(arm => $"{experiment.Id} {arm.Name}")),
            name => Assert.Contains(name, QuickLook.Committed.Rates.Keys));
        double seconds = ledger.Experiments.Sum(experiment =>
            QuickLook.Committed.Seconds[experiment.Id] * QuickLook.Committed.Shorten(experiment).Seeds);
        Assert.InRange(seconds, 60, 2 * 300);
    }
}
