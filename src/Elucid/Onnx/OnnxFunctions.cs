using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Onnx;

// Functions of ONNX that are no activations of the catalog, but occur in files as parts of some.

/// <summary>|x|; the derivative at 0 is 0.</summary>
internal readonly struct OnnxAbs : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.WhereLess(x, V.Of(0), V.Of(-1), V.WhereLess(V.Of(0), x, V.Of(1), x));
}

/// <summary>eˣ.</summary>
internal readonly struct OnnxExp : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Exp(x);
}

/// <summary>ln x.</summary>
internal readonly struct OnnxLog : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(1) / x;
}

/// <summary>√x.</summary>
internal readonly struct OnnxSqrt : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(0.5) / V.Sqrt(x);
}

/// <summary>The error function, of which exports of GELU are made.</summary>
internal readonly struct OnnxErf : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(1.1283791670955126) * V.Exp(-x * x);     // 2/√π
}

/// <summary>x / (1 + |x|).</summary>
internal readonly struct OnnxSoftsign : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => x / (V.Of(1) + V.Abs(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V>
    {
        V width = V.Of(1) + V.Abs(x);
        return V.Of(1) / (width * width);
    }
}

/// <summary>x held between two bounds; the derivative at the bounds is 0, as PyTorch's of ReLU6.</summary>
internal readonly struct OnnxClip(float least, float most) : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => V.Min(V.Of(most), V.Max(V.Of(least), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.WhereLess(V.Of(least), x, V.WhereLess(x, V.Of(most), V.Of(1), V.Of(0)), V.Of(0));
}

/// <summary>α·x + β held between 0 and 1.</summary>
internal readonly struct OnnxHardSigmoid(float alpha, float beta) : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => new OnnxClip(0, 1).Forward(V.MultiplyAdd(V.Of(alpha), x, V.Of(beta)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(alpha) * new OnnxClip(0, 1).Derivative(V.MultiplyAdd(V.Of(alpha), x, V.Of(beta)));
}
