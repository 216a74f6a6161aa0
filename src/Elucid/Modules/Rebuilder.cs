using System.Diagnostics.CodeAnalysis;

namespace Elucid;

/// <summary>
/// What a module is made anew from, in <see cref="Module.Rebuild"/>: its parts, its functions, its settings. Copies (<see
/// cref="ModuleCopies"/>), networks with other activations (<see cref="ActivationLayers"/>) and
/// folded ones (<see cref="Inference"/>) are made so.
/// </summary>
/// <remarks>
/// Parameters, buffers and modes are copied afterwards by whoever asked, for all that is not a <see cref="Part{TModule}"/>, as are the states
/// of random streams.
/// </remarks>
public abstract class Rebuilder
{
    readonly Dictionary<Module, Module> _made = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<Module> _parts = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<RandomStream, RandomStream> _streams = new(ReferenceEqualityComparer.Instance);

    private protected Rebuilder() { }

    /// <summary>What takes the place of a child; the same for one that is used twice.</summary>
    /// <param name="part">The child; null where there is none.</param>
    /// <exception cref="InvalidOperationException">What takes its place is of another type.</exception>
    [return: NotNullIfNotNull(nameof(part))]
    public TModule? Part<TModule>(TModule? part) where TModule : Module
    {
        if (part is null)
            return null;
        if (!_made.TryGetValue(part, out Module? made))
        {
            _made.Add(part, made = Make(part));
            _parts.Add(made);
        }
        return made as TModule ?? throw new InvalidOperationException(
            $"Rebuild: a {typeof(TModule).Name} was asked for in place of {part}, but it becomes a {made.GetType().Name}. "
            + "Hold it as a Module, and ask for `with.Part<Module>(…)`.");
    }

    /// <summary>What takes the place of a function that the module applies itself.</summary>
    public virtual Activation Function(Activation function) => function;

    /// <summary>For constructors that draw weights: the draws are of no account, since the module's own state takes their place.</summary>
    public RandomStream Random { get; } = new(0);

    private protected abstract Module Make(Module part);

    /// <summary>The mode of what is made of a module.</summary>
    private protected abstract bool IsTraining(Module part);

    /// <summary>The module made anew, with the state of this one; null where it does not say how.</summary>
    private protected Module? Remake(Module module)
    {
        Module? made = module.Rebuild(this);
        if (made is not null)
            CopyState(module, made);
        return made;
    }

    void CopyState(Module from, Module to)
    {
        (to.IsTraining, to.IsFrozen) = (IsTraining(from), from.IsFrozen);
        if (from is IRandomized source && to is IRandomized destination)
            destination.Random = CopyOf(source.Random);
        if (!(from is ActivationLayer { Activation: var before } && to is ActivationLayer { Activation: var after } && before != after))
            to.CopyOwnStateFrom(from);
        foreach (((_, Module part), (_, Module made)) in from.Children.Zip(to.Children))
            if (!_parts.Contains(made))
                CopyState(part, made);
    }

    // One stream of several modules becomes one stream again, so that they draw in turn as before.
    RandomStream CopyOf(RandomStream stream)
    {
        if (!_streams.TryGetValue(stream, out RandomStream? copy))
            _streams.Add(stream, copy = new RandomStream(stream.State));
        return copy;
    }
}
