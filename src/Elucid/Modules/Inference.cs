using Elucid.Numerics;
using Elucid.Tensors;

namespace Elucid.Modules;

/// <summary>Makes networks that compute the same faster, once they are trained.</summary>
public static class Inference
{
    /// <summary>
    /// A network in which each batch norm is folded into the layer before it: of (w·x + b − mean) / √(variance + ε) · weight + bias all but x is known after training.
    /// </summary>
    /// <param name="model">A trained network; it is left as it is.</param>
    /// <returns>
    /// A network for use, not for training: <see cref="Linear"/>, <see cref="Conv1d"/>, <see cref="Conv2d"/> and <see cref="ConvTranspose2d"/> that a batch norm follows are copies
    /// with other weights and the norm is gone; all other modules are those of <paramref name="model"/>, switched to use.
    /// </returns>
    /// <remarks>
    /// Chains are searched, also within <see cref="Residual"/>, <see cref="Concat"/> and <see cref="Sum"/>; modules of your own stay as they are. A <see cref="BatchNorm1d"/> behind a
    /// <see cref="Linear"/> is taken to get [batch, features].
    /// </remarks>
    public static Module Fold(Module model)
    {
        Module folded = Folded(model);
        folded.Train(false);
        return folded;
    }

    static Module Folded(Module module) => module switch
    {
        Sequential => Chain([.. Parts(module)]),
        Residual block => new Residual(Folded(block.Inner), block.Shortcut is null ? null : Folded(block.Shortcut), block.Activation),
        Concat => new Concat([.. Parts(module)]),
        Sum => new Sum([.. Parts(module)]),
        _ => module,
    };

    static IEnumerable<Module> Parts(Module module) => module.Children.Select(child => Folded(child.Module));

    static Sequential Chain(List<Module> modules)
    {
        for (int i = 0; i + 1 < modules.Count; i++)
        {
            if (modules[i + 1] is not BatchNorm norm || WithNorm(modules[i], norm) is not { } folded)
                continue;
            modules[i] = folded;
            modules.RemoveAt(i + 1);
            i--;                            // another norm may follow
        }
        return new Sequential([.. modules]);
    }

    /// <summary>The layer followed by the norm as one layer; null where they cannot be one.</summary>
    static Module? WithNorm(Module layer, BatchNorm norm)
    {
        RandomStream unused = new(0);       // all weights are overwritten
        switch (layer)
        {
            case Linear from when norm is BatchNorm1d && from.OutFeatures == norm.Channels:
                Linear linear = new(from.InFeatures, from.OutFeatures, unused);
                Rescale(norm, from.Weight, from.Bias, linear.Weight, linear.Bias!, groups: 1, outputsAreSecond: false);
                return linear;
            case Conv1d from when norm is BatchNorm1d && from.OutChannels == norm.Channels:
                Conv1d sequence = new(from.InChannels, from.OutChannels, from.KernelSize, unused, from.Stride, from.Padding, from.Dilation, from.Groups);
                Rescale(norm, from.Weight, from.Bias, sequence.Weight, sequence.Bias!, groups: 1, outputsAreSecond: false);
                return sequence;
            case Conv2d from when norm is BatchNorm2d && from.OutChannels == norm.Channels:
                Conv2d image = new(from.InChannels, from.OutChannels, from.KernelSize, unused, from.Stride, from.Padding, from.Dilation, from.Groups);
                Rescale(norm, from.Weight, from.Bias, image.Weight, image.Bias!, groups: 1, outputsAreSecond: false);
                return image;
            case ConvTranspose2d from when norm is BatchNorm2d && from.OutChannels == norm.Channels:
                ConvTranspose2d transposed = new(
                    from.InChannels, from.OutChannels, from.KernelSize, unused, from.Stride, from.Padding, from.OutputPadding, from.Dilation, from.Groups);
                Rescale(norm, from.Weight, from.Bias, transposed.Weight, transposed.Bias!, from.Groups, outputsAreSecond: true);
                return transposed;
            default:
                return null;
        }
    }

    /// <summary>Scales the weights of each output channel, and shifts its bias.</summary>
    static void Rescale(BatchNorm norm, Tensor weight, Tensor? bias, Tensor toWeight, Tensor toBias, int groups, bool outputsAreSecond)
    {
        int channels = norm.Channels;
        double[] scales = new double[channels];
        for (int c = 0; c < channels; c++)
        {
            scales[c] = (norm.Weight?.Values[c] ?? 1) / Math.Sqrt(norm.RunningVariance.Values[c] + norm.Epsilon);
            toBias.Values[c] = (float)(((bias?.Values[c] ?? 0) - (double)norm.RunningMean.Values[c]) * scales[c] + (norm.Bias?.Values[c] ?? 0));
        }
        // Runs of weights of one output: the kernels [out, …], or those of [in, out / groups, …], where the input's group decides which outputs are meant.
        int first = weight.Shape[0], second = outputsAreSecond ? weight.Shape[1] : 1, run = weight.Shape.Size / (first * second);
        for (int i = 0; i < first * second; i++)
        {
            int output = outputsAreSecond ? i / second / (first / groups) * second + i % second : i;
            for (int j = i * run; j < (i + 1) * run; j++)
                toWeight.Values[j] = (float)(weight.Values[j] * scales[output]);
        }
    }
}
