using Elucid.Numerics;

namespace Elucid.Verification.Tests;

/// <summary>Half of x, except that float lanes alone are made to err: 1e-300 is a number in double and 0 in float.</summary>
static class Planted
{
    public static V OnlyInFloat<V>(V right, V wrong) where V : struct, ILane<V> => V.WhereLess(V.Of(0), V.Of(1e-300), right, wrong);

    /// <summary>As it should be.</summary>
    public readonly struct Nothing : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => V.Of(0.5) * x;

        public V Derivative<V>(V x) where V : struct, ILane<V> => V.WhereLess(x, x, x, V.Of(0.5) + V.Of(0) * Bounded(x));
    }

    /// <summary>Three ulps off at one input, in every lane.</summary>
    public readonly struct ThreeUlpsAt(float place) : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V>
        {
            V right = V.Of(0.5) * x, wrong = right + V.Of(Math.ScaleB(3, Math.ILogB(0.5 * place) - 23));
            return OnlyInFloat(right, Where(x, place, wrong, right));
        }

        public V Derivative<V>(V x) where V : struct, ILane<V> => default(Nothing).Derivative(x);
    }

    /// <summary>NaN at one input.</summary>
    public readonly struct NaNAt(float place) : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => OnlyInFloat(V.Of(0.5) * x, Where(x, place, V.Of(double.NaN), V.Of(0.5) * x));

        public V Derivative<V>(V x) where V : struct, ILane<V> => default(Nothing).Derivative(x);
    }

    /// <summary>0 at one input.</summary>
    public readonly struct ZeroAt(float place) : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => OnlyInFloat(V.Of(0.5) * x, Where(x, place, V.Of(0), V.Of(0.5) * x));

        public V Derivative<V>(V x) where V : struct, ILane<V> => default(Nothing).Derivative(x);
    }

    /// <summary>+0 for −0.</summary>
    public readonly struct LostSign : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => V.Of(0.5) * x + V.Of(0);

        public V Derivative<V>(V x) where V : struct, ILane<V> => default(Nothing).Derivative(x);
    }

    /// <summary>Large numbers instead of infinity.</summary>
    public readonly struct NoInfinity : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => OnlyInFloat(V.Of(0.5) * x, V.Of(0.5) * V.Min(V.Of(float.MaxValue), x));

        public V Derivative<V>(V x) where V : struct, ILane<V> => default(Nothing).Derivative(x);
    }

    /// <summary>One ulp more in lanes of four floats.</summary>
    public readonly struct OtherBitsInLanesOfFour : IActivation
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => typeof(V).Name == "Lane4" ? V.Of(0.50000006) * x : V.Of(0.5) * x;

        public V Derivative<V>(V x) where V : struct, ILane<V> => default(Nothing).Derivative(x);
    }

    static V Where<V>(V x, float place, V at, V elsewhere) where V : struct, ILane<V> =>
        V.WhereLess(x, V.Of(place), elsewhere, V.WhereLess(V.Of(place), x, elsewhere, V.WhereLess(x - x, V.Of(1), at, elsewhere)));

    static V Bounded<V>(V x) where V : struct, ILane<V> => V.Max(V.Of(-1), V.Min(V.Of(1), x));
}
