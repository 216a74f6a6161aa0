namespace Elucid.Claims.Tests.Experiments;

/// <summary>What is read from layers, on networks whose numbers are known.</summary>
[AnyWidth]
public class LayerReadingsTests
{
    static readonly Dataset Four = new("four", [1, -1, 3, -1, 1, -3, 3, -3], [2], [0, 1, 0, 1], ["no", "yes"]);

    [Fact]
    public void Means_are_told_by_deviations_and_by_their_share_of_the_energy()
    {
        // Two units with means 2 and 0 after ReLU, deviations 1 and 0: the energy of (2, 0) is 4 of 4 + 1.
        LayerReadings.Means means = Assert.Single(LayerReadings.MeansOf(Identity(), Four));
        Assert.Equal(2, means.Shift, 1e-6);
        Assert.Equal(0.8, means.Energy, 1e-6);
    }

    [Fact]
    public void The_largest_input_of_a_dead_unit_is_not_above_zero() =>
        Assert.Equal([3, -1], Assert.Single(LayerReadings.LargestInputs(Identity(), Four)));

    [Fact]
    public void A_unit_that_is_off_for_all_images_is_dead_and_saturated()
    {
        UnitCensus census = Assert.Single(UnitCensus.Of(Identity(), Activations.Relu(), Four));
        Assert.Equal((0.5, 0.5), (census.Dead, census.Saturated));
        census = Assert.Single(UnitCensus.Of(Identity(Activations.Elu()), Activations.Elu(), Four));
        Assert.Equal((0, 0), (census.Dead, census.Saturated));
    }

    [Fact]
    public void An_offset_takes_the_mean_away_or_gives_elu_that_of_relu()
    {
        Tensor x = new([4, 2], [1, -1, 3, -1, 1, -3, 3, -3]);
        UnitOffset centres = new(2, centres: true), lifts = new(2, centres: false);
        for (int batch = 0; batch < 3; batch++)
        {
            centres.Forward(x);
            lifts.Forward(x);
        }
        centres.Eval();
        lifts.Eval();
        Assert.Equal([0, 0], UnitStatistics.Of(centres.Forward(x)).Mean.Select(mean => Math.Round(mean, 5)));
        // For y of −1 and −3, E[−min(y, 0)] is 2; above zero there is nothing to add.
        Assert.Equal([2, 0], UnitStatistics.Of(lifts.Forward(x)).Mean.Select(mean => Math.Round(mean, 5)));
    }

    static Sequential Identity(Activation? activation = null)
    {
        Linear first = new(2, 2, new RandomStream(1)), last = new(2, 2, new RandomStream(2));
        new float[] { 1, 0, 0, 1 }.CopyTo(first.Weight.Edit());
        return new Sequential(first, new ActivationLayer(activation ?? Activations.Relu()), last);
    }
}
