using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid;

/// <summary>RMSprop (Tieleman and Hinton 2012, lecture 6.5): steps scaled by a running estimate of the gradient's square.</summary>
/// <remarks>g ← g + weightDecay·w; v ← ρv + (1 − ρ)g²; w ← w − rate · g / (√v + ε). As in PyTorch.</remarks>
public sealed class RmsProp : Optimizer
{
    readonly float _smoothing, _epsilon;

    /// <summary>Creates the optimizer for a module's parameters.</summary>
    /// <param name="module">What to train.</param>
    /// <param name="learningRate">Rate per step; 0.001 by default.</param>
    /// <param name="smoothing">ρ, at least 0 and below 1; 0.99 by default.</param>
    /// <param name="epsilon">ε, positive.</param>
    /// <param name="weightDecay">Weight of the L2 term w²/2; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public RmsProp(Module module, double learningRate = 1e-3, double smoothing = 0.99, double epsilon = 1e-8, double weightDecay = 0)
        : this([module], learningRate, smoothing, epsilon, weightDecay) { }

    /// <summary>Creates the optimizer for the parameters of several modules, or for groups with rates and decays of their own.</summary>
    /// <inheritdoc cref="RmsProp(Module, double, double, double, double)"/>
    /// <exception cref="ArgumentException">There is no group, or two of different rate or decay share a parameter.</exception>
    public RmsProp(
        IReadOnlyList<ParameterGroup> groups, double learningRate = 1e-3, double smoothing = 0.99, double epsilon = 1e-8, double weightDecay = 0)
        : base(groups, learningRate, weightDecay, stateCount: 1)
    {
        if ((float)smoothing is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(smoothing), $"Smoothing must be at least 0 and below 1, but got {smoothing}.");
        Require.Positive((float)epsilon, nameof(epsilon));
        (_smoothing, _epsilon) = ((float)smoothing, (float)epsilon);
    }

    /// <inheritdoc/>
    protected internal override string Kind => FormattableString.Invariant($"RmsProp(smoothing {_smoothing})");

    /// <inheritdoc/>
    protected override void Update(ParameterUpdate parameter) =>
        parameter.Apply(new Rule(parameter.LearningRate, _smoothing, _epsilon, parameter.WeightDecay));

    readonly struct Rule(float rate, float smoothing, float epsilon, float decay) : IUpdateRule
    {
        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update<V>(V weight, V gradient, ref V first, ref V second) where V : struct, ILane<V>
        {
            gradient = V.MultiplyAdd(V.Of(decay), weight, gradient);
            first = V.MultiplyAdd(V.Of(smoothing), first, V.Of(1 - smoothing) * gradient * gradient);
            return V.MultiplyAdd(V.Of(-rate), gradient / (V.Sqrt(first) + V.Of(epsilon)), weight);
        }
    }
}
