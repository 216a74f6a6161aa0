using Elucid.Kernels;

namespace Elucid;

/// <summary>What a probe saw of one activation layer, in one place of the network: a layer that is used several times has a reading for each
/// use.</summary>
/// <param name="Layer">The layer's name in the network; from the second use on also which use it is: <c>relu (use 2)</c>.</param>
/// <param name="Units">How many units it has.</param>
/// <param name="DeadShare">The share of units whose input gets gradient 0 from every example of the probe batch: they cannot learn from any of
/// them.</param>
/// <param name="Mean">The mean of all its outputs.</param>
/// <param name="Spread">The standard deviation of all its outputs.</param>
public sealed record LayerReading(string Layer, int Units, double DeadShare, double Mean, double Spread);

/// <summary>The gradient of one weight matrix.</summary>
/// <param name="Parameter">Its name in the network.</param>
/// <param name="Norm">The Euclidean norm of its gradient.</param>
public sealed record GradientReading(string Parameter, double Norm);

/// <summary>What a probe saw of a network.</summary>
/// <param name="Layers">Activation layers from input to output; those that the forward pass does not use are left out.</param>
/// <param name="Gradients">Weight matrices from input to output.</param>
public sealed record ProbeReading(IReadOnlyList<LayerReading> Layers, IReadOnlyList<GradientReading> Gradients)
{
    /// <summary>The share of dead units over all layers; null where there is no unit to look at, as the network has no activation layer: the
    /// functions inside recurrent cells are none.</summary>
    public double? DeadShare => Layers.Sum(l => (long)l.Units) is > 0 and var units ? Layers.Sum(l => l.DeadShare * l.Units) / units : null;

    /// <summary>The mean of the hidden layers' means; null where the network has no activation layer.</summary>
    public double? Mean => Layers.Average(l => (double?)l.Mean);

    /// <summary>
    /// Gradient norm of the first weight matrix over that of the last: far below 1 when gradients vanish, far above when they explode. Null where
    /// there is no weight matrix, and where no gradient reaches the last.
    /// </summary>
    public double? GradientRatio =>
        Gradients is [var first, .., var last] && last.Norm != 0 ? first.Norm / last.Norm : Gradients is [{ Norm: not 0 }] ? 1 : null;
}

/// <summary>
/// Looks into a network on a fixed batch: dead units, mean and spread of activations, gradient norms, by layer. Training that is not being
/// looked at pays nothing: layers are observed only while <see cref="Read"/> runs.
/// </summary>
public sealed class ActivationProbe
{
    readonly Module _model;
    readonly ActivationLayer[] _layers;

    /// <summary>Creates a probe for the activation layers of a network.</summary>
    public ActivationProbe(Module model)
    {
        _model = model;
        _layers = [.. model.NamedModules().Select(m => m.Module).OfType<ActivationLayer>()];
    }

    /// <summary>Runs one forward and backward pass, as in use (without dropout), and reports. Weights, gradients and modes are left as they
    /// were.</summary>
    /// <param name="x">The probe batch, [batch, …].</param>
    /// <param name="loss">Computes the loss from the network's output.</param>
    public ProbeReading Read(Tensor x, Func<Tensor, Tensor> loss)
    {
        // With a gradient, because the first layer of the network may be an activation.
        Tensor batch = new(x.Shape, x.Values, requiresGradient: true);
        using ModeScope scope = _model.InUse();
        List<(Tensor Tensor, HeldGradient Gradient)> held = [];
        try
        {
            using Tape tape = Tape.Start();
            using Taps taps = _layers.Length == 0 ? default : Taps.On(_model, module => module is ActivationLayer);
            Tensor lost = loss(_model.Forward(batch));
            held.AddRange(_model.NamedParameters().Select(p => p.Value).Concat(tape.Leaves).Select(tensor => (tensor, tensor.HoldGradient())));
            tape.Backward(lost);
            return new ProbeReading(
                [.. taps.Readings.OrderBy(reading => Array.IndexOf(_layers, reading.Module)).Select(ReadingOf)],
                [.. _model.NamedParameters().Where(p => p.Value.Shape.Rank > 1 && p.Value.HasGradient)
                    .Select(p => new GradientReading(p.Name, Math.Sqrt(Reduce.SumOfSquares(p.Value.Gradient))))]);
        }
        finally
        {
            // In reverse, as one tensor may come twice.
            foreach ((Tensor tensor, HeldGradient gradient) in Enumerable.Reverse(held))
                tensor.PutBack(gradient);
        }
    }

    static LayerReading ReadingOf(TapReading reading)
    {
        ReadOnlySpan<float> values = reading.Output.Values;
        double mean = Reduce.Sum(values) / (double)values.Length;
        double meanSquare = Reduce.SumOfSquares(values) / (double)values.Length;
        IReadOnlyList<double> zeros = UnitStatistics.OfGradient(reading.Input).ZeroShare;
        return new(reading.Layer, zeros.Count, zeros.Count(share => share == 1) / (double)zeros.Count, mean,
            Math.Sqrt(Math.Max(meanSquare - mean * mean, 0)));
    }
}
