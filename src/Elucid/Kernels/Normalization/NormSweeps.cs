using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>Σ (x − center) and Σ (x − center)².</summary>
internal readonly unsafe struct MomentSweep(float* x, float* center, float* partials) : INormSweep
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(in Walk walk, int column) where V : struct, IVectorLane<V>
    {
        nint constants = walk.Constants + column;
        float* row = x + walk.Start + column, sums = partials + walk.Sums + column;
        V k = V.Load(center + constants, 0);
        V sum0 = V.Load(sums, 0), sum1 = V.Load(sums, NormLayout.Width), square0 = V.Load(sums, 2 * NormLayout.Width),
            square1 = V.Load(sums, 3 * NormLayout.Width);
        nint stride = walk.InnerStride, outerStride = walk.OuterStride;
        int inner = walk.Inner;
        for (int outer = walk.Outer; outer > 0; outer--, row += outerStride)
        {
            float* at = row;
            for (int pairs = inner / 2; pairs > 0; pairs--, at += 2 * stride)
            {
                V d0 = V.Load(at, 0) - k, d1 = V.Load(at + stride, 0) - k;
                sum0 += d0;
                sum1 += d1;
                square0 = V.MultiplyAdd(d0, d0, square0);
                square1 = V.MultiplyAdd(d1, d1, square1);
            }
            if (inner % 2 == 0)
                continue;
            V d = V.Load(at, 0) - k;
            sum0 += d;
            square0 = V.MultiplyAdd(d, d, square0);
        }
        V.Store(sum0, sums, 0);
        V.Store(sum1, sums, NormLayout.Width);
        V.Store(square0, sums, 2 * NormLayout.Width);
        V.Store(square1, sums, 3 * NormLayout.Width);
    }
}

/// <summary>y = f((x − mean) · scale + shift).</summary>
internal readonly unsafe struct NormalizeSweep<TActivation>(TActivation f, float* x, float* y, float* mean, float* scale, float* shift) : INormSweep
    where TActivation : struct, IActivation
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(in Walk walk, int column) where V : struct, IVectorLane<V>
    {
        TActivation function = f;
        nint first = walk.Start + column, constants = walk.Constants + column, stride = walk.InnerStride, outerStride = walk.OuterStride;
        float* from = x + first, to = y + first;
        V m = V.Load(mean + constants, 0), s = V.Load(scale + constants, 0), t = V.Load(shift + constants, 0);
        int inner = walk.Inner;
        for (int outer = walk.Outer; outer > 0; outer--, from += outerStride, to += outerStride)
        {
            float* source = from, target = to;
            for (int i = inner; i > 0; i--, source += stride, target += stride)
                V.Store(function.Forward(V.MultiplyAdd(V.Load(source, 0) - m, s, t)), target, 0);
        }
    }
}

/// <summary>With dz = dy · f′((x − mean) · scale + shift): Σ dz and Σ dz · (x − mean); dz is written for the pass to come where there is a
/// place.</summary>
internal readonly unsafe struct NormBackwardSweep<TActivation, TWrite>(
    TActivation f, float* x, float* dy, float* dz, float* mean, float* scale, float* shift, float* partials) : INormSweep
    where TActivation : struct, IActivation where TWrite : struct, IWrite
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(in Walk walk, int column) where V : struct, IVectorLane<V>
    {
        TActivation function = f;
        nint first = walk.Start + column, constants = walk.Constants + column, stride = walk.InnerStride, outerStride = walk.OuterStride;
        float* ofX = x + first, ofDy = dy + first, ofDz = dz + first, sums = partials + walk.Sums + column;
        V m = V.Load(mean + constants, 0), s = V.Load(scale + constants, 0), t = V.Load(shift + constants, 0);
        V sum0 = V.Load(sums, 0), sum1 = V.Load(sums, NormLayout.Width), product0 = V.Load(sums, 2 * NormLayout.Width),
            product1 = V.Load(sums, 3 * NormLayout.Width);
        int inner = walk.Inner;
        for (int outer = walk.Outer; outer > 0; outer--, ofX += outerStride, ofDy += outerStride, ofDz += outerStride)
        {
            float* atX = ofX, atDy = ofDy, atDz = ofDz;
            for (int pairs = inner / 2; pairs > 0; pairs--, atX += 2 * stride, atDy += 2 * stride, atDz += 2 * stride)
            {
                V d0 = V.Load(atX, 0) - m, dz0 = Dz(function, d0, V.Load(atDy, 0), s, t);
                TWrite.Write(dz0, atDz, 0);
                sum0 += dz0;
                product0 = V.MultiplyAdd(dz0, d0, product0);
                V d1 = V.Load(atX + stride, 0) - m, dz1 = Dz(function, d1, V.Load(atDy + stride, 0), s, t);
                TWrite.Write(dz1, atDz + stride, 0);
                sum1 += dz1;
                product1 = V.MultiplyAdd(dz1, d1, product1);
            }
            if (inner % 2 == 0)
                continue;
            V d = V.Load(atX, 0) - m, rest = Dz(function, d, V.Load(atDy, 0), s, t);
            TWrite.Write(rest, atDz, 0);
            sum0 += rest;
            product0 = V.MultiplyAdd(rest, d, product0);
        }
        V.Store(sum0, sums, 0);
        V.Store(sum1, sums, NormLayout.Width);
        V.Store(product0, sums, 2 * NormLayout.Width);
        V.Store(product1, sums, 3 * NormLayout.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Dz<V>(TActivation function, V d, V dy, V scale, V shift) where V : struct, IVectorLane<V> =>
        typeof(TActivation) == typeof(Identity) ? dy : dy * function.Derivative(V.MultiplyAdd(d, scale, shift));
}

/// <summary>dx = a · dz + b · (x − mean) + c, or added to dx.</summary>
internal readonly unsafe struct NormInputSweep<TWrite>(float* x, float* dz, float* dx, float* mean, float* a, float* b, float* c) : INormSweep
    where TWrite : struct, IWrite
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(in Walk walk, int column) where V : struct, IVectorLane<V>
    {
        nint first = walk.Start + column, constants = walk.Constants + column, stride = walk.InnerStride, outerStride = walk.OuterStride;
        float* ofX = x + first, ofDz = dz + first, ofDx = dx + first;
        V m = V.Load(mean + constants, 0), factor = V.Load(a + constants, 0), slope = V.Load(b + constants, 0), shift = V.Load(c + constants, 0);
        int inner = walk.Inner;
        for (int outer = walk.Outer; outer > 0; outer--, ofX += outerStride, ofDz += outerStride, ofDx += outerStride)
        {
            float* atX = ofX, atDz = ofDz, atDx = ofDx;
            for (int i = inner; i > 0; i--, atX += stride, atDz += stride, atDx += stride)
                TWrite.Write(V.MultiplyAdd(factor, V.Load(atDz, 0), V.MultiplyAdd(slope, V.Load(atX, 0) - m, shift)), atDx, 0);
        }
    }
}
