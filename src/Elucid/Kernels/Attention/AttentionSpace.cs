using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Elucid.Kernels;

/// <summary>A thread's working memory, which only grows, so that attention makes no garbage; handed out piece by piece, each on a cache line of its
/// own.</summary>
internal unsafe ref struct AttentionSpace(long floats)
{
    const int Line = 16, MostPieces = 20;

    [ThreadStatic]
    static float[]? _space;

    float* _next = Align(Rent(floats + (MostPieces + 1) * Line));

    public float* Take(int floats)
    {
        float* piece = _next;
        _next = Align(_next + floats);
        return piece;
    }

    static float* Rent(long count)
    {
        if (_space is null || _space.Length < count)
            _space = GC.AllocateUninitializedArray<float>(
                (int)Math.Min(BitOperations.RoundUpToPowerOf2((ulong)count), (ulong)Array.MaxLength), pinned: true);
        return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_space));
    }

    static float* Align(float* address) => (float*)(((nuint)address + Line * sizeof(float) - 1) & ~(nuint)(Line * sizeof(float) - 1));
}
