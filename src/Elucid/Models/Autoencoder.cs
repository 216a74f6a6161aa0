using Elucid.Activations;
using Elucid.Initializers;
using Elucid.Modules;
using Elucid.Numerics;
using Elucid.Tensors;

namespace Elucid.Models;

/// <summary>Fully connected layers down to a code and, mirrored, up again to the input.</summary>
/// <remarks>
/// The activation follows every hidden layer; the code and the output are linear, so that any numbers can be met. Train it with <see cref="Losses.Loss.MeanSquaredError"/> against its input, or, to
/// denoise, against the clean one. Hinton, Salakhutdinov 2006, Science 313, 504; with the widths of the ELU paper (Clevert et al. 2016, arXiv:1511.07289, section 4.1).
/// </remarks>
public sealed class Autoencoder : Module
{
    /// <summary>Creates the network and draws its weights.</summary>
    /// <param name="features">Numbers of an input.</param>
    /// <param name="activation">The activation of the hidden layers.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="widths">Units from the first layer to the code; [1000, 500, 250, 30], those of the ELU paper, if empty.</param>
    /// <param name="initializer">How weights are drawn; <see cref="Initializer.He"/> by default.</param>
    public Autoencoder(int features, Activation activation, RandomStream random, ReadOnlySpan<int> widths = default, Initializer? initializer = null)
    {
        int[] all = [features, .. widths.IsEmpty ? [1000, 500, 250, 30] : widths];
        Encoder = Child("encoder", Chain.Of(all, activation, random, initializer));
        Array.Reverse(all);
        Decoder = Child("decoder", Chain.Of(all, activation, random, initializer));
    }

    /// <summary>[batch, features] → [batch, code]</summary>
    public Sequential Encoder { get; }

    /// <summary>[batch, code] → [batch, features]</summary>
    public Sequential Decoder { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, features]</param>
    /// <returns>[batch, features], what the code tells of the input.</returns>
    public override Tensor Forward(Tensor x) => Decoder.Forward(Encoder.Forward(x));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Decoder.OutputShape(Encoder.OutputShape(input));

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input) => [("encoder", Encoder, input), ("decoder", Decoder, Encoder.OutputShape(input))];

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Encoder.MultiplyAdds(input) + Decoder.MultiplyAdds(Encoder.OutputShape(input));
}

/// <summary>Fully connected layers with an activation between them and none after the last.</summary>
static class Chain
{
    public static Sequential Of(ReadOnlySpan<int> widths, Activation activation, RandomStream random, Initializer? initializer)
    {
        List<Module> modules = [];
        for (int i = 1; i < widths.Length; i++)
        {
            if (i > 1)
                modules.Add(new ActivationLayer(activation, widths[i - 1]));
            modules.Add(new Linear(widths[i - 1], widths[i], random, initializer));
        }
        return new Sequential([.. modules]);
    }
}
