using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>eˣ for every element; infinite from x ≈ 88.7 on. The derivative is eˣ.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public static Tensor Exp(Tensor x) => Apply(default(Exponential), x);

    /// <summary>ln x for every element: −∞ at 0 and NaN below. The derivative is 1 / x, infinite at 0.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public static Tensor Log(Tensor x) => Apply(default(Logarithm), x);

    /// <summary>√x for every element; NaN below 0. The derivative is 1 / (2·√x), infinite at 0: add a small number inside the root where x may be
    /// 0.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public static Tensor Sqrt(Tensor x) => Apply(default(SquareRoot), x);

    /// <summary>1 / √x for every element: infinite at 0 and NaN below. The derivative is −1 / (2·x·√x).</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public static Tensor Rsqrt(Tensor x) => Apply(default(ReciprocalSquareRoot), x);

    /// <summary>|x| for every element. The derivative is the sign of x, 0 at the kink, as in PyTorch.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public static Tensor Abs(Tensor x) => Apply(default(AbsoluteValue), x);

    /// <summary>x² for every element. The derivative is 2·x.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public static Tensor Square(Tensor x) => Apply(default(Squaring), x);

    /// <summary>The error function 2/√π · ∫₀ˣ e^(−t²) dt for every element. The derivative is 2/√π · e^(−x²).</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public static Tensor Erf(Tensor x) => Apply(default(ErrorFunction), x);

    /// <summary>x to the power of <paramref name="exponent"/>, for every element. The derivative is exponent · x^(exponent − 1).</summary>
    /// <param name="x">Any shape. Of a negative number only whole exponents give numbers, others NaN; 0 to a negative power is infinite.</param>
    /// <param name="exponent">A constant; it has no gradient. With 0 everything is 1, and the derivative 0.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <remarks>As in PyTorch, 0.5 is <see cref="Sqrt"/> and −0.5 <see cref="Rsqrt"/>, which differ from a power at −0 and −∞.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The exponent is not finite.</exception>
    public static Tensor Pow(Tensor x, double exponent) => exponent switch
    {
        2 => Square(x),
        3 => Apply(default(Cubing), x),
        -1 => Apply(new Dividing(1), x),
        0.5 => Sqrt(x),
        -0.5 => Rsqrt(x),
        _ when float.IsFinite((float)exponent) => Apply(new Power(exponent), x),
        _ => throw new ArgumentOutOfRangeException(
            nameof(exponent), FormattableString.Invariant($"Pow: expected a finite exponent, but got {exponent}.")),
    };

    /// <summary>x held between two bounds: min(max(x, min), max) for every element. NaN stays NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="min">The smallest result; −∞, the default, bounds nothing.</param>
    /// <param name="max">The largest result; +∞, the default, bounds nothing. Where it is below <paramref name="min"/>, every result is this, as
    /// in PyTorch and ONNX.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <remarks>The derivative is 1 between the bounds and on them, as PyTorch's <c>clamp</c> has it, and 0 outside.</remarks>
    /// <exception cref="ArgumentException">A bound is NaN.</exception>
    public static Tensor Clamp(Tensor x, double min = double.NegativeInfinity, double max = double.PositiveInfinity) =>
        double.IsNaN(min) || double.IsNaN(max)
            ? throw new ArgumentException(
                FormattableString.Invariant($"Clamp: expected two bounds, but got {min} and {max}. An infinite one bounds nothing."))
            : Apply(new Clamping(min, max), x);
}
