namespace Elucid;

/// <summary>Modules one after the other. Their names are their positions: <c>0.weight</c>, as in PyTorch.</summary>
/// <remarks>A <see cref="Linear"/>, a convolution or a normalisation followed by an <see cref="ActivationLayer"/> runs as one fused pass, with the
/// same numbers.</remarks>
public sealed class Sequential : Module
{
    readonly Module[] _modules;
    readonly bool _forgetsResults;

    /// <summary>Chains <paramref name="modules"/>: each gets the output of the one before it.</summary>
    public Sequential(params ReadOnlySpan<Module> modules)
    {
        _modules = modules.ToArray();
        for (int i = 0; i < _modules.Length; i++)
            Child(i.ToString(), _modules[i]);
        // Modules of others may keep results of theirs to look at, until the tape ends; those of the library do not.
        _forgetsResults = NamedModules().All(m => m.Module.GetType().Assembly == typeof(Module).Assembly);
    }

    /// <summary>The same from an array, for languages that know no spans of parameters: F#, Visual Basic.</summary>
    public Sequential(params Module[] modules)
        : this(modules.AsSpan())
    {
    }

    /// <summary>A multilayer perceptron: fully connected layers with an activation between them, and none after the last.</summary>
    /// <param name="widths">Features of the input, units of each hidden layer, outputs: <c>[784, 256, 128, 10]</c>; at least two.</param>
    /// <param name="activation">The function between the layers; a learned one has parameters for each unit.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="initializer">How the hidden layers' weights are drawn; <see cref="Initializer.Recommended"/> by default.</param>
    /// <param name="outputInitializer">How those of the last layer are; <see cref="Initializer.LeCun"/> by default. A small gain, <c>new
    /// VarianceScaling(0.01)</c>, starts from outputs near 0.</param>
    /// <exception cref="ArgumentException">There are fewer than two widths, or one is not positive.</exception>
    public static Sequential Mlp(
        IReadOnlyList<int> widths, Activation activation, RandomStream random, Initializer? initializer = null, Initializer? outputInitializer = null)
    {
        if (widths.Count < 2)
            throw new ArgumentException(
                $"Mlp: expected at least two widths, the features of the input and the outputs, but got [{string.Join(", ", widths)}].",
                nameof(widths));
        List<Module> modules = [];
        for (int i = 1; i < widths.Count - 1; i++)
            modules.AddRange(
                [new Linear(widths[i - 1], widths[i], random, initializer: initializer ?? Initializer.Recommended(activation)),
                    new ActivationLayer(activation, widths[i])]);
        modules.Add(new Linear(widths[^2], widths[^1], random, initializer: outputInitializer ?? Initializer.LeCun));
        return new Sequential(modules.ToArray());
    }

    /// <inheritdoc/>
    /// <param name="x">What the first module takes.</param>
    /// <returns>What the last module gives.</returns>
    public override Tensor Forward(Tensor x)
    {
        Tensor input = x;
        // Without gradients a result is of no use once the next is there: large networks then run in the memory, and mostly in the cache, of a few.
        int? inUse = _forgetsResults ? Tape.ResultsInUse : null;
        for (int i = 0; i < _modules.Length; i++)
        {
            if (_modules[i] is IFusesActivation layer && i + 1 < _modules.Length && _modules[i + 1] is ActivationLayer { CanFuse: true } activation
                && !TapWatch.Includes(_modules[i]))
            {
                x = layer.ForwardFused(x, activation);
                i++;
            }
            else
            {
                x = _modules[i].Forward(x);
            }
            if (inUse is int count)
                Tape.ReleaseSince(count, x);
        }
        return Tapped(input, x);
    }

    /// <summary>The same modules without the last one.</summary>
    internal Sequential WithoutLast() => new(_modules.AsSpan(0, _modules.Length - 1));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        foreach (Module module in _modules)
            input = module.OutputShape(input);
        return input;
    }

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input)
    {
        for (int i = 0; i < _modules.Length; i++)
        {
            yield return (i.ToString(), _modules[i], input);
            input = _modules[i].OutputShape(input);
        }
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Sequential([.. _modules.Select(module => with.Part(module))]);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input)
    {
        long sum = 0;
        foreach (Module module in _modules)
        {
            sum += module.MultiplyAdds(input);
            input = module.OutputShape(input);
        }
        return sum;
    }
}
