using Elucid.Numerics;

namespace Elucid;

/// <summary>A function that stands between layers: a small readonly struct that holds its parameters and writes its formula once, over a
/// lane.</summary>
/// <remarks>Kernels, layers, plots, benchmarks, tests and commands all get it from the <see cref="ActivationCatalog"/>.</remarks>
public interface IActivation : IUnaryFunction;

/// <summary>An activation whose derivative can also be computed from its output, which saves keeping the input.</summary>
public interface IOutputActivation : IActivation
{
    /// <summary>f′(x) from y = f(x). What is lost against <see cref="IUnaryFunction.Derivative"/> is stated per function.</summary>
    V DerivativeFromOutput<V>(V y) where V : struct, ILane<V>;
}

/// <summary>
/// An activation with parameters that are learned, one set per unit or channel: PReLU, parametric ELU.
/// </summary>
/// <remarks>Two parameters suffice for every function in the catalog; a function of one ignores <c>b</c>, which the JIT then removes.</remarks>
public interface ILearnedActivation
{
    /// <summary>f(x; a, b).</summary>
    V Forward<V>(V x, V a, V b) where V : struct, ILane<V>;

    /// <summary>∂f/∂x.</summary>
    V Derivative<V>(V x, V a, V b) where V : struct, ILane<V>;

    /// <summary>∂f/∂a.</summary>
    V DerivativeWithRespectToA<V>(V x, V a, V b) where V : struct, ILane<V>;

    /// <summary>∂f/∂b; 0 for a function of one parameter.</summary>
    V DerivativeWithRespectToB<V>(V x, V a, V b) where V : struct, ILane<V>;
}
