using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>eˣ.</summary>
internal readonly struct Exponential : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Exp(x);
}

/// <summary>ln x.</summary>
internal readonly struct Logarithm : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(1) / x;
}

/// <summary>√x.</summary>
internal readonly struct SquareRoot : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(0.5) / V.Sqrt(x);
}

/// <summary>1 / √x.</summary>
internal readonly struct ReciprocalSquareRoot : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Of(1) / V.Sqrt(x);

    // Not −½·y³, which overflows where −½·y / x does not yet.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(-0.5) / V.Sqrt(x) / x;
}

/// <summary>|x|.</summary>
internal readonly struct AbsoluteValue : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Abs(x);

    // The sign of x: a zero and NaN stay what they are.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.WhereLess(x, V.Of(0), V.Of(-1), V.WhereLess(V.Of(0), x, V.Of(1), x));
}

/// <summary>x².</summary>
internal readonly struct Squaring : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => x + x;
}

/// <summary>The error function.</summary>
internal readonly struct ErrorFunction : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(1.1283791670955126) * V.Exp(-x * x);     // 2/√π
}

/// <summary>x held between two bounds.</summary>
internal readonly struct Clamping(double least, double most) : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Min(V.Of(most), V.Max(V.Of(least), x));

    // 1 on the bounds, too; x − x is 0, or NaN for NaN, which so cannot hide.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        V.WhereLess(x, V.Of(least), V.Of(0), V.WhereLess(V.Of(most), x, V.Of(0), x - x + V.Of(1)));
}

/// <summary>x + term.</summary>
internal readonly struct Shifting(double term) : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => x + V.Of(term);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(1);
}

/// <summary>term − x.</summary>
internal readonly struct SubtractingFrom(double term) : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Of(term) - x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(-1);
}

/// <summary>x / divisor.</summary>
internal readonly struct DividingBy(double divisor) : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => x / V.Of(divisor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(1) / V.Of(divisor);
}

/// <summary>dividend / x.</summary>
internal readonly struct Dividing(double dividend) : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Of(dividend) / x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(-dividend) / (x * x);
}
