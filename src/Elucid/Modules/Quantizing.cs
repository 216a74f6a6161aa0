namespace Elucid;

/// <summary>One call of <see cref="Inference.Quantize"/>: rebuilds a network around layers in eight bits.</summary>
sealed class Quantizing(Module model) : Rebuilder
{
    readonly HashSet<Module> _original = [.. model.NamedModules().Select(m => m.Module)];
    readonly List<Linear> _layers = [];

    /// <summary>The network in eight bits; the same one where it has no layer for them.</summary>
    public static Module WhereItSuits(Module network)
    {
        Quantizing quantizing = new(network);
        Module inEightBits = quantizing.Part(network);
        return quantizing._layers.Count > 0 ? inEightBits : network;
    }

    /// <summary>The weights that eight bits would hold.</summary>
    public static HashSet<Tensor> WeightsOf(Module network)
    {
        Quantizing quantizing = new(network);
        _ = quantizing.Part(network);
        return [.. quantizing._layers.Select(layer => layer.Weight)];
    }

    private protected override bool IsTraining(Module part) => false;

    private protected override Module Make(Module part)
    {
        if (part is Linear linear && Int8Linear.Suits(linear.InFeatures, linear.OutFeatures))
        {
            _layers.Add(linear);
            return new Int8Linear(linear);
        }
        // What computes other things in training is copied, of its own type: whoever holds it may ask for that.
        Module made = part.Children.Count > 0 || part is Dropout or BatchNorm ? Remake(part) ?? part : part;
        if (_original.Contains(made))
            return OnlyInUse.IsNeededBy(made) ? new OnlyInUse(made) : made;
        made.IsTraining = false;
        return made;
    }
}
