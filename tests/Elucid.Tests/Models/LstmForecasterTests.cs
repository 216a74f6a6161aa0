namespace Elucid.Tests.Models;

public sealed class LstmForecasterTests
{
    const double Noise = 0.1;

    [Fact]
    public void It_learns_a_noisy_sine()
    {
        Dataset training = TimeSeries.Windows("sine", Sine(0, 600), window: 24, horizon: 6),
            test = TimeSeries.Windows("sine", Sine(600, 300), window: 24, horizon: 6);
        LstmForecaster model = new(horizon: 6, hiddenSize: 16, new RandomStream(1));
        double before = Evaluation.Of(model, test).Loss;
        new Trainer(model, new Adam(model, 1e-2), training, options: new TrainerOptions { Epochs = 8 }).Fit();
        // The sine's own mean square is 0.5; what cannot be foretold is the square of the noise, 0.01.
        Assert.InRange(before, 0.4, 2);
        Assert.InRange(Evaluation.Of(model, test).Loss, Noise * Noise * 0.8, Noise * Noise * 2);
    }

    [Fact]
    public void Its_last_layer_speaks_for_all_steps_of_the_horizon()
    {
        LstmForecaster model = new(3, 5, new RandomStream(1), features: 2, new RecurrentOptions { Layers = 2 });
        Assert.Equal([4, 3], model.OutputShape([4, 7, 2]));
        Assert.Equal([4, 3], model.Forward(new Tensor([4, 7, 2])).Shape);
        Assert.Equal(
            ["lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0", "lstm.weight_ih_l1"],
            model.NamedParameters().Select(p => p.Name).Take(5));
        Assert.Equal(["head.weight", "head.bias"], model.NamedParameters().Select(p => p.Name).Skip(8));
        Assert.Equal("LstmForecaster(2 → 3, Lstm(2 → 5, 2 layers))", model.ToString());
        Assert.Equal(4 * (7 * 20 * (2 + 5 + 5 + 5) + 15), model.MultiplyAdds([4, 7, 2]));
        Assert.Contains("LstmForecaster(2 → 3, Lstm(2 → 5, 2 layers))", Summary.Of(model, [1, 7, 2]));
    }

    [Fact]
    public void Options_that_it_cannot_follow_are_named()
    {
        const string Expected =
            "LstmForecaster reads [batch, window, features] forwards, with biases: leave BatchFirst, Bidirectional and Bias at their defaults. "
                + "(Parameter 'options')";
        foreach (RecurrentOptions options in new RecurrentOptions[] { new() { BatchFirst = false }, new() { Bidirectional = true },
            new() { Bias = false } })
            Refused.With<ArgumentException>(Expected, () => new LstmForecaster(3, 5, new RandomStream(1), options: options));
        Assert.Equal("horizon", Assert.Throws<ArgumentOutOfRangeException>(() => new LstmForecaster(0, 5, new RandomStream(1))).ParamName);
        Assert.StartsWith("Lstm 'lstm': expected input of shape [batch, length, 1], but got [4, 7, 2].",
            Assert.Throws<ShapeException>(() => new LstmForecaster(3, 5, new RandomStream(1)).Forward(new Tensor([4, 7, 2]))).Message);
    }

    [Fact]
    public void Windows_slide_over_the_series()
    {
        Dataset data = TimeSeries.Windows("count", [0, 1, 2, 3, 4, 5], window: 3, horizon: 2);
        Assert.Equal([0, 1, 2, 1, 2, 3], data.Features.ToArray());
        Assert.Equal([3, 4, 4, 5], data.Targets.ToArray());
        Assert.Equal([3, 1], data.FeatureShape.ToArray());
        Assert.Equal(["+1", "+2"], data.TargetNames);
        Refused.With<ArgumentException>(
            "Series 'short': expected at least 5 numbers for a window of 3 and the 2 after it, but got 4. Choose a shorter window or horizon.",
            () => TimeSeries.Windows("short", [0, 1, 2, 3], window: 3, horizon: 2));
    }

    static float[] Sine(int start, int length)
    {
        RandomStream random = new((ulong)start + 5);
        return [.. Enumerable.Range(start, length).Select(t => (float)(Math.Sin(2 * Math.PI * t / 25) + Noise * random.NextGaussian()))];
    }
}
