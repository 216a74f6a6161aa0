using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// What a recurrent layer does with the products of one step, on one lane of units. All pointers are to the rows of one sequence; <c>i</c> is the
/// first unit of the lane, and what belongs to different gates lies <c>units</c> apart.
/// </summary>
internal unsafe interface IRecurrentCell
{
    /// <summary>How many gates there are: weight_ih is [Gates · units, inFeatures]. A constant for the JIT.</summary>
    static abstract int Gates { get; }

    /// <summary>Whether there is a cell state beside the hidden one. A constant for the JIT.</summary>
    static abstract bool HasCellState { get; }

    /// <summary>Whether the product of the last gate with the hidden state is kept apart from that with the input, because a gate stands between
    /// them. A constant for the JIT.</summary>
    static abstract bool IsLastApart { get; }

    /// <summary>Whether the hidden state reaches the next one past the products, too. A constant for the JIT.</summary>
    static abstract bool PassesHidden { get; }

    /// <summary>The new state.</summary>
    /// <param name="products">The products of each gate, and behind them the product kept apart.</param>
    /// <param name="stride">Distance between those.</param>
    /// <param name="gates">Where what the backward pass needs of each gate goes; may be the products themselves.</param>
    /// <param name="distance">Distance between those.</param>
    /// <param name="apart">Where the product kept apart goes, with its bias.</param>
    /// <param name="bias">One number per gate and unit, and at the end those of the product kept apart.</param>
    /// <param name="h">The hidden state before the step.</param>
    /// <param name="c">The cell state before the step.</param>
    /// <param name="newH">The hidden state after it.</param>
    /// <param name="newC">The cell state after it.</param>
    /// <param name="y">The output: the hidden state once more.</param>
    /// <param name="units">Distance between biases.</param>
    /// <param name="i">The first unit.</param>
    void Forward<V>(
        float* products, nuint stride, float* gates, nuint distance, float* apart, float* bias, float* h, float* c, float* newH, float* newC,
        float* y, nuint units, nuint i)
        where V : struct, IVectorLane<V>;

    /// <summary>The gradients of one step.</summary>
    /// <param name="gates">What the forward pass left; replaced by the gradients with respect to the products.</param>
    /// <param name="apart">The product kept apart; replaced by its gradient.</param>
    /// <param name="h">The hidden state before the step.</param>
    /// <param name="c">The cell state before the step.</param>
    /// <param name="newC">The cell state after it.</param>
    /// <param name="dy">Gradient with respect to the output.</param>
    /// <param name="dh">Gradient with respect to the hidden state after the step from all later ones; replaced by what reaches the one before past
    /// the products.</param>
    /// <param name="dc">Gradient with respect to the cell state after the step; replaced by that before it.</param>
    /// <param name="units">Distance between gates.</param>
    /// <param name="i">The first unit.</param>
    void Backward<V>(float* gates, float* apart, float* h, float* c, float* newC, float* dy, float* dh, float* dc, nuint units, nuint i)
        where V : struct, IVectorLane<V>;
}

/// <summary>h′ = f(z).</summary>
/// <remarks>Elman 1990, Finding structure in time, Cognitive Science 14.</remarks>
internal readonly unsafe struct RnnCell<TActivation>(TActivation f) : IRecurrentCell where TActivation : struct, ICellActivation
{
    public static int Gates => 1;
    public static bool HasCellState => false;
    public static bool IsLastApart => false;
    public static bool PassesHidden => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Forward<V>(
        float* products, nuint stride, float* gates, nuint distance, float* apart, float* bias, float* h, float* c, float* newH, float* newC,
        float* y, nuint units, nuint i)
        where V : struct, IVectorLane<V>
    {
        V kept = f.Keep(V.Load(products, i) + V.Load(bias, i)), value = f.Value(kept);
        V.Store(kept, gates, i);
        V.Store(value, newH, i);
        V.Store(value, y, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Backward<V>(float* gates, float* apart, float* h, float* c, float* newC, float* dy, float* dh, float* dc, nuint units, nuint i)
        where V : struct, IVectorLane<V> =>
        V.Store((V.Load(dy, i) + V.Load(dh, i)) * f.Derivative(V.Load(gates, i)), gates, i);
}

/// <summary>Gates r, z and candidate n: n = f(xₙ + r·hₙ), h′ = n + z·(h − n).</summary>
/// <remarks>Cho et al. 2014, arXiv:1406.1078, section 2.3, in the form of PyTorch and cuDNN: r gates the product hₙ = W·h + b, not h.</remarks>
internal readonly unsafe struct GruCell<TActivation>(TActivation f) : IRecurrentCell where TActivation : struct, ICellActivation
{
    public static int Gates => 3;
    public static bool HasCellState => false;
    public static bool IsLastApart => true;
    public static bool PassesHidden => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Forward<V>(
        float* products, nuint stride, float* gates, nuint distance, float* apart, float* bias, float* h, float* c, float* newH, float* newC,
        float* y, nuint units, nuint i)
        where V : struct, IVectorLane<V>
    {
        V reset = V.Sigmoid(V.Load(products, i) + V.Load(bias, i));
        V update = V.Sigmoid(V.Load(products + stride, i) + V.Load(bias + units, i));
        V hidden = V.Load(products + 3 * stride, i) + V.Load(bias + 3 * units, i);
        V kept = f.Keep(V.MultiplyAdd(reset, hidden, V.Load(products + 2 * stride, i) + V.Load(bias + 2 * units, i)));
        V candidate = f.Value(kept), value = V.MultiplyAdd(update, V.Load(h, i) - candidate, candidate);
        V.Store(reset, gates, i);
        V.Store(update, gates + distance, i);
        V.Store(kept, gates + 2 * distance, i);
        V.Store(hidden, apart, i);
        V.Store(value, newH, i);
        V.Store(value, y, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Backward<V>(float* gates, float* apart, float* h, float* c, float* newC, float* dy, float* dh, float* dc, nuint units, nuint i)
        where V : struct, IVectorLane<V>
    {
        V one = V.Of(1), reset = V.Load(gates, i), update = V.Load(gates + units, i), kept = V.Load(gates + 2 * units, i);
        V d = V.Load(dy, i) + V.Load(dh, i);
        V ofCandidate = d * (one - update) * f.Derivative(kept);
        V.Store(ofCandidate * V.Load(apart, i) * (reset * (one - reset)), gates, i);
        V.Store(d * (V.Load(h, i) - f.Value(kept)) * (update * (one - update)), gates + units, i);
        V.Store(ofCandidate, gates + 2 * units, i);
        V.Store(ofCandidate * reset, apart, i);
        V.Store(d * update, dh, i);
    }
}

/// <summary>Gates i, f, g, o: c′ = f·c + i·g with g = activation(z), h′ = o·activation(c′).</summary>
/// <remarks>Hochreiter and Schmidhuber 1997, Neural Computation 9; the forget gate from Gers, Schmidhuber, Cummins 2000.</remarks>
internal readonly unsafe struct LstmCell<TActivation>(TActivation f) : IRecurrentCell where TActivation : struct, ICellActivation
{
    public static int Gates => 4;
    public static bool HasCellState => true;
    public static bool IsLastApart => false;
    public static bool PassesHidden => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Forward<V>(
        float* products, nuint stride, float* gates, nuint distance, float* apart, float* bias, float* h, float* c, float* newH, float* newC,
        float* y, nuint units, nuint i)
        where V : struct, IVectorLane<V>
    {
        V input = V.Sigmoid(V.Load(products, i) + V.Load(bias, i));
        V forget = V.Sigmoid(V.Load(products + stride, i) + V.Load(bias + units, i));
        V kept = f.Keep(V.Load(products + 2 * stride, i) + V.Load(bias + 2 * units, i));
        V.Store(input, gates, i);
        V.Store(forget, gates + distance, i);
        V.Store(kept, gates + 2 * distance, i);
        V cell = V.MultiplyAdd(forget, V.Load(c, i), input * f.Value(kept));
        V.Store(cell, newC, i);
        V output = V.Sigmoid(V.Load(products + 3 * stride, i) + V.Load(bias + 3 * units, i));
        V.Store(output, gates + 3 * distance, i);
        V value = output * f.Value(f.Keep(cell));
        V.Store(value, newH, i);
        V.Store(value, y, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Backward<V>(float* gates, float* apart, float* h, float* c, float* newC, float* dy, float* dh, float* dc, nuint units, nuint i)
        where V : struct, IVectorLane<V>
    {
        V one = V.Of(1), d = V.Load(dy, i) + V.Load(dh, i);
        V output = V.Load(gates + 3 * units, i), keptCell = f.Keep(V.Load(newC, i));
        V.Store(d * f.Value(keptCell) * (output * (one - output)), gates + 3 * units, i);
        V ofCell = V.MultiplyAdd(d * output, f.Derivative(keptCell), V.Load(dc, i));
        V input = V.Load(gates, i), forget = V.Load(gates + units, i), kept = V.Load(gates + 2 * units, i);
        V.Store(ofCell * f.Value(kept) * (input * (one - input)), gates, i);
        V.Store(ofCell * V.Load(c, i) * (forget * (one - forget)), gates + units, i);
        V.Store(ofCell * input * f.Derivative(kept), gates + 2 * units, i);
        V.Store(ofCell * forget, dc, i);
    }
}
