using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>What a cell reads and writes of one sequence in one step, going backward.</summary>
internal unsafe struct CellBackwardRow
{
    /// <summary>What the forward pass left of each gate; replaced by the gradients with respect to the products.</summary>
    public float* Gates;

    /// <summary>From one gate to the next.</summary>
    public nint Units;

    /// <summary>The product kept apart; replaced by its gradient.</summary>
    public float* Apart;

    /// <summary>The states before the step.</summary>
    public float* H, C;

    /// <summary>The cell state after it.</summary>
    public float* NewC;

    /// <summary>Gradient with respect to the output.</summary>
    public float* Dy;

    /// <summary>Gradient with respect to the hidden state after the step from all later ones; replaced by what reaches the one before past the
    /// products.</summary>
    public float* Dh;

    /// <summary>Gradient with respect to the cell state after the step; replaced by that before it.</summary>
    public float* Dc;

    /// <summary>What the forward pass kept of a gate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Kept<V>(nint gate, nuint i) where V : struct, IVectorLane<V> => V.Load(Gates + gate * Units, i);

    /// <summary>The gradient with respect to the new hidden state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V DnewH<V>(nuint i) where V : struct, IVectorLane<V> => V.Load(Dy, i) + V.Load(Dh, i);

    /// <summary>Writes the gradient with respect to a gate's product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Pass<V>(V dproduct, nint gate, nuint i) where V : struct, IVectorLane<V> => V.Store(dproduct, Gates + gate * Units, i);
}
