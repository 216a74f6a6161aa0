using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid;

/// <summary>Stochastic gradient descent, optionally with momentum.</summary>
/// <remarks>
/// g ← g + weightDecay·w; without momentum w ← w − rate·g; with momentum b ← μ·b + g and w ← w − rate·b, or with Nesterov's look-ahead
/// w ← w − rate·(g + μ·b) (Sutskever et al. 2013). As in PyTorch.
/// </remarks>
public sealed class Sgd : Optimizer
{
    readonly float _momentum;
    readonly bool _nesterov;

    /// <summary>Creates the optimizer for a module's parameters.</summary>
    /// <param name="module">What to train.</param>
    /// <param name="learningRate">Rate per step.</param>
    /// <param name="momentum">μ, at least 0 and below 1.</param>
    /// <param name="nesterov">Whether to look ahead; needs momentum.</param>
    /// <param name="weightDecay">Weight of the L2 term w²/2; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or Nesterov without momentum.</exception>
    public Sgd(Module module, double learningRate, double momentum = 0, bool nesterov = false, double weightDecay = 0)
        : this([module], learningRate, momentum, nesterov, weightDecay) { }

    /// <summary>Creates the optimizer for the parameters of several modules, or for groups with rates and decays of their own.</summary>
    /// <inheritdoc cref="Sgd(Module, double, double, bool, double)"/>
    /// <exception cref="ArgumentException">There is no group, or two of different rate or decay share a parameter.</exception>
    public Sgd(IReadOnlyList<ParameterGroup> groups, double learningRate, double momentum = 0, bool nesterov = false, double weightDecay = 0)
        : base(groups, learningRate, weightDecay, stateCount: (float)momentum > 0 ? 1 : 0)
    {
        if ((float)momentum is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(momentum), $"Momentum must be at least 0 and below 1, but got {momentum}.");
        if (nesterov && (float)momentum == 0)
            throw new ArgumentOutOfRangeException(nameof(nesterov), "Nesterov's method needs momentum: pass momentum: 0.9.");
        (_momentum, _nesterov) = ((float)momentum, nesterov);
    }

    /// <inheritdoc/>
    protected internal override string Kind =>
        _momentum == 0 ? "Sgd" : FormattableString.Invariant($"Sgd(momentum {_momentum}{(_nesterov ? ", Nesterov" : "")})");

    /// <inheritdoc/>
    protected override void Update(ParameterUpdate parameter)
    {
        if (_momentum == 0)
            parameter.Apply(new Plain(parameter.LearningRate, parameter.WeightDecay));
        else
            parameter.Apply(new WithMomentum(parameter.LearningRate, parameter.WeightDecay, _momentum, _nesterov));
    }

    readonly struct Plain(float rate, float decay) : IUpdateRule
    {
        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update<V>(V weight, V gradient, ref V first, ref V second) where V : struct, ILane<V> =>
            V.MultiplyAdd(V.Of(-rate), V.MultiplyAdd(V.Of(decay), weight, gradient), weight);
    }

    readonly struct WithMomentum(float rate, float decay, float momentum, bool nesterov) : IUpdateRule
    {
        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update<V>(V weight, V gradient, ref V first, ref V second) where V : struct, ILane<V>
        {
            gradient = V.MultiplyAdd(V.Of(decay), weight, gradient);
            first = V.MultiplyAdd(V.Of(momentum), first, gradient);
            V direction = nesterov ? V.MultiplyAdd(V.Of(momentum), first, gradient) : first;
            return V.MultiplyAdd(V.Of(-rate), direction, weight);
        }
    }
}
