using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>What a cell reads and writes of one sequence in one step, going forward. What belongs to one unit lies at that unit's index.</summary>
internal unsafe struct CellForwardRow
{
    /// <summary>The products of each gate, and behind them the product kept apart.</summary>
    public float* Products;

    /// <summary>From one gate's products to the next one's.</summary>
    public nint ProductDistance;

    /// <summary>Where what the backward pass needs of each gate goes; may be the products themselves.</summary>
    public float* Gates;

    /// <summary>From one gate to the next.</summary>
    public nint GateDistance;

    /// <summary>Where the product kept apart goes, with its bias.</summary>
    public float* Apart;

    /// <summary>One number per gate and unit, and at the end those of the product kept apart.</summary>
    public float* Bias;

    /// <summary>From the biases of one gate to those of the next.</summary>
    public nint Units;

    /// <summary>The states before the step.</summary>
    public float* H, C;

    /// <summary>The states after it.</summary>
    public float* NewH, NewC;

    /// <summary>The output: the hidden state once more.</summary>
    public float* Y;

    /// <summary>A gate's product with its bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Product<V>(nint gate, nuint i) where V : struct, IVectorLane<V> =>
        V.Load(Products + gate * ProductDistance, i) + V.Load(Bias + gate * Units, i);

    /// <summary>Keeps what the backward pass needs of a gate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Keep<V>(V value, nint gate, nuint i) where V : struct, IVectorLane<V> => V.Store(value, Gates + gate * GateDistance, i);

    /// <summary>Writes the new hidden state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish<V>(V value, nuint i) where V : struct, IVectorLane<V>
    {
        V.Store(value, NewH, i);
        V.Store(value, Y, i);
    }
}
