namespace Elucid.Tests.Schedules;

public sealed class ScheduleTests
{
    [Fact]
    public void Constant_is_one() => Assert.Equal([1, 1, 1], Factors(Schedule.Constant, 3));

    [Fact]
    public void Cosine_falls_along_half_a_cosine()
    {
        double[] expected = [1, (1 + Math.Sqrt(0.5)) / 2, 0.5, (1 - Math.Sqrt(0.5)) / 2];
        Assert.Equal(expected, Factors(Schedule.Cosine, 4), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(0, Schedule.Cosine.Factor(4, 4), 1e-15);
        Assert.Equal(1, Schedule.Cosine.Factor(0, 0));
    }

    [Fact]
    public void Step_divides_the_run_into_equal_parts()
    {
        Assert.Equal([1, 1, 0.1, 0.1, 0.01, 0.01], Factors(Schedule.Step(), 6), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([1, 1, 1, 0.5, 0.5], Factors(Schedule.Step(2, 0.5), 5));     // 2·2/5 is still the first half
        Assert.Equal(0.01, Schedule.Step().Factor(100, 6), 1e-15);              // beyond the end the last rate stays
        Assert.Equal([1, 1], Factors(Schedule.Step(1), 2));
    }

    [Fact]
    public void Warm_up_rises_and_hands_over()
    {
        Schedule schedule = Schedule.Cosine.WithWarmup(4);
        double[] factors = Factors(schedule, 8);
        Assert.Equal([0.25, 0.5, 0.75, 1], factors[..4]);
        Assert.Equal(Factors(Schedule.Cosine, 4), factors[4..]);
        Assert.Same(Schedule.Cosine, Schedule.Cosine.WithWarmup(0));
    }

    [Fact]
    public void Schedules_compare_by_what_they_do() => Assert.Equal(Schedule.Step(4, 0.5).WithWarmup(3), Schedule.Step(4, 0.5).WithWarmup(3));

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Assert.Equal("parts", Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Step(0)).ParamName);
        Assert.Equal("factor", Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Step(2, 0)).ParamName);
        Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Cosine.WithWarmup(-1)).ParamName);
    }

    static double[] Factors(Schedule schedule, int steps) => [.. Enumerable.Range(0, steps).Select(step => schedule.Factor(step, steps))];
}
