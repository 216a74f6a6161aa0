using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid;

/// <summary>Adam (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1): steps scaled by running estimates of the gradient's mean and square.</summary>
/// <remarks>
/// m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← w − rate · m̂ / (√v̂ + ε), where m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ). As in PyTorch.
/// </remarks>
public sealed class Adam : Optimizer
{
    readonly float _beta1, _beta2, _epsilon;
    readonly bool _isDecoupled;
    (long Step, double First, double Second) _correction;

    /// <summary>Creates the optimizer for a module's parameters.</summary>
    /// <param name="module">What to train.</param>
    /// <param name="learningRate">Rate per step; 0.001 by default.</param>
    /// <param name="beta1">β₁, at least 0 and below 1.</param>
    /// <param name="beta2">β₂, at least 0 and below 1.</param>
    /// <param name="epsilon">ε, positive.</param>
    /// <param name="weightDecay">
    /// Weight of the L2 term that is added to the gradient; see <see cref="AdamW(Module, double, double, double, double, double)"/> for the decoupled
    /// form.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Adam(Module module, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : this([module], learningRate, beta1, beta2, epsilon, weightDecay) { }

    /// <summary>Creates the optimizer for the parameters of several modules, or for groups with rates and decays of their own.</summary>
    /// <inheritdoc cref="Adam(Module, double, double, double, double, double)"/>
    /// <exception cref="ArgumentException">There is no group, or two of different rate or decay share a parameter.</exception>
    public Adam(
        IReadOnlyList<ParameterGroup> groups, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0)
        : this(groups, learningRate, beta1, beta2, epsilon, weightDecay, isDecoupled: false) { }

    Adam(IReadOnlyList<ParameterGroup> groups, double learningRate, double beta1, double beta2, double epsilon, double weightDecay, bool isDecoupled)
        : base(groups, learningRate, weightDecay, stateCount: 2)
    {
        if ((float)beta1 is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(beta1), $"beta1 must be at least 0 and below 1, but got {beta1}.");
        if ((float)beta2 is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(beta2), $"beta2 must be at least 0 and below 1, but got {beta2}.");
        Require.Positive((float)epsilon, nameof(epsilon));
        (_beta1, _beta2, _epsilon, _isDecoupled) = ((float)beta1, (float)beta2, (float)epsilon, isDecoupled);
    }

    /// <summary>
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101): w ← w − rate·weightDecay·w before Adam's step, instead of an
    /// L2 term in the gradient.
    /// </summary>
    /// <param name="module">What to train.</param>
    /// <param name="learningRate">Rate per step; 0.001 by default.</param>
    /// <param name="weightDecay">0.01 by default, as in PyTorch.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    public static Adam AdamW(
        Module module, double learningRate = 1e-3, double weightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        AdamW([module], learningRate, weightDecay, beta1, beta2, epsilon);

    /// <summary>Adam with decoupled weight decay for the parameters of several modules, or for groups with rates and decays of their own.</summary>
    /// <inheritdoc cref="AdamW(Module, double, double, double, double, double)"/>
    public static Adam AdamW(
        IReadOnlyList<ParameterGroup> groups, double learningRate = 1e-3, double weightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8) =>
        new(groups, learningRate, beta1, beta2, epsilon, weightDecay, isDecoupled: true);

    /// <inheritdoc/>
    // With an L2 term the decay is part of what is remembered, in AdamW it is not.
    protected internal override string Kind => FormattableString.Invariant($"{(_isDecoupled ? "AdamW" : "Adam")}(beta1 {_beta1}, beta2 {_beta2})");

    /// <inheritdoc/>
    protected override void Update(ParameterUpdate parameter)
    {
        if (_correction.Step != StepCount)
            _correction = (StepCount, 1 - Math.Pow(_beta1, StepCount), 1 - Math.Pow(_beta2, StepCount));
        float rate = parameter.LearningRate, decay = parameter.WeightDecay;
        parameter.Apply(new Rule(
            Rate: (float)(rate / _correction.First), RootScale: (float)(1 / Math.Sqrt(_correction.Second)),
            _beta1, _beta2, _epsilon, Decay: _isDecoupled ? 0 : decay, Shrink: _isDecoupled ? 1 - rate * decay : 1));
    }

    readonly record struct Rule(float Rate, float RootScale, float Beta1, float Beta2, float Epsilon, float Decay, float Shrink) : IUpdateRule
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update<V>(V weight, V gradient, ref V first, ref V second) where V : struct, ILane<V>
        {
            gradient = V.MultiplyAdd(V.Of(Decay), weight, gradient);
            weight *= V.Of(Shrink);
            first = V.MultiplyAdd(V.Of(1 - Beta1), gradient - first, first);
            second = V.MultiplyAdd(V.Of(Beta2), second, V.Of(1 - Beta2) * gradient * gradient);
            V root = V.MultiplyAdd(V.Sqrt(second), V.Of(RootScale), V.Of(Epsilon));
            return V.MultiplyAdd(V.Of(-Rate), first / root, weight);
        }
    }
}
