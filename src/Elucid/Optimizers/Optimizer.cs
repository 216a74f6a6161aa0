namespace Elucid;

/// <summary>
/// Moves parameters against their gradients. <see cref="Step()"/> uses the gradients up: the next backward pass starts from zero, also for tensors
/// that the loss went through and that this optimizer
/// does not own.
/// </summary>
/// <remarks>
/// A rule of your own says how one parameter moves; what it remembers is part of checkpoints:
/// <code>
/// sealed class SignSgd(Module module, double learningRate, float momentum = 0.9f) : Optimizer([module], learningRate, stateCount: 1)
/// {
///     protected override string Kind => $"SignSgd(momentum {momentum})";
///
///     protected override void Update(ParameterUpdate p)
///     {
///         Span&lt;float> weights = p.Weights, average = p.State(0);
///         for (int i = 0; i &lt; weights.Length; i++)
///         {
///             average[i] = momentum * average[i] + (1 - momentum) * p.Gradient[i];
///             weights[i] -= p.LearningRate * (MathF.Sign(average[i]) + p.WeightDecay * weights[i]);
///         }
///     }
/// }
/// </code>
/// </remarks>
public abstract class Optimizer
{
    static readonly string[] Ordinals = ["first", "second", "third", "fourth"];

    readonly Slot[] _slots;

    /// <summary>Prepares the memory of a rule.</summary>
    /// <param name="groups">What to train. A parameter of several groups is trained once.</param>
    /// <param name="learningRate">Rate per step; positive.</param>
    /// <param name="weightDecay">Of groups that have none of their own; what it does is the rule's business.</param>
    /// <param name="stateCount">How many numbers the rule remembers of each weight; from 0 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There is no group, or two of different rate or decay share a parameter.</exception>
    protected Optimizer(IReadOnlyList<ParameterGroup> groups, double learningRate, double weightDecay = 0, int stateCount = 0)
    {
        if (!(learningRate > 0) || float.IsInfinity((float)learningRate))
            throw new ArgumentOutOfRangeException(
                nameof(learningRate), FormattableString.Invariant($"The learning rate must be positive and finite, but got {learningRate}."));
        LearningRate = learningRate;
        WeightDecay = Require.NotNegative(weightDecay);
        ArgumentOutOfRangeException.ThrowIfNegative(stateCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stateCount, Ordinals.Length);
        if (groups.Count == 0)
            throw new ArgumentException("An optimizer needs something to train, but got no group of parameters.", nameof(groups));
        _slots = Slots(groups, stateCount);
    }

    /// <summary>The rate of the next step, per step; 0 stands still.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public double LearningRate
    {
        get;
        set => field = CheckRate(value, nameof(value));
    }

    /// <summary>The weight decay of groups that have none of their own.</summary>
    public double WeightDecay { get; }

    /// <summary>Steps done so far.</summary>
    public long StepCount { get; private set; }

    /// <summary>
    /// The parameters with their names: those of their module or, of several modules, with the module's number before: <c>1.0.weight</c>.
    /// </summary>
    public IEnumerable<(string Name, Tensor Value)> Parameters => _slots.Select(s => (s.Name, s.Parameter));

    /// <summary>Moves every parameter that has a gradient by <see cref="LearningRate"/>, and forgets the gradients.</summary>
    public void Step() => Step(LearningRate);

    /// <summary>A step at another rate than <see cref="LearningRate"/>, which stays: what a schedule does.</summary>
    /// <param name="learningRate">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public void Step(double learningRate)
    {
        CheckRate(learningRate, nameof(learningRate));
        StepCount++;
        foreach (Slot slot in _slots)
        {
            if (!slot.Parameter.HasGradient)
                continue;
            Update(new ParameterUpdate(
                slot.Name, slot.Parameter.EditMemory(), slot.Parameter.GradientMemory, slot.State,
                (float)(learningRate * slot.Group.LearningRateFactor), (float)(slot.Group.WeightDecay ?? WeightDecay)));
            slot.Parameter.UseGradient();
        }
    }

    /// <summary>Forgets the gradients without a step: the next backward pass starts from zero.</summary>
    public void ClearGradients()
    {
        foreach (Slot slot in _slots)
            slot.Parameter.ClearGradient();
    }

    /// <summary>What the optimizer remembers, for an exact resume: a copy.</summary>
    public OptimizerState SaveState() => new(Kind, StepCount, Memory().ToDictionary(m => m.Name, m => (float[])[.. m.Values]));

    /// <summary>Restores what <see cref="SaveState"/> gave. If something does not fit, nothing is changed.</summary>
    /// <exception cref="ArgumentException">
    /// The state is of another optimizer or network: of another kind or with other options, or an entry is missing, has another length or is one too
    /// many.
    /// </exception>
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
            throw new ArgumentException(
                $"The state is that of {state.Optimizer}, but the optimizer is {Kind}: create the optimizer as the one that was saved.",
                nameof(state));
        ArgumentOutOfRangeException.ThrowIfNegative(state.StepCount, nameof(state));
        HashSet<string> others = [.. state.Values.Keys];
        foreach ((string name, float[] target) in Memory())
        {
            if (!state.Values.TryGetValue(name, out float[]? source) || source.Length != target.Length)
                throw new ArgumentException(
                    $"Optimizer state '{name}' should have {target.Length} numbers, but got {(source is null ? "none" : source.Length)}: "
                    + "it belongs to another network or optimizer.", nameof(state));
            others.Remove(name);
        }
        if (others.Order(StringComparer.Ordinal).FirstOrDefault() is { } other)
            throw new ArgumentException(
                $"Optimizer state '{other}' is of nothing that this optimizer trains: it belongs to another network or optimizer.", nameof(state));
    }

    /// <summary>
    /// The optimizer's name, with the options that decide what its memory means, such as <c>Adam(beta1 0.9, beta2 0.999)</c>: the state of another is
    /// refused.
    /// </summary>
    protected internal abstract string Kind { get; }

    /// <summary>Moves one parameter; <see cref="StepCount"/> counts the step already.</summary>
    /// <param name="parameter">Its numbers, their gradient, and what is remembered of them.</param>
    protected abstract void Update(ParameterUpdate parameter);

    IEnumerable<(string Name, float[] Values)> Memory() =>
        _slots.SelectMany(slot => slot.State.Select((values, i) => ($"{slot.Name}.{Ordinals[i]}", values)));

    static double CheckRate(double rate, string name) => rate >= 0 && float.IsFinite((float)rate) ? rate : throw new ArgumentOutOfRangeException(
        name, FormattableString.Invariant($"The learning rate must be at least 0 and finite, but got {rate}."));

    // The names are keys of checkpoints: those of the only module, as ever, and unique where there are several.
    static Slot[] Slots(IReadOnlyList<ParameterGroup> groups, int stateCount)
    {
        List<Module> modules = [.. groups.Select(g => g.Module).Distinct()];
        Dictionary<Tensor, Slot> slots = [];
        foreach (ParameterGroup group in groups)
            foreach ((string name, Tensor value) in group.Parameters)
                if (!slots.TryGetValue(value, out Slot? other))
                    slots.Add(value, new Slot(modules.Count == 1 ? name : $"{modules.IndexOf(group.Module)}.{name}", value, group, stateCount));
                else if (other.Group.LearningRateFactor != group.LearningRateFactor || other.Group.WeightDecay != group.WeightDecay)
                    throw new ArgumentException(
                        $"Parameter '{other.Name}' is in two groups of different rates or decays: choose by name which group has it.",
                        nameof(groups));
        return [.. slots.Values];
    }

    sealed class Slot(string name, Tensor parameter, ParameterGroup group, int stateCount)
    {
        public readonly string Name = name;
        public readonly Tensor Parameter = parameter;
        public readonly ParameterGroup Group = group;
        public readonly float[][] State = [.. Enumerable.Range(0, stateCount).Select(_ => new float[parameter.Shape.Size])];
    }
}
