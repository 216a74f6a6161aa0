namespace Elucid.Tests.Training;

public sealed class PartialDependenceTests
{
    // y = 2·a + b, of two rows with b = 1 and 3.
    static (Module Model, Dataset Data) Sum()
    {
        Linear linear = new(2, 1, new RandomStream(0));
        ((ReadOnlySpan<float>)[2, 1]).CopyTo(linear.Weight.Edit());
        linear.Bias!.Edit().Clear();
        return (linear, new Dataset("sum", [5, 1, 7, 3], [2], new float[] { 0, 0 }, ["y"]));
    }

    [Fact]
    public void A_sum_depends_on_a_column_as_its_weight_says()
    {
        (Module model, Dataset data) = Sum();
        double[][] means = PartialDependence.Of(model, data, 0, [[0f], [10f]]);
        Assert.Equal([2.0, 22.0], means.Select(mean => mean[0]));
        Assert.Equal([30.0], PartialDependence.Of(model, data, 0, [[10f, 10f]])[0]);
    }

    [Fact]
    public void A_setting_beyond_the_features_is_refused()
    {
        (Module model, Dataset data) = Sum();
        Assert.Throws<ArgumentOutOfRangeException>(() => PartialDependence.Of(model, data, 1, [[0f, 1f]]));
    }
}
