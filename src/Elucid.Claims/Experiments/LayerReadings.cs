using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Looks at what the hidden layers of a network compute for some images.</summary>
internal static class LayerReadings
{
    const int Portion = 500;

    /// <summary>Runs the images through the network, some at a time, and shows each activation layer's inputs and outputs.</summary>
    /// <param name="model">The network, in use.</param>
    /// <param name="images">The images.</param>
    /// <param name="see">Given the number of the layer, 0 for the first, its inputs and its outputs, [images, units].</param>
    public static void Of(Module model, Dataset images, Action<int, Tensor, Tensor> see)
    {
        using Taps taps = Taps.On(model, module => module is ActivationLayer);
        int width = images.FeatureCount;
        for (int first = 0; first < images.Count; first += Portion)
        {
            int count = Math.Min(Portion, images.Count - first);
            model.Predict(new Tensor([count, width], images.Features.Slice(first * width, count * width)));
            for (int layer = 0; layer < taps.Readings.Count; layer++)
                see(layer, taps.Readings[layer].Input, taps.Readings[layer].Output);
            taps.Clear();
        }
    }

    /// <summary>The same with gradients of the cross-entropy, which the inputs then have.</summary>
    /// <param name="model"><inheritdoc cref="Of" path="/param[@name='model']"/></param>
    /// <param name="images">The images, whose labels are learned.</param>
    /// <param name="see"><inheritdoc cref="Of" path="/param[@name='see']"/></param>
    public static void WithGradients(Module model, Dataset images, Action<int, Tensor, Tensor> see)
    {
        using ModeScope inUse = model.InUse();
        int width = images.FeatureCount;
        for (int first = 0; first < images.Count; first += Portion)
        {
            int count = Math.Min(Portion, images.Count - first);
            using Tape tape = Tape.Start();
            using Taps taps = Taps.On(model, module => module is ActivationLayer);
            Tensor x = new([count, width], images.Features.Slice(first * width, count * width));
            tape.Backward(Loss.CrossEntropy(model.Forward(x), images.Labels.Slice(first, count).ToArray()));
            for (int layer = 0; layer < taps.Readings.Count; layer++)
                see(layer, taps.Readings[layer].Input, taps.Readings[layer].Output);
        }
    }

    /// <summary>The largest input of each unit's activation over the images, layer by layer: one that is never above 0 is a unit of ReLU that is
    /// dead.</summary>
    public static double[][] LargestInputs(Module model, Dataset images)
    {
        List<double[]> layers = [];
        Of(model, images, (layer, inputs, _) =>
        {
            int units = inputs.Shape.Last;
            if (layer == layers.Count)
                layers.Add([.. Enumerable.Repeat(double.NegativeInfinity, units)]);
            double[] largest = layers[layer];
            ReadOnlySpan<float> values = inputs.Values;
            for (int i = 0; i < values.Length; i++)
                largest[i % units] = Math.Max(largest[i % units], values[i]);
        });
        return [.. layers];
    }

    /// <summary>The means of a layer's units over images: how large they are beside the units' deviations, and beside everything.</summary>
    /// <param name="Shift">The median over the units of |mean| / deviation; units without deviation are left out.</param>
    /// <param name="Energy">|mean vector|² / mean |outputs|²: what the direction of the means has of the second moments.</param>
    public readonly record struct Means(double Shift, double Energy);

    /// <summary>The means of each layer.</summary>
    public static Means[] MeansOf(Module model, Dataset images)
    {
        List<(double[] Sums, double[] Squares)> layers = [];
        Of(model, images, (layer, _, outputs) =>
        {
            int units = outputs.Shape.Last;
            if (layer == layers.Count)
                layers.Add((new double[units], new double[units]));
            (double[] sums, double[] squares) = layers[layer];
            ReadOnlySpan<float> values = outputs.Values;
            for (int row = 0; row < values.Length; row += units)
                for (int unit = 0; unit < units; unit++)
                {
                    double value = values[row + unit];
                    sums[unit] += value;
                    squares[unit] += value * value;
                }
        });
        return [.. layers.Select(layer => MeansFrom(layer.Sums, layer.Squares, images.Count))];
    }

    static Means MeansFrom(double[] sums, double[] squares, int count)
    {
        double[] means = [.. sums.Select(sum => sum / count)], seconds = [.. squares.Select(square => square / count)];
        double[] shifts =
            [.. means.Zip(seconds, (mean, second) => Math.Abs(mean) / Math.Sqrt(Math.Max(0, second - mean * mean))).Where(double.IsFinite).Order()];
        double all = seconds.Sum();
        return new(shifts.Length == 0 ? 0 : shifts[shifts.Length / 2], all > 0 ? means.Sum(mean => mean * mean) / all : 0);
    }
}
