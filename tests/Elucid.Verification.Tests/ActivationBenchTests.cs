using Elucid.Reports;

namespace Elucid.Verification.Tests;

public sealed class ActivationBenchTests
{
    static ActivationBenchReport Invented(double inCache, double outOfCache, double backward) => new(
        "", RunEnvironment.Current, DateTime.UnixEpoch, 1, new LayerCost(128, 9e-9),
        [
            Speed("relu", false, 1 << 12, 1), Speed("relu", true, 1 << 12, 1), Speed("relu", false, 1 << 24, 1), Speed("relu", true, 1 << 24, 1),
            Speed("elu", false, 1 << 12, inCache), Speed("elu", true, 1 << 12, 1), Speed("elu", false, 1 << 24, outOfCache),
            Speed("elu", true, 1 << 24, backward),
        ], "");

    static ActivationSpeed Speed(string function, bool isBackward, int elements, double ratio) =>
        new(function, ElementType.Float, isBackward, elements, elements * 0.5e-9 * ratio, elements * 0.5e-9 * ratio, ratio, 1);

    [Fact]
    public void The_answer_is_built_from_the_figures()
    {
        Assert.Equal(
            "ELU costs 1.04 times ReLU on 16 Mi elements, out of cache (1.10 times backward), and 2.60 times in the first cache; "
            + "the training step of a layer with 128 inputs takes 8.0 % longer for it.",
            ActivationCost.Answer(Invented(2.6, 1.04, 1.1)));
        Assert.EndsWith("takes no longer for it.", ActivationCost.Answer(Invented(1, 1, 1)));
    }

    [Fact]
    public void Every_function_is_measured_in_both_directions_beside_a_copy_and_relu()
    {
        ActivationBench bench =
            new(new() { Functions = [ActivationCatalog.Parse("elu")], Types = [ElementType.Float, ElementType.Half], IsQuick = true },
                [1 << 10, 1 << 12]);
        double last = 0;
        ActivationBenchReport report = bench.Run(share => last = share, CancellationToken.None);

        Assert.Equal(2 * 2 * 5, report.Speeds.Count);
        Assert.All(report.Speeds, s => Assert.True(s.Seconds > 0 && s.FastestSeconds <= s.Seconds && s.Gelems > 0));
        Assert.All(report.Speeds.Where(s => s.Function == "relu"), s => Assert.Equal(1, s.TimesRelu));
        Assert.Contains("ELU costs", report.Answer);
        Assert.InRange(last, 0.9, 1);
        Assert.Contains("\"schema\": \"elucid-bench-activations/1\"", report.ToJson());
    }

    [Fact]
    public void A_cancelled_run_ends()
    {
        ActivationBench bench = new(new() { IsQuick = true }, [1 << 10]);
        Assert.Throws<OperationCanceledException>(() => bench.Run(_ => { }, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_contest_times_all_in_turn_and_forwards_as_well_as_backwards()
    {
        List<char> order = [];
        Timing[] timings = new Contest(rounds: 2, TimeSpan.FromTicks(1)).Run(() => order.Add('a'), () => order.Add('b'));

        Assert.Equal([2, 2], timings.Select(t => t.Seconds.Length));
        string timed = string.Concat(order);
        Assert.Matches("a+b+b+a+$", timed);
    }
}
