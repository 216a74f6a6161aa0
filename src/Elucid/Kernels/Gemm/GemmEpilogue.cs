using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>What happens to a finished tile of a product while it is still in the first-level cache.</summary>
internal interface IGemmEpilogue
{
    /// <summary>Whether there is nothing to do. A constant for the JIT.</summary>
    static abstract bool IsNone { get; }

    /// <summary>Treats the tile of C that begins at (<paramref name="row"/>, <paramref name="column"/>) of the whole matrix.</summary>
    void Apply(ref float tile, nint stride, int row, int column, int rows, int columns);
}

/// <summary>Leaves the product as it is.</summary>
internal readonly struct NoEpilogue : IGemmEpilogue
{
    public static bool IsNone => true;

    public void Apply(ref float tile, nint stride, int row, int column, int rows, int columns)
    {
    }
}

/// <summary>
/// z = sum + bias[column] goes to C and f(z) to y. With an empty y, f(z) goes to C instead; an empty bias is 0.
/// The bits are those of the separate operations.
/// </summary>
/// <param name="f">The activation.</param>
/// <param name="bias">[n], or empty.</param>
/// <param name="y">Laid out like C, or empty.</param>
internal readonly struct BiasActivation<TActivation>(TActivation f, ReadOnlyMemory<float> bias, Memory<float> y) : IGemmEpilogue
    where TActivation : struct, IActivation
{
    public static bool IsNone => false;

    public void Apply(ref float tile, nint stride, int row, int column, int rows, int columns)
    {
        bool hasBias = !bias.IsEmpty;
        ref float b = ref hasBias ? ref MemoryMarshal.GetReference(bias.Span[column..]) : ref Unsafe.NullRef<float>();
        ref float result = ref y.IsEmpty ? ref tile : ref MemoryMarshal.GetReference(y.Span[(int)(row * stride + column)..]);
        for (nint r = 0; r < rows; r++)
        {
            ref float from = ref Unsafe.Add(ref tile, r * stride);
            ref float to = ref Unsafe.Add(ref result, r * stride);
            nuint i = 0, n = (nuint)columns;
            if (Lane16.IsSupported) i = Sweep<Lane16>(f, ref from, ref b, ref to, hasBias, i, n);
            if (Lane8.IsSupported && i < n) i = Sweep<Lane8>(f, ref from, ref b, ref to, hasBias, i, n);
            if (Lane4.IsSupported && i < n) i = Sweep<Lane4>(f, ref from, ref b, ref to, hasBias, i, n);
            if (i < n) Sweep<Lane1>(f, ref from, ref b, ref to, hasBias, i, n);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static nuint Sweep<V>(TActivation f, ref float sum, ref float bias, ref float y, bool hasBias, nuint i, nuint n) where V : struct, IVectorLane<V>
    {
        for (; i + (nuint)V.Count <= n; i += (nuint)V.Count)
        {
            V z = V.Load(ref sum, i);
            if (hasBias)
                z += V.Load(ref bias, i);
            V.Store(z, ref sum, i);           // when y is C itself, the next line overwrites it
            V.Store(f.Forward(z), ref y, i);
        }
        return i;
    }
}

/// <summary>
/// z = sum + bias[row mod units] goes to C and f(z) to y: units are the channels of images, whose rows follow each other. Otherwise as <see cref="BiasActivation{TActivation}"/>.
/// </summary>
/// <param name="f">The activation.</param>
/// <param name="bias">[units], or empty.</param>
/// <param name="units">Rows of C until the bias begins again.</param>
/// <param name="y">Laid out like C, or empty.</param>
internal readonly struct ChannelActivation<TActivation>(TActivation f, ReadOnlyMemory<float> bias, int units, Memory<float> y) : IGemmEpilogue
    where TActivation : struct, IActivation
{
    public static bool IsNone => false;

    public void Apply(ref float tile, nint stride, int row, int column, int rows, int columns)
    {
        ReadOnlySpan<float> biases = bias.Span;
        ref float result = ref y.IsEmpty ? ref tile : ref MemoryMarshal.GetReference(y.Span[(int)(row * stride + column)..]);
        for (int r = 0; r < rows; r++)
        {
            ref float from = ref Unsafe.Add(ref tile, r * stride);
            ref float to = ref Unsafe.Add(ref result, r * stride);
            float b = biases.IsEmpty ? -0f : biases[(row + r) % units];   // adding −0 changes nothing, adding 0 a −0
            nuint i = 0, n = (nuint)columns;
            if (Lane16.IsSupported) i = Sweep<Lane16>(f, ref from, b, ref to, i, n);
            if (Lane8.IsSupported && i < n) i = Sweep<Lane8>(f, ref from, b, ref to, i, n);
            if (Lane4.IsSupported && i < n) i = Sweep<Lane4>(f, ref from, b, ref to, i, n);
            if (i < n) Sweep<Lane1>(f, ref from, b, ref to, i, n);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static nuint Sweep<V>(TActivation f, ref float sum, float bias, ref float y, nuint i, nuint n) where V : struct, IVectorLane<V>
    {
        V b = V.Of(bias);
        for (; i + (nuint)V.Count <= n; i += (nuint)V.Count)
        {
            V z = V.Load(ref sum, i) + b;
            V.Store(z, ref sum, i);           // when y is C itself, the next line overwrites it
            V.Store(f.Forward(z), ref y, i);
        }
        return i;
    }
}
