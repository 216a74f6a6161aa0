using System.Runtime.Intrinsics;

namespace Elucid.Verification.Tests;

public sealed class VerifierTests
{
    const float Place = 1.375f;

    sealed class Nobody : IVerificationObserver
    {
        public long Inputs;

        public void OnStart(string name)
        {
        }

        public void OnProgress(long inputs) => Interlocked.Add(ref Inputs, inputs);
    }

    static VerificationReport Verify(VerificationSettings settings) => new Verifier(settings).Run(new Nobody(), CancellationToken.None);

    // A stride that meets the place where the planted errors are.
    static VerificationResult Verify<TActivation>(TActivation f, ElementType type = ElementType.Float, double ulps = 0.5)
        where TActivation : struct, IActivation
    {
        const long Stride = 1 << 16;
        Assert.Contains(Place, Enumerable.Range(0, (int)(OrderedFloats.Count / Stride)).Select(i => OrderedFloats.At(i * Stride)));
        return Check.Of(Subject.Of("planted", f, new(ulps, 0), new(ulps, 0))[0], type, Stride).Run(threads: 2, _ => { }, CancellationToken.None);
    }

    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Floats_keep_to_their_bounds(string name) =>
        AssertPasses(Verify(new() { Functions = [ActivationCatalog.Parse(name)], Stride = 65_521 }));

    [Theory, MemberData(nameof(Names))]
    public void All_numbers_of_16_bits_give_the_rounded_result_of_float(string name) =>
        AssertPasses(Verify(new() { Functions = [ActivationCatalog.Parse(name)], Types = [ElementType.Half, ElementType.BFloat16] }));

    [Theory, MemberData(nameof(Names))]
    public void Doubles_keep_to_their_bounds(string name) =>
        AssertPasses(Verify(new() { Functions = [ActivationCatalog.Parse(name)], Types = [ElementType.Double], Stride = 1 << 8 }));

    static void AssertPasses(VerificationReport report)
    {
        Assert.True(report.IsComplete);
        Assert.All(report.Results, result => Assert.True(result.Passed, result.ToString()));
    }

    [Fact]
    public void What_is_right_passes()
    {
        VerificationResult result = Verify(default(Planted.Nothing));

        Assert.True(result.Passed, result.ToString());
        Assert.Equal((0.5, 0L), (result.MaxUlp, result.Falls));       // subnormal numbers are halved with a rounding
    }

    [Fact]
    public void An_error_of_three_ulps_at_one_input_is_found()
    {
        VerificationResult result = Verify(new Planted.ThreeUlpsAt(Place));

        Assert.False(result.Passed);
        Assert.Equal((3.0, Place), (result.MaxUlp, (float)result.Worst!.Input));
        Assert.True(Verify(new Planted.ThreeUlpsAt(Place), ulps: 3).Passed);
    }

    [Fact]
    public void A_fall_is_counted_where_the_function_has_none() => Assert.Equal(1, Verify(new Planted.ZeroAt(Place)).Falls);

    [Fact]
    public void A_NaN_at_one_input_is_found()
    {
        VerificationResult result = Verify(new Planted.NaNAt(Place));

        Assert.False(result.Passed);
        Assert.Equal((1L, double.PositiveInfinity), (result.NaNViolations, result.MaxUlp));
    }

    [Fact]
    public void A_zero_that_loses_its_sign_is_found()
    {
        VerificationResult result = Verify(default(Planted.LostSign));

        // The reference has the same formula and loses it, too.
        Assert.False(result.Passed);
        Assert.True(result.ZeroViolations > 0);
    }

    [Fact]
    public void An_infinite_limit_that_is_not_reached_is_found()
    {
        VerificationResult result = Verify(default(Planted.NoInfinity));

        Assert.False(result.Passed);
        Assert.True(result.InfinityViolations > 0 && result.NaNViolations == 0);
    }

    [Fact]
    public void Other_bits_at_one_width_are_found()
    {
        Assert.SkipUnless(Vector128.IsHardwareAccelerated, "Without vectors there is one width.");
        VerificationResult result = Verify(default(Planted.OtherBitsInLanesOfFour), ulps: 2);

        Assert.NotEqual(result.WidthsMustAgree, result.Passed);      // without fused multiply-add widths may differ
        Assert.True(result.MaxUlp <= 2 && result.WidthDifferences > 100);
    }

    [Fact]
    public void Wrong_results_in_16_bits_are_found()
    {
        Assert.SkipUnless(Vector128.IsHardwareAccelerated, "The planted error is one of vectors.");
        VerificationResult right = Verify(default(Planted.Nothing), ElementType.Half),
            wrong = Verify(default(Planted.OtherBitsInLanesOfFour), ElementType.Half, ulps: 3);

        Assert.True(right.Passed, right.ToString());
        Assert.NotEqual(wrong.WidthsMustAgree, wrong.Passed);
        Assert.True(wrong.WidthDifferences > 0);
        Assert.False(Verify(new Planted.NaNAt(Place), ElementType.BFloat16).Passed);
    }

    [Fact]
    public void The_order_of_floats_is_that_of_their_values_and_has_them_all()
    {
        Assert.True(float.IsNaN(OrderedFloats.At(0)) && float.IsNaN(OrderedFloats.At(OrderedFloats.Count - 1)));
        Assert.True(float.IsNegative(OrderedFloats.At((1L << 31) - 1)) && OrderedFloats.At(1L << 31) == 0);
        float[] block = new float[100];
        foreach (long stride in new[] { 1L, 3L, 999_983L })
        {
            OrderedFloats.Fill(block, (1L << 31) - 150, stride);
            Assert.Equal(Enumerable.Range(0, 100).Select(i => OrderedFloats.At((1L << 31) - 150 + i * stride)), block);
            Assert.Equal(block.Order(), block);
        }
        OrderedFloats.Fill(block, OrderedFloats.Count - 2, 1);
        Assert.All(block, x => Assert.True(float.IsNaN(x)));
    }

    [Theory]
    [InlineData(1f, 1 + 3.0 / (1 << 24), 1.5)]
    [InlineData(0f, 7e-46, 0.4995)]                                     // half the smallest subnormal
    [InlineData(float.PositiveInfinity, 3.4028235677973366e38, 0)]      // where rounding goes over to infinity
    [InlineData(float.PositiveInfinity, 3.4028234663852886e38, 1)]
    [InlineData(float.MaxValue, double.PositiveInfinity, 1)]
    [InlineData(float.NaN, 1, double.PositiveInfinity)]
    [InlineData(float.NaN, double.NaN, 0)]
    public void Errors_are_measured_in_the_spacing_around_the_exact_value(float got, double exact, double ulps) =>
        Assert.Equal(ulps, Ulp.OfFloat.Error(got, exact), 0.501 * (exact > 3.40282351e38 && double.IsFinite(exact) ? 1 : 1e-3));

    [Fact]
    public void Cancelled_at_once_it_has_nothing_to_say()
    {
        VerificationReport report = new Verifier(new() { Stride = 1 << 24 }).Run(new Nobody(), new CancellationToken(canceled: true));

        Assert.Equal((false, 0), (report.IsComplete, report.Results.Count));
        Assert.Equal("Stopped before anything was verified.", VerificationTable.Conclusion(report));
    }

    [Fact]
    public void Stopped_on_the_way_it_says_how_much_its_verdict_is_about()
    {
        VerificationReport report =
            new Verifier(new() { Functions = [Elu], Stride = 1 << 20 }).Run(new Nobody(), CancellationToken.None) with { Seconds = 1.5 };
        VerificationReport stopped = report with { IsComplete = false, PlannedInputs = report.Inputs * 52 };
        VerificationReport broken = stopped with { Results = [stopped.Results[0] with { MaxUlp = 7 }, stopped.Results[1]] };
        const string Verdict =
            "Within the stated bounds, with the right special values: the 2 rows. A sample of the inputs was tried, so this is not a proof";
        string lanes = VerificationTable.Conclusion(report)[Verdict.Length..];

        Assert.Equal(
            "Stopped when 1.9 % of the inputs were tried: these are within the stated bounds, with the right special values. The rest is not known"
                + lanes, VerificationTable.Conclusion(stopped));
        Assert.Equal(
            "1 of the 2 rows break what is stated. The run was stopped when 1.9 % of the inputs were tried" + lanes,
            VerificationTable.Conclusion(broken));
    }

    [Fact]
    public void Progress_adds_up_and_threads_do_not_show()
    {
        Verifier one = new(new() { Functions = [Elu], Stride = 100_003, Threads = 1 }),
            two = new(new() { Functions = [Elu], Stride = 100_003, Threads = 2 });
        Nobody observer = new();

        Assert.Equal(
            one.Run(observer, CancellationToken.None).Results.Select(r => r with { Widths = [] }),
            two.Run(new Nobody(), CancellationToken.None).Results.Select(r => r with { Widths = [] }));
        Assert.Equal(one.Inputs, observer.Inputs);
    }

    static Activation Elu => ActivationCatalog.Parse("elu");
}
