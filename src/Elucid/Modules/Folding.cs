namespace Elucid;

/// <summary>One call of <see cref="Inference.FoldBatchNorms(Module)"/>: rebuilds a network around folded chains and remembers which norms
/// stay.</summary>
sealed class Folding(Module model) : Rebuilder
{
    readonly Dictionary<Module, string> _names = model.NamedModules().ToDictionary(m => m.Module, m => m.Name);
    readonly List<string> _kept = [];

    /// <summary>The norms that are not folded, by their names in the model.</summary>
    public IReadOnlyList<string> Kept => _kept;

    /// <summary>The first norm that lies where no chain can be searched, and the module around it, if there is one.</summary>
    public (string Norm, Module Owner)? Unreached { get; private set; }

    /// <summary>The name of a module in the model.</summary>
    public string NameOf(Module module) => _names[module];

    private protected override bool IsTraining(Module part) => false;

    /// <summary>The module as it computes in use. It shares parts with the model, whose modes it never changes.</summary>
    private protected override Module Make(Module module)
    {
        if (module is BatchNorm norm)
            _kept.Add(NameOf(norm));
        Module? made = module switch
        {
            Sequential => Chain([.. module.Children.Select(child => child.Module)]),
            Recomputed recomputed => Part(recomputed.Inner),                // in use nothing is computed twice
            BatchNorm => Remake(module),
            _ when module.NamedModules().Any(m => m.Module is BatchNorm or Sequential) => Remake(module),
            _ => null,
        };
        if (made is not null)
            return Ready(made);
        foreach (Module inner in module.NamedModules().Select(m => m.Module))
            foreach (string hidden in inner is BatchNorm ? [NameOf(inner)] : inner.InnerNorms)
            {
                _kept.Add(hidden);
                Unreached ??= (hidden, module);
            }
        return OnlyInUse.IsNeededBy(module) ? new OnlyInUse(module) : module;
    }

    // Not its children, nor itself where it is the model's: they are shared.
    Module Ready(Module module)
    {
        if (!_names.ContainsKey(module))
            module.IsTraining = false;
        return module;
    }

    Sequential Chain(List<Module> modules)
    {
        modules.RemoveAll(module => module is Dropout);         // which passes its input on
        for (int i = 0; i < modules.Count; i++)
        {
            Module layer = modules[i];
            while (i + 1 < modules.Count && modules[i + 1] is BatchNorm norm && WithNorm(layer, norm) is { } folded)
            {
                layer = folded;
                modules.RemoveAt(i + 1);
            }
            modules[i] = layer == modules[i] ? Part(layer) : Ready(layer);
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
                Conv1d sequence =
                    new(from.InChannels, from.OutChannels, from.KernelSize, unused, from.Stride, from.Padding, from.Dilation, from.Groups);
                Rescale(norm, from.Weight, from.Bias, sequence.Weight, sequence.Bias!, groups: 1, outputsAreSecond: false);
                return sequence;
            case Conv2d from when norm is BatchNorm2d && from.OutChannels == norm.Channels:
                Conv2d image = new(from.InChannels, from.OutChannels, from.KernelSize, unused, from.Stride, from.Padding, from.Dilation, from.Groups);
                Rescale(norm, from.Weight, from.Bias, image.Weight, image.Bias!, groups: 1, outputsAreSecond: false);
                return image;
            case ConvTranspose2d from when norm is BatchNorm2d && from.OutChannels == norm.Channels:
                ConvTranspose2d transposed = new(
                    from.InChannels, from.OutChannels, from.KernelSize, unused, from.Stride, from.Padding, from.OutputPadding, from.Dilation,
                    from.Groups);
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
        Span<float> scaled = toWeight.Edit(), shifted = toBias.Edit();
        for (int c = 0; c < channels; c++)
        {
            scales[c] = (norm.Weight?.Values[c] ?? 1) / Math.Sqrt(norm.RunningVariance.Values[c] + norm.Epsilon);
            shifted[c] = (float)(((bias?.Values[c] ?? 0) - (double)norm.RunningMean.Values[c]) * scales[c] + (norm.Bias?.Values[c] ?? 0));
        }
        // Runs of weights of one output: the kernels [out, …], or those of [in, out / groups, …], where the input's group decides which outputs are
        // meant.
        int first = weight.Shape[0], second = outputsAreSecond ? weight.Shape[1] : 1, run = weight.Shape.Size / (first * second);
        for (int i = 0; i < first * second; i++)
        {
            int output = outputsAreSecond ? i / second / (first / groups) * second + i % second : i;
            for (int j = i * run; j < (i + 1) * run; j++)
                scaled[j] = (float)(weight.Values[j] * scales[output]);
        }
    }
}
