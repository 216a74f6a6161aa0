using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>What a recurrent layer does with the products of one step, for one sequence and one lane of units.</summary>
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

    /// <summary>The new state of a lane of units from <paramref name="i"/> on.</summary>
    void Forward<V>(in CellForwardRow row, nuint i) where V : struct, IVectorLane<V>;

    /// <summary>Their gradients.</summary>
    void Backward<V>(in CellBackwardRow row, nuint i) where V : struct, IVectorLane<V>;
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
    public void Forward<V>(in CellForwardRow row, nuint i) where V : struct, IVectorLane<V>
    {
        V kept = f.Keep(row.Product<V>(0, i));
        row.Keep(kept, 0, i);
        row.Finish(f.Value(kept), i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Backward<V>(in CellBackwardRow row, nuint i) where V : struct, IVectorLane<V> =>
        row.Pass(row.DnewH<V>(i) * f.Derivative(row.Kept<V>(0, i)), 0, i);
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
    public void Forward<V>(in CellForwardRow row, nuint i) where V : struct, IVectorLane<V>
    {
        V reset = V.Sigmoid(row.Product<V>(0, i)), update = V.Sigmoid(row.Product<V>(1, i)), hidden = row.Product<V>(3, i);
        V kept = f.Keep(V.MultiplyAdd(reset, hidden, row.Product<V>(2, i))), candidate = f.Value(kept);
        row.Keep(reset, 0, i);
        row.Keep(update, 1, i);
        row.Keep(kept, 2, i);
        V.Store(hidden, row.Apart, i);
        row.Finish(V.MultiplyAdd(update, V.Load(row.H, i) - candidate, candidate), i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Backward<V>(in CellBackwardRow row, nuint i) where V : struct, IVectorLane<V>
    {
        V one = V.Of(1), reset = row.Kept<V>(0, i), update = row.Kept<V>(1, i), kept = row.Kept<V>(2, i), dnewH = row.DnewH<V>(i);
        V dcandidate = dnewH * (one - update) * f.Derivative(kept);
        row.Pass(dcandidate * V.Load(row.Apart, i) * (reset * (one - reset)), 0, i);
        row.Pass(dnewH * (V.Load(row.H, i) - f.Value(kept)) * (update * (one - update)), 1, i);
        row.Pass(dcandidate, 2, i);
        V.Store(dcandidate * reset, row.Apart, i);
        V.Store(dnewH * update, row.Dh, i);
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
    public void Forward<V>(in CellForwardRow row, nuint i) where V : struct, IVectorLane<V>
    {
        V input = V.Sigmoid(row.Product<V>(0, i)), forget = V.Sigmoid(row.Product<V>(1, i)), kept = f.Keep(row.Product<V>(2, i));
        row.Keep(input, 0, i);
        row.Keep(forget, 1, i);
        row.Keep(kept, 2, i);
        V newC = V.MultiplyAdd(forget, V.Load(row.C, i), input * f.Value(kept));
        V.Store(newC, row.NewC, i);
        V output = V.Sigmoid(row.Product<V>(3, i));
        row.Keep(output, 3, i);
        row.Finish(output * f.Value(f.Keep(newC)), i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Backward<V>(in CellBackwardRow row, nuint i) where V : struct, IVectorLane<V>
    {
        V one = V.Of(1), dnewH = row.DnewH<V>(i), output = row.Kept<V>(3, i), keptC = f.Keep(V.Load(row.NewC, i));
        row.Pass(dnewH * f.Value(keptC) * (output * (one - output)), 3, i);
        V dnewC = V.MultiplyAdd(dnewH * output, f.Derivative(keptC), V.Load(row.Dc, i));
        V input = row.Kept<V>(0, i), forget = row.Kept<V>(1, i), kept = row.Kept<V>(2, i);
        row.Pass(dnewC * f.Value(kept) * (input * (one - input)), 0, i);
        row.Pass(dnewC * V.Load(row.C, i) * (forget * (one - forget)), 1, i);
        row.Pass(dnewC * input * f.Derivative(kept), 2, i);
        V.Store(dnewC * forget, row.Dc, i);
    }
}
