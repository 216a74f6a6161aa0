using Elucid.Numerics;

namespace Elucid;

/// <summary>One parameter in one step of an <see cref="Optimizer"/>: what a rule reads, and what it moves.</summary>
public readonly ref struct ParameterUpdate
{
    readonly Memory<float> _weights;
    readonly ReadOnlyMemory<float> _gradient;
    readonly float[][] _state;

    internal ParameterUpdate(string name, Memory<float> weights, ReadOnlyMemory<float> gradient, float[][] state, float rate, float weightDecay)
    {
        (Name, _weights, _gradient, _state) = (name, weights, gradient, state);
        (LearningRate, WeightDecay) = (rate, weightDecay);
    }

    /// <summary>The parameter's name, as in <see cref="Optimizer.Parameters"/>.</summary>
    public string Name { get; }

    /// <summary>The learning rate of this step, that of the parameter's group.</summary>
    public float LearningRate { get; }

    /// <summary>The weight decay of the parameter's group.</summary>
    public float WeightDecay { get; }

    /// <summary>The parameter's numbers, to be moved.</summary>
    public Span<float> Weights => _weights.Span;

    /// <summary>The loss's gradient with respect to each of them.</summary>
    public ReadOnlySpan<float> Gradient => _gradient.Span;

    /// <summary>What the optimizer remembers of each number from step to step, 0 before the first; it is part of checkpoints.</summary>
    /// <param name="index">Which, from 0 to below the number that the optimizer's constructor asked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such.</exception>
    public Span<float> State(int index) => (uint)index < (uint)_state.Length ? _state[index]
        : throw new ArgumentOutOfRangeException(nameof(index),
            $"The optimizer remembers {_state.Length} numbers of each weight, but number {index} was asked for: its constructor says how "
                + $"many there are.");

    /// <summary>
    /// Moves all numbers by a rule that is written over a lane: on vectors, and large parameters on several threads. Same bits as one after the
    /// other.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The rule remembers more numbers than the optimizer.</exception>
    public void Apply<TRule>(TRule rule) where TRule : struct, IUpdateRule
    {
        if (TRule.StateCount > _state.Length)
            State(TRule.StateCount - 1);
        UpdateSweep.Run(rule, _weights, _gradient, TRule.StateCount > 0 ? _state[0] : [], TRule.StateCount > 1 ? _state[1] : []);
    }
}
