namespace Elucid.Numerics;

/// <summary>The elementary functions in float32, each written once for every width.</summary>
internal static class LaneMath
{
    public static V Exp<V>(V x) where V : struct, IVectorLane<V> => throw new NotImplementedException();
    public static V ExpM1<V>(V x) where V : struct, IVectorLane<V> => throw new NotImplementedException();
    public static V Log<V>(V x) where V : struct, IVectorLane<V> => throw new NotImplementedException();
    public static V Log1P<V>(V x) where V : struct, IVectorLane<V> => throw new NotImplementedException();
    public static V Tanh<V>(V x) where V : struct, IVectorLane<V> => throw new NotImplementedException();
    public static V Sigmoid<V>(V x) where V : struct, IVectorLane<V> => throw new NotImplementedException();
    public static V Erf<V>(V x) where V : struct, IVectorLane<V> => throw new NotImplementedException();
}
