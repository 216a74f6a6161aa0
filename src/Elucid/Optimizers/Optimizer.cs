using Elucid.Modules;
using Elucid.Tensors;

namespace Elucid.Optimizers;

/// <summary>
/// Moves a module's parameters against their gradients. <see cref="Step"/> uses the gradients up: the next backward pass starts from zero.
/// </summary>
public abstract class Optimizer
{
    readonly Slot[] _slots;

    private protected Optimizer(Module module, float learningRate, int stateCount)
    {
        if (!(learningRate > 0) || float.IsInfinity(learningRate))
            throw new ArgumentOutOfRangeException(nameof(learningRate), $"The learning rate must be positive and finite, but got {learningRate}.");
        LearningRate = learningRate;
        _slots = [.. module.NamedParameters().Select(p => new Slot(p.Name, p.Value, stateCount))];
        if (_slots.Length == 0)
            throw new ArgumentException($"{module} has no parameters to train.", nameof(module));
    }

    /// <summary>The rate of the next step, per step; a schedule sets it.</summary>
    public float LearningRate { get; set; }

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
            Update(slot.Parameter.ValuesMemory, slot.Parameter.GradientMemory, slot.First, slot.Second);
            slot.Parameter.ClearGradient();
        }
    }

    /// <summary>What the optimizer remembers, by name, for an exact resume: copies of the state arrays.</summary>
    public IReadOnlyDictionary<string, float[]> SaveState()
    {
        Dictionary<string, float[]> state = [];
        foreach (Slot slot in _slots)
        {
            if (slot.First.Length > 0)
                state[slot.Name + ".first"] = [.. slot.First];
            if (slot.Second.Length > 0)
                state[slot.Name + ".second"] = [.. slot.Second];
        }
        return state;
    }

    /// <summary>Restores what <see cref="SaveState"/> gave.</summary>
    /// <exception cref="ArgumentException">An entry is missing or has another length: the state belongs to another network or optimizer.</exception>
    public void LoadState(IReadOnlyDictionary<string, float[]> state, long stepCount)
    {
        (string Name, float[] Target)[] entries =
            [.. _slots.SelectMany(s => new[] { (s.Name + ".first", s.First), (s.Name + ".second", s.Second) }).Where(e => e.Item2.Length > 0)];
        // All are checked before any is changed.
        foreach ((string name, float[] target) in entries)
            if (!state.TryGetValue(name, out float[]? source) || source.Length != target.Length)
                throw new ArgumentException($"Optimizer state '{name}' should have {target.Length} numbers, but got {(source is null ? "none" : source.Length)}: "
                    + "it belongs to another network or optimizer.", nameof(state));
        foreach ((string name, float[] target) in entries)
            state[name].CopyTo(target, 0);
        StepCount = stepCount;
    }

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
