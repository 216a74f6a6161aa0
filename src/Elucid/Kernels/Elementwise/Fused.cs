using System.Numerics;
using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// An activation in one pass with what comes before it in networks: a bias, the scale and shift of a normalisation, or the addition of a residual
/// block. Out of cache a pass costs as much as the arithmetic: fused, the pair takes little longer than the activation alone.
/// </summary>
/// <remarks>
/// Elements are float, double, Half or BFloat16; biases, scales, shifts and their gradients are double where the elements are, else float. Half and
/// BFloat16 are rounded once, after the activation. Element i belongs to unit (i / inner) mod units, as in <see cref="ElementwiseLearned"/>. The
/// derivative of the activation is taken from its input, which is computed again, unless the method says otherwise.
/// </remarks>
public static class Fused
{
    /// <summary>y = f(x + bias).</summary>
    /// <typeparam name="TActivation">The function's own struct.</typeparam>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <typeparam name="TParameter">double for elements of double, else float.</typeparam>
    /// <param name="f">The activation.</param>
    /// <param name="x">[rows, units], or [batch, units, inner].</param>
    /// <param name="bias">[units].</param>
    /// <param name="y">Like <paramref name="x"/>, which it may be.</param>
    /// <param name="inner">How many neighbouring elements belong to one unit.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException">The types are others.</exception>
    public static void Bias<TActivation, T, TParameter>(TActivation f, ReadOnlySpan<T> x, ReadOnlySpan<TParameter> bias, Span<T> y, int inner = 1)
        where TActivation : struct, IActivation where T : unmanaged where TParameter : unmanaged, INumber<TParameter> =>
        UnitKernel.Forward("Fused.Bias", new BiasThen<TActivation>(f), x, bias, bias, y, inner);

    /// <summary>dx = dy · f′(x + bias) and, in the same pass, dbias += Σ dx.</summary>
    /// <typeparam name="TActivation">The function's own struct.</typeparam>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <typeparam name="TParameter">double for elements of double, else float.</typeparam>
    /// <param name="f">The activation.</param>
    /// <param name="x">The inputs of the forward pass, without the bias.</param>
    /// <param name="bias">[units].</param>
    /// <param name="dy">Gradient of the loss by each output.</param>
    /// <param name="dx">Gradient with respect to each input; may be <paramref name="dy"/> or <paramref name="x"/> itself. Empty where it is not
    /// wanted.</param>
    /// <param name="dbias">[units], added to.</param>
    /// <param name="inner">How many neighbouring elements belong to one unit.</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException">The types are others.</exception>
    public static void BiasBackward<TActivation, T, TParameter>(
        TActivation f, ReadOnlySpan<T> x, ReadOnlySpan<TParameter> bias, ReadOnlySpan<T> dy, Span<T> dx, Span<TParameter> dbias, int inner = 1,
        bool accumulate = false)
        where TActivation : struct, IActivation where T : unmanaged where TParameter : unmanaged, INumber<TParameter> =>
        UnitKernel.Backward(
            "Fused.BiasBackward", new BiasThen<TActivation>(f),
            new UnitGradients<T, TParameter> { X = x, A = bias, B = bias, Dy = dy, Dx = dx, Da = dbias, Accumulate = accumulate }, inner);

    /// <summary>dx = dy · f′(z) with z = x + bias kept from the forward pass, and, in the same pass, dbias += Σ dx.</summary>
    /// <typeparam name="TActivation">The function's own struct.</typeparam>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <typeparam name="TParameter">double for elements of double, else float.</typeparam>
    /// <param name="f">The activation.</param>
    /// <param name="z">The inputs of the activation.</param>
    /// <param name="dy">Gradient of the loss by each output.</param>
    /// <param name="dx">Gradient with respect to each input; may be <paramref name="dy"/> or <paramref name="z"/> itself. Empty where it is not
    /// wanted.</param>
    /// <param name="dbias">[units], added to.</param>
    /// <param name="inner">How many neighbouring elements belong to one unit.</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException">The types are others.</exception>
    public static void BiasBackwardFromInput<TActivation, T, TParameter>(
        TActivation f, ReadOnlySpan<T> z, ReadOnlySpan<T> dy, Span<T> dx, Span<TParameter> dbias, int inner = 1, bool accumulate = false)
        where TActivation : struct, IActivation where T : unmanaged where TParameter : unmanaged, INumber<TParameter> =>
        UnitKernel.Backward(
            "Fused.BiasBackwardFromInput", new SumOfDx<Elementwise.BackwardOf<TActivation>>(new(f)),
            new UnitGradients<T, TParameter> { X = z, Dy = dy, Dx = dx, Da = dbias, Accumulate = accumulate }, inner);

    /// <summary>dx = dy · f′ with f′ from the outputs y = f(x + bias), and, in the same pass, dbias += Σ dx.</summary>
    /// <typeparam name="TActivation">The function's own struct; its remarks say what accuracy is lost.</typeparam>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <typeparam name="TParameter">double for elements of double, else float.</typeparam>
    /// <param name="f">The activation.</param>
    /// <param name="y">The outputs of the forward pass.</param>
    /// <param name="dy">Gradient of the loss by each output.</param>
    /// <param name="dx">Gradient with respect to each input; may be <paramref name="dy"/> or <paramref name="y"/> itself. Empty where it is not
    /// wanted.</param>
    /// <param name="dbias">[units], added to.</param>
    /// <param name="inner">How many neighbouring elements belong to one unit.</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException">The types are others.</exception>
    public static void BiasBackwardFromOutput<TActivation, T, TParameter>(
        TActivation f, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, Span<TParameter> dbias, int inner = 1, bool accumulate = false)
        where TActivation : struct, IOutputActivation where T : unmanaged where TParameter : unmanaged, INumber<TParameter> =>
        UnitKernel.Backward(
            "Fused.BiasBackwardFromOutput", new SumOfDx<Elementwise.BackwardFromOutputOf<TActivation>>(new(f)),
            new UnitGradients<T, TParameter> { X = y, Dy = dy, Dx = dx, Da = dbias, Accumulate = accumulate }, inner);

    /// <summary>y = f(scale · x + shift), as after a batch norm whose statistics are folded in.</summary>
    /// <typeparam name="TActivation">The function's own struct.</typeparam>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <typeparam name="TParameter">double for elements of double, else float.</typeparam>
    /// <param name="f">The activation.</param>
    /// <param name="x">[rows, units], or [batch, units, inner].</param>
    /// <param name="scale">[units].</param>
    /// <param name="shift">[units].</param>
    /// <param name="y">Like <paramref name="x"/>, which it may be.</param>
    /// <param name="inner">How many neighbouring elements belong to one unit.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException">The types are others.</exception>
    public static void ScaleShift<TActivation, T, TParameter>(
        TActivation f, ReadOnlySpan<T> x, ReadOnlySpan<TParameter> scale, ReadOnlySpan<TParameter> shift, Span<T> y, int inner = 1)
        where TActivation : struct, IActivation where T : unmanaged where TParameter : unmanaged, INumber<TParameter> =>
        UnitKernel.Forward("Fused.ScaleShift", new ScaleShiftThen<TActivation>(f), x, scale, shift, y, inner);

    /// <summary>With g = dy · f′(scale · x + shift): dx = g · scale and, in the same pass, dscale += Σ g · x, dshift += Σ g.</summary>
    /// <typeparam name="TActivation">The function's own struct.</typeparam>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <typeparam name="TParameter">double for elements of double, else float.</typeparam>
    /// <param name="f">The activation.</param>
    /// <param name="x">The inputs of the forward pass.</param>
    /// <param name="scale">[units].</param>
    /// <param name="shift">[units].</param>
    /// <param name="dy">Gradient of the loss by each output.</param>
    /// <param name="dx">Gradient with respect to each input; may be <paramref name="dy"/> or <paramref name="x"/> itself. Empty where it is not
    /// wanted.</param>
    /// <param name="dscale">[units], added to.</param>
    /// <param name="dshift">[units], added to.</param>
    /// <param name="inner">How many neighbouring elements belong to one unit.</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException">The types are others.</exception>
    public static void ScaleShiftBackward<TActivation, T, TParameter>(
        TActivation f, ReadOnlySpan<T> x, ReadOnlySpan<TParameter> scale, ReadOnlySpan<TParameter> shift, ReadOnlySpan<T> dy,
        Span<T> dx, Span<TParameter> dscale, Span<TParameter> dshift, int inner = 1, bool accumulate = false)
        where TActivation : struct, IActivation where T : unmanaged where TParameter : unmanaged, INumber<TParameter> =>
        UnitKernel.Backward(
            "Fused.ScaleShiftBackward", new ScaleShiftThen<TActivation>(f),
            new UnitGradients<T, TParameter> { X = x, A = scale, B = shift, Dy = dy, Dx = dx, Da = dscale, Db = dshift, Accumulate = accumulate },
            inner);

    /// <summary>y = f(x + residual).</summary>
    /// <typeparam name="TActivation">The function's own struct.</typeparam>
    /// <typeparam name="T">float, double, Half or BFloat16.</typeparam>
    /// <param name="f">The activation.</param>
    /// <param name="x">One summand.</param>
    /// <param name="residual">The other, as long.</param>
    /// <param name="y">Outputs; may be either source itself.</param>
    /// <exception cref="ArgumentException">The lengths differ, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void Residual<TActivation, T>(TActivation f, ReadOnlySpan<T> x, ReadOnlySpan<T> residual, Span<T> y)
        where TActivation : struct, IActivation where T : unmanaged =>
        Elementwise.Binary(new OfAdd<TActivation>(f), x, residual, y, accumulate: false, "Fused.Residual");

    /// <summary>d = dy · f′(x + residual): the gradient with respect to either summand.</summary>
    /// <typeparam name="TActivation">The function's own struct.</typeparam>
    /// <typeparam name="T">float, double, Half or BFloat16.</typeparam>
    /// <param name="f">The activation.</param>
    /// <param name="x">One summand of the forward pass.</param>
    /// <param name="residual">The other.</param>
    /// <param name="dy">Gradient of the loss by each output.</param>
    /// <param name="d">Gradient with respect to each summand; may be one of the sources itself.</param>
    /// <param name="accumulate">Whether to add to <paramref name="d"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or spans overlap without being the same.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void ResidualBackward<TActivation, T>(
        TActivation f, ReadOnlySpan<T> x, ReadOnlySpan<T> residual, ReadOnlySpan<T> dy, Span<T> d, bool accumulate = false)
        where TActivation : struct, IActivation where T : unmanaged =>
        Elementwise.Ternary(new BackwardOfSum<TActivation>(f), x, residual, dy, d, accumulate, "Fused.ResidualBackward");

    /// <summary>sums += Σ dy per unit, in the order of the fused passes: the gradient with respect to a bias that no activation follows.</summary>
    internal static void SumPerUnit(ReadOnlySpan<float> dy, Span<float> sums, int inner = 1) =>
        UnitKernel.Backward(
            "Fused.SumPerUnit", new SumOfDx<Second>(default), new UnitGradients<float, float> { X = dy, Dy = dy, Da = sums }, inner);

    readonly struct Second : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy) where V : struct, ILane<V> => dy;
    }

    readonly struct OfAdd<TActivation>(TActivation f) : IBinary where TActivation : struct, IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V residual) where V : struct, ILane<V> => f.Forward(x + residual);
    }

    readonly struct BackwardOfSum<TActivation>(TActivation f) : ITernary where TActivation : struct, IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V residual, V dy) where V : struct, ILane<V> => dy * f.Derivative(x + residual);
    }

    readonly struct BiasThen<TActivation>(TActivation f) : IUnitFunction where TActivation : struct, IActivation
    {
        public static int Parameters => 1;
        public static int Sums => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward<V>(V x, V bias, V unused) where V : struct, ILane<V> => f.Forward(x + bias);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Backward<V>(V x, V dy, V bias, V unused, out V dbias, out V none) where V : struct, ILane<V>
        {
            none = default;
            return dbias = dy * f.Derivative(x + bias);
        }
    }

    readonly struct ScaleShiftThen<TActivation>(TActivation f) : IUnitFunction where TActivation : struct, IActivation
    {
        public static int Parameters => 2;
        public static int Sums => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward<V>(V x, V scale, V shift) where V : struct, ILane<V> => f.Forward(V.MultiplyAdd(scale, x, shift));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Backward<V>(V x, V dy, V scale, V shift, out V dscale, out V dshift) where V : struct, ILane<V>
        {
            dshift = dy * f.Derivative(V.MultiplyAdd(scale, x, shift));
            dscale = dshift * x;
            return dshift * scale;
        }
    }

    /// <summary>Gradients whose sums per unit are the bias's: z = x + bias passes them on unchanged.</summary>
    readonly struct SumOfDx<TBackward>(TBackward backward) : IUnitFunction where TBackward : struct, IBinary
    {
        public static int Parameters => 0;
        public static int Sums => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Forward<V>(V x, V a, V b) where V : struct, ILane<V> => x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Backward<V>(V x, V dy, V a, V b, out V dbias, out V none) where V : struct, ILane<V>
        {
            none = default;
            return dbias = backward.Invoke(x, dy);
        }
    }
}
