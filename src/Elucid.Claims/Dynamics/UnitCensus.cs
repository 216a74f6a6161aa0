using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>The units of a layer that do not live.</summary>
/// <param name="Dead">The share whose output varies by less than 10⁻¹² over the images and whose gradient's norm is below 10⁻⁸.</param>
/// <param name="Saturated">The share whose activation has a mean slope below 0.01.</param>
internal readonly record struct UnitCensus(double Dead, double Saturated)
{
    /// <summary>Counts in each layer.</summary>
    public static UnitCensus[] Of(Module model, Activation activation, Dataset images)
    {
        List<Sums[]> layers = [];
        LayerReadings.WithGradients(model, images, (layer, inputs, outputs) =>
        {
            int units = inputs.Shape.Last;
            if (layer == layers.Count)
                layers.Add(new Sums[units]);
            Sums[] sums = layers[layer];
            ReadOnlySpan<float> x = inputs.Values, y = outputs.Values, gradient = inputs.Gradient;
            for (int i = 0; i < x.Length; i++)
            {
                ref Sums unit = ref sums[i % units];
                // Around the first value, or the squares of a constant would leave a rest.
                if (unit.Count++ == 0)
                    unit.First = y[i];
                double value = y[i] - unit.First;
                unit.Sum += value;
                unit.Squares += value * value;
                unit.Gradient += (double)gradient[i] * gradient[i];
                unit.Slope += activation.EvaluateDerivative(x[i]);
            }
        });
        return [.. layers.Select(units => new UnitCensus(
            units.Count(unit => unit.IsDead) / (double)units.Length, units.Count(unit => unit.Slope / unit.Count < 0.01) / (double)units.Length))];
    }

    struct Sums
    {
        public int Count;
        public double First, Sum, Squares, Gradient, Slope;

        public readonly bool IsDead => Squares / Count - Sum / Count * (Sum / Count) < 1e-12 && Math.Sqrt(Gradient) < 1e-8;
    }
}
