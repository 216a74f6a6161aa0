using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// Activations to about three digits, for inference where every cycle counts. Nothing in the library uses this on its own: whoever calls it has
/// chosen it.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="ReducedForm.All"/> lists the functions with their bounds; <c>docs/reduced.md</c> says what they gain. NaN stays NaN, limits are
/// reached, a result that should be subnormal may be 0. Results depend on neither length, alignment nor the number of threads, but on the machine:
/// each has its own estimate of a reciprocal.
/// </para>
/// <para>A function by its name: <c>Activations.Gelu().ReducedKernel().Forward(x, y)</c>.</para>
/// </remarks>
public static class ReducedElementwise
{
    /// <summary>y ≈ f(x).</summary>
    /// <typeparam name="TActivation">
    /// The function's own struct. One of your own works, too: its quotients and functions then have relative errors up to 1e-3, and its formula
    /// decides what that means.
    /// </typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Outputs, as many; may be <paramref name="x"/> itself.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static unsafe void Map<TActivation>(TActivation f, ReadOnlySpan<float> x, Span<float> y) where TActivation : struct, IActivation
    {
        Elementwise.Check(nameof(Map), x, y);
        fixed (float* from = x, to = y)
            ElementwiseSweep.Split<Step<TActivation>, TActivation, float, ReducedLane<Lane16>, ReducedLane<Lane8>, ReducedLane<Lane4>,
                ReducedLane<Lane1>>(
                f, new() { X = from, Z = to }, y.Length, rows: 1);
    }

    readonly struct Step<TActivation> : IStep<TActivation, float> where TActivation : struct, IActivation
    {
        public static bool IsStreaming => false;
        public static bool IsOrderFree => true;
        public static bool IsRepeatable => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static unsafe void Run<V>(
            ref TActivation f, float* x, float* y, float* w, float* z, byte* a, byte* b, byte* sumsOfA, byte* sumsOfB, nuint i)
            where V : struct, ILaneOf<V, float> =>
            V.Store(f.Forward(V.Load(x, i)), z, i);
    }
}
