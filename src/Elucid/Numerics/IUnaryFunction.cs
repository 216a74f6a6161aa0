namespace Elucid.Numerics;

/// <summary>A function of one number with its derivative: a small readonly struct that holds its parameters and writes its formula once, over a
/// lane.</summary>
/// <remarks><c>Ops.Apply(new MyFunction(), x)</c> applies it to a tensor; with a name it is an activation, too.</remarks>
public interface IUnaryFunction
{
    /// <summary>f(x), for each element of the lane.</summary>
    V Forward<V>(V x) where V : struct, ILane<V>;

    /// <summary>f′(x), for each element of the lane. At a kink, a value that the function states.</summary>
    V Derivative<V>(V x) where V : struct, ILane<V>;
}
