namespace Elucid;

/// <summary>
/// Moves a module's parameters against their gradients. <see cref="Step"/> uses the gradients up: the next backward pass starts from zero, also for tensors that the loss went through and that this optimizer
/// does not own.
/// </summary>
public abstract class Optimizer
{
    readonly Slot[] _slots;

    private protected Optimizer(Module module, float learningRate, int stateCount)
    {
        if (!(learningRate > 0) || float.IsInfinity(learningRate))
            throw new ArgumentOutOfRangeException(nameof(learningRate), FormattableString.Invariant($"The learning rate must be positive and finite, but got {learningRate}."));
        LearningRate = learningRate;
        _slots = [.. module.NamedParameters().Select(p => new Slot(p.Name, p.Value, stateCount))];
        if (_slots.Length == 0)
            throw new ArgumentException($"{module} has no parameters to train.", nameof(module));
    }

    /// <summary>The rate of the next step, per step; a schedule sets it, and may end at 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public float LearningRate
    {
        get;
        set => field = value >= 0 && float.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(value), FormattableString.Invariant($"The learning rate must be at least 0 and finite, but got {value}."));
    }

    /// <summary>Steps done so far.</summary>
    public long StepCount { get; private set; }

    /// <summary>The parameters with their names.</summary>
    public IEnumerable<(string Name, Tensor Value)> Parameters => _slots.Select(s => (s.Name, s.Parameter));

    /// <summary>Moves every parameter that has a gradient, and forgets the gradients.</summary>
    public void Step()
    {
        StepCount++;
        Prepare();
        foreach (Slot slot in _slots)
        {
            if (!slot.Parameter.HasGradient)
                continue;
            Update(slot.Parameter.EditMemory(), slot.Parameter.GradientMemory, slot.First, slot.Second);
            slot.Parameter.UseGradient();
        }
    }

    /// <summary>What the optimizer remembers, for an exact resume: a copy.</summary>
    public OptimizerState SaveState() => new(Kind, StepCount, Memory().ToDictionary(m => m.Name, m => (float[])[.. m.Values]));

    /// <summary>Restores what <see cref="SaveState"/> gave. If something does not fit, nothing is changed.</summary>
    /// <exception cref="ArgumentException">The state is of another optimizer or network: of another kind or with other options, or an entry is missing, has another length or is one too many.</exception>
    public void LoadState(OptimizerState state)
    {
        Check(state);
        foreach ((string name, float[] values) in Memory())
            state.Values[name].CopyTo(values, 0);
        StepCount = state.StepCount;
    }

    /// <summary>Throws what <see cref="LoadState"/> throws, and changes nothing.</summary>
    internal void Check(OptimizerState state)
    {
        if (state.Optimizer != Kind)
            throw new ArgumentException($"The state is that of {state.Optimizer}, but the optimizer is {Kind}: create the optimizer as the one that was saved.", nameof(state));
        ArgumentOutOfRangeException.ThrowIfNegative(state.StepCount, nameof(state));
        HashSet<string> others = [.. state.Values.Keys];
        foreach ((string name, float[] target) in Memory())
        {
            if (!state.Values.TryGetValue(name, out float[]? source) || source.Length != target.Length)
                throw new ArgumentException($"Optimizer state '{name}' should have {target.Length} numbers, but got {(source is null ? "none" : source.Length)}: "
                    + "it belongs to another network or optimizer.", nameof(state));
            others.Remove(name);
        }
        if (others.Order(StringComparer.Ordinal).FirstOrDefault() is { } other)
            throw new ArgumentException($"Optimizer state '{other}' is of nothing that this optimizer trains: it belongs to another network or optimizer.", nameof(state));
    }

    IEnumerable<(string Name, float[] Values)> Memory() =>
        _slots.SelectMany(s => new[] { (s.Name + ".first", s.First), (s.Name + ".second", s.Second) }).Where(m => m.Item2.Length > 0);

    /// <summary>Which optimizer it is, with the options that decide what its memory means.</summary>
    internal abstract string Kind { get; }

    /// <summary>Computes what is the same for all parameters of a step.</summary>
    private protected virtual void Prepare() { }

    private protected abstract void Update(Memory<float> weights, ReadOnlyMemory<float> gradient, float[] first, float[] second);

    sealed class Slot(string name, Tensor parameter, int stateCount)
    {
        public readonly string Name = name;
        public readonly Tensor Parameter = parameter;
        public readonly float[] First = stateCount > 0 ? new float[parameter.Shape.Size] : [];
        public readonly float[] Second = stateCount > 1 ? new float[parameter.Shape.Size] : [];
    }
}
