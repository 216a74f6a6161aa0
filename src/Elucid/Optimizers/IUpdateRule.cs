using Elucid.Numerics;

namespace Elucid;

/// <summary>
/// How one weight moves, written once over a lane, for <see cref="ParameterUpdate.Apply"/>: <c>weight − rate · gradient</c> is
/// <c>V.MultiplyAdd(V.Of(-rate), gradient, weight)</c>. A loop over <see cref="ParameterUpdate.Weights"/> does the same, slower.
/// </summary>
public interface IUpdateRule
{
    /// <summary>Numbers remembered per weight: 0, 1 or 2. A constant for the JIT, which loads and stores only as many.</summary>
    static abstract int StateCount { get; }

    /// <summary>The new weight; updates the remembered numbers.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">The loss's gradient with respect to it.</param>
    /// <param name="first">The first number remembered, <see cref="ParameterUpdate.State"/>(0).</param>
    /// <param name="second">The second one.</param>
    V Update<V>(V weight, V gradient, ref V first, ref V second) where V : struct, ILane<V>;
}
