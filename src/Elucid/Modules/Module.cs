namespace Elucid;

/// <summary>
/// A part of a network: parameters, buffers, child modules and a forward pass. Derive from it to build your own; creating a child registers it.
/// </summary>
/// <remarks>
/// <code>
/// public sealed class Mlp : Module
/// {
///     readonly Linear _hidden, _output;
///     public Mlp(int inFeatures, int hidden, int classes, RandomStream random)
///     {
///         _hidden = Child("hidden", new Linear(inFeatures, hidden, random));
///         _output = Child("output", new Linear(hidden, classes, random));
///     }
///     public override Tensor Forward(Tensor x) => _output.Forward(Ops.Apply(Elu.Default, _hidden.Forward(x)));
///     public override Shape OutputShape(Shape input) => _output.OutputShape(_hidden.OutputShape(input));
/// }
/// </code>
/// Names joined with dots (<c>hidden.weight</c>) are the keys of model files; they equal PyTorch's where the layer exists there.
/// </remarks>
public abstract partial class Module
{
    List<(string Name, Module Module)> _children = [];
    List<(string Name, Tensor Value)> _parameters = [];
    List<(string Name, Tensor Value)> _buffers = [];

    /// <summary>Computes the module's output.</summary>
    /// <param name="x">The input; each module states its shape.</param>
    public abstract Tensor Forward(Tensor x);

    /// <summary>
    /// Computes the module's output as in use, whichever mode it has, and records nothing: what an application calls with a trained network. The
    /// result is the caller's and outlives every <see cref="Tape"/>.
    /// </summary>
    /// <param name="x">What <see cref="Forward"/> takes, a batch in most modules.</param>
    /// <returns>What <see cref="Forward"/> gives, with the same bits in any batch and on any number of threads.</returns>
    /// <remarks>
    /// Any number of threads may call it on one module at once, as long as none changes the module by training or loading. It writes nothing to the
    /// module; one of your own must not either in its
    /// <see cref="Forward"/>, where <see cref="IsTraining"/> is false. Working memory is pooled by thread: a call leaves its result and a few small
    /// objects to the collector, and no full collections.
    /// </remarks>
    public Tensor Predict(Tensor x)
    {
        using UseScope use = UseScope.Open();
        using Tape tape = Tape.StartWithoutGradients();
        return Forward(x).Keep();
    }

    /// <summary>Computes the module's output for one example, as <see cref="Predict(Tensor)"/> does.</summary>
    /// <param name="row">The numbers of a batch of one, [1, features]; for other shapes pass a tensor.</param>
    /// <returns>The numbers of the output.</returns>
    public float[] Predict(ReadOnlySpan<float> row)
    {
        using UseScope use = UseScope.Open();
        using Tape tape = Tape.StartWithoutGradients();
        Tensor x = Tape.Scratch([1, row.Length]);
        row.CopyTo(x.ValuesToWrite);
        return Forward(x).Values.ToArray();
    }

    /// <inheritdoc cref="Predict(ReadOnlySpan{float})"/>
    public float[] Predict(float[] row) => Predict(row.AsSpan());

    /// <summary>The shape that <see cref="Forward"/> gives for an input of this shape.</summary>
    /// <exception cref="ShapeException">The module cannot take such an input.</exception>
    public abstract Shape OutputShape(Shape input);

    /// <summary>Multiply-adds of one forward pass on an input of this shape; children are counted by the modules that call them.</summary>
    public virtual long MultiplyAdds(Shape input) => 0;

    /// <summary>The name under which the parent created this module; the type's name for a root.</summary>
    public string Name { get; private set; } = "";

    /// <summary>
    /// Whether the module behaves as in training (dropout drops) or as in use. Set it with <see cref="Train"/>; a frozen module
    /// (<see cref="Freeze()"/>) is always in use, and so is each within
    /// <see cref="Predict(Tensor)"/>.
    /// </summary>
    public bool IsTraining
    {
        get => IsSetToTrain && !IsFrozen && !UseScope.IsOpen;
        internal set => IsSetToTrain = value;
    }

    /// <summary>The mode that <see cref="Train"/> has set, whether or not the module is frozen, and whatever this thread computes.</summary>
    internal bool IsSetToTrain { get; private set; } = true;

    /// <summary>Whether the module itself computes other things in training than in use, beside what its children do.</summary>
    internal virtual bool DependsOnMode => false;

    /// <summary>The names of batch norms in it that are no modules.</summary>
    internal virtual IEnumerable<string> InnerNorms => [];

    /// <summary>The child modules, in the order of their creation.</summary>
    public IReadOnlyList<(string Name, Module Module)> Children => _children;

    /// <summary>
    /// All parameters of this module and its children with their full names, in the order of creation. One that is used in several places comes
    /// once, under its first name, as in PyTorch.
    /// </summary>
    public IEnumerable<(string Name, Tensor Value)> NamedParameters() => Named(module => module._parameters);

    /// <summary>All tensors of this module and its children that are saved but not trained, such as running means, with their full names.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedBuffers() => Named(module => module._buffers);

    /// <summary>
    /// All that decides what the module computes, which is what model files hold: parameters and buffers, in the order of PyTorch's
    /// <c>state_dict</c>: of each module first its parameters, then its buffers.
    /// </summary>
    public IEnumerable<(string Name, Tensor Value)> NamedState() => Named(module => module._parameters.Concat(module._buffers));

    IEnumerable<(string Name, Tensor Value)> Named(Func<Module, IEnumerable<(string Name, Tensor Value)>> tensors) => NamedModules()
        .SelectMany(m => tensors(m.Module).Select(t => (m.Name.Length == 0 ? t.Name : $"{m.Name}.{t.Name}", t.Value)));

    /// <summary>How many numbers there are to train, frozen ones included.</summary>
    public long ParameterCount => NamedParameters().Sum(p => (long)p.Value.Shape.Size);

    /// <summary>This module and everything below it, with full names; parents first, each module once.</summary>
    public IEnumerable<(string Name, Module Module)> NamedModules() => AllModules().DistinctBy(m => m.Module);

    IEnumerable<(string Name, Module Module)> AllModules()
    {
        yield return ("", this);
        foreach ((string childName, Module child) in _children)
            foreach ((string name, Module module) in child.AllModules())
                yield return (name.Length == 0 ? childName : childName.Length == 0 ? name : $"{childName}.{name}", module);
    }

    /// <summary>What <see cref="Summary"/> lists of this module, each part with the shape that it takes where that is known; by default its
    /// children.</summary>
    internal virtual IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input) =>
        _children.Select(child => (child.Name, child.Module, (Shape?)null));

    /// <summary>Switches this module and its children to training. One that shall stay in use, such as a batch norm with frozen statistics, is
    /// switched back afterwards, by its <see cref="Eval"/>.</summary>
    public void Train() => SwitchTo(isTraining: true);

    /// <summary>Switches this module and its children to use: dropout passes its input on, batch norms take their running statistics.</summary>
    public void Eval() => SwitchTo(isTraining: false);

    void SwitchTo(bool isTraining)
    {
        IsTraining = isTraining;
        foreach ((_, Module child) in _children)
            child.SwitchTo(isTraining);
    }

    /// <summary>Switches this module and its children to use until the scope is disposed; then each has the mode again that it had: <c>using
    /// (model.InUse()) …</c></summary>
    public ModeScope InUse()
    {
        ModeScope scope = new(NamedModules().Select(m => m.Module));
        Eval();
        return scope;
    }

    /// <summary>
    /// A module like this one, made anew: with the same settings, and, where its constructor takes them, of other parts. Override it in a class
    /// that has children or parameters, so that copies, other activations and
    /// <see cref="Inference.FoldBatchNorms(Module)"/> reach it: <c>protected internal override Module Rebuild(Rebuilder with) => new
    /// Mine(with.Part(_body), with.Function(_function));</c>
    /// </summary>
    /// <remarks>Parameters and buffers need no mention: they are copied afterwards, here and in children that the constructor makes itself.</remarks>
    /// <param name="with">What takes the place of children and functions.</param>
    /// <returns>By default a shallow copy where nothing is registered, as of a pooling, and otherwise null: it is not said how.</returns>
    protected internal virtual Module? Rebuild(Rebuilder with)
    {
        if (_children.Count + _parameters.Count + _buffers.Count > 0)
            return null;
        Module copy = (Module)MemberwiseClone();
        copy.Name = "";
        (copy._children, copy._parameters, copy._buffers) = ([], [], []);
        return copy;
    }

    /// <summary>Why functions in it cannot be replaced; null where they can.</summary>
    internal virtual string? HiddenFunctions => null;

    /// <summary>Takes over what is registered in another module itself, not in its children.</summary>
    internal void CopyOwnStateFrom(Module other)
    {
        foreach (((_, Tensor from), (_, Tensor to)) in other._parameters.Concat(other._buffers).Zip(_parameters.Concat(_buffers)))
        {
            from.Values.CopyTo(to.Edit());
            to.RequiresGradient = from.RequiresGradient;
        }
    }

    /// <summary>Registers a child under a name and returns it.</summary>
    /// <exception cref="ArgumentException">The name is empty, contains a dot, or is taken.</exception>
    protected TModule Child<TModule>(string name, TModule module) where TModule : Module
    {
        CheckName(name);
        if (module.Name.Length == 0)
            module.Name = name;             // one that is used again keeps its first name
        _children.Add((name, module));
        return module;
    }

    /// <summary>Registers the one child of a wrapper, whose parts keep the names that they have without it.</summary>
    private protected TModule Adopt<TModule>(TModule module) where TModule : Module
    {
        _children.Add(("", module));
        return module;
    }

    /// <summary>Registers a trained tensor of zeros under a name and returns it.</summary>
    /// <exception cref="ArgumentException">The name is empty, contains a dot, or is taken.</exception>
    protected Tensor Parameter(string name, Shape shape)
    {
        CheckName(name);
        Tensor value = new(shape, requiresGradient: true) { Label = () => $"'{name}' of {Label}" };
        _parameters.Add((name, value));
        return value;
    }

    /// <summary>Registers a tensor of zeros that is saved with the parameters but not trained, under a name, and returns it.</summary>
    /// <exception cref="ArgumentException">The name is empty, contains a dot, or is taken.</exception>
    protected Tensor Buffer(string name, Shape shape)
    {
        CheckName(name);
        Tensor value = new(shape) { Label = () => $"'{name}' of {Label}" };
        _buffers.Add((name, value));
        return value;
    }

    /// <summary>
    /// Registers what another module registers, in its order: parameters and buffers of its shapes, and what <paramref name="child"/> makes of
    /// its children.
    /// </summary>
    private protected void RegisterAsIn(Module other, Action<string, Module> child, Action<Tensor, Tensor> made)
    {
        foreach ((string name, Tensor value) in other._parameters)
            made(value, Parameter(name, value.Shape));
        foreach ((string name, Tensor value) in other._buffers)
            made(value, Buffer(name, value.Shape));
        foreach ((string name, Module module) in other._children)
            child(name, module);
    }

    /// <summary>
    /// Shows what the module computes to those who look at it (<see cref="Taps"/>): what <see cref="Forward"/> of a module of your own ends with, so
    /// that it can be looked at itself, not just its children. It costs nothing while nobody looks.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="y">The output.</param>
    /// <returns><paramref name="y"/></returns>
    protected Tensor Tapped(Tensor x, Tensor y)
    {
        TapWatch.See(this, x, y);
        return y;
    }

    /// <summary>How errors name this module: <c>Linear 'hidden'</c>.</summary>
    protected string Label => Name.Length == 0 ? GetType().Name : $"{GetType().Name} '{Name}'";

    /// <summary>How tables describe this module; its type by default.</summary>
    public override string ToString() => GetType().Name;

    void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' cannot name a part of {Label}: dots separate levels in parameter names.", nameof(name));
        if (_children.Any(c => c.Name == name) || _parameters.Concat(_buffers).Any(t => t.Name == name))
            throw new ArgumentException(
                $"{Label} already has a part named '{name}': names are the keys of model files and must differ.", nameof(name));
    }
}
