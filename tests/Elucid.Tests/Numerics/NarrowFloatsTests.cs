using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Tests.Numerics;

public sealed class NarrowFloatsTests
{
    [Fact]
    public void Every_half_survives_the_way_to_float_and_back_at_every_width()
    {
        Half[] all = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];
        AssertSame(all, Same<Half, Lane1>(all), Half.IsNaN, BitConverter.HalfToUInt16Bits);
        AssertSame(all, Same<Half, Lane4>(all), Half.IsNaN, BitConverter.HalfToUInt16Bits);
        AssertSame(all, Same<Half, Lane8>(all), Half.IsNaN, BitConverter.HalfToUInt16Bits);
        AssertSame(all, Same<Half, Lane16>(all), Half.IsNaN, BitConverter.HalfToUInt16Bits);
    }

    [Fact]
    public void Every_brain_float_survives_the_way_to_float_and_back_at_every_width()
    {
        BFloat16[] all = [.. Enumerable.Range(0, 1 << 16).Select(bits => new BFloat16((ushort)bits))];
        AssertSame(all, Same<BFloat16, Lane1>(all), v => float.IsNaN(v), v => v.Bits);
        AssertSame(all, Same<BFloat16, Lane4>(all), v => float.IsNaN(v), v => v.Bits);
        AssertSame(all, Same<BFloat16, Lane8>(all), v => float.IsNaN(v), v => v.Bits);
        AssertSame(all, Same<BFloat16, Lane16>(all), v => float.IsNaN(v), v => v.Bits);
    }

    [Fact]
    public void Floats_become_the_nearest_half_as_the_runtime_rounds_them_at_every_width() => CheckRounding<Half>((x, half) =>
        BitConverter.HalfToUInt16Bits((Half)x) == BitConverter.HalfToUInt16Bits(half) || (float.IsNaN(x) && Half.IsNaN(half)));

    [Fact]
    public void Floats_become_the_nearest_brain_float_at_every_width() => CheckRounding<BFloat16>((x, brain) =>
        float.IsNaN(x) ? float.IsNaN(brain) : brain.Bits == Nearest(x).Bits);

    [Fact]
    public void A_brain_float_says_its_number_and_compares_like_one()
    {
        BFloat16 x = (BFloat16)1.5f, nan = (BFloat16)float.NaN;
        Assert.Equal("1.5", x.ToString());
        Assert.True(x == (BFloat16)1.5f && x.Equals(BFloat16.FromSingle(1.5f)) && x != (BFloat16)2f);
        Assert.True(nan != new BFloat16(0x7FC0) && nan.Equals(new BFloat16(0x7FC0)));
        Assert.True(new BFloat16(0x8000) == new BFloat16(0));
    }

    /// <summary>By exact comparison of the two neighbours, with halves to the even one.</summary>
    static BFloat16 Nearest(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        BFloat16 below = new((ushort)(bits >> 16)), above = new((ushort)((bits >> 16) + 1));
        if (float.IsInfinity(x))
            return below;
        double down = Math.Abs((double)x - below), up = Math.Abs((double)x - above);
        if (float.IsInfinity(above))
            up = Math.Abs(Math.Abs((double)x) - Math.Pow(2, 128));      // what overflow is measured against
        return down < up || (down == up && below.Bits % 2 == 0) ? below : above;
    }

    static void CheckRounding<T>(Func<float, T, bool> isRight) where T : unmanaged
    {
        // All exponents with the fractions where rounding changes its mind, and a walk over everything.
        uint[] fractions =
            [0, 1, 0x0FFF, 0x1000, 0x1001, 0x1FFF, 0x2000, 0x3000, 0x7FFF, 0x8000, 0x8001, 0xFFFF, 0x18000, 0x7FFFFF, 0x7FF000, 0x400000];
        List<float> x =
            [.. from exponent in Enumerable.Range(0, 512) from fraction in fractions select BitConverter.UInt32BitsToSingle(
                ((uint)exponent << 23) | fraction)];
        for (uint bits = 0; bits < uint.MaxValue - 100_003; bits += 100_003)
            x.Add(BitConverter.UInt32BitsToSingle(bits));
        float[] source = [.. x.Take(x.Count / 16 * 16)];
        Check(Store<Lane1>());
        Check(Store<Lane4>());
        Check(Store<Lane8>());
        Check(Store<Lane16>());

        unsafe T[] Store<V>() where V : struct, IVectorLane<V>
        {
            T[] result = new T[source.Length];
            fixed (float* from = source)
            fixed (T* to = result)
                for (nuint i = 0; i < (nuint)source.Length; i += (nuint)V.Count)
                {
                    V value = V.Load(from, i);
                    if (typeof(T) == typeof(Half))
                        V.Store(value, (Half*)to, i);
                    else
                        V.Store(value, (BFloat16*)to, i);
                }
            return result;
        }

        void Check(T[] result)
        {
            for (int i = 0; i < result.Length; i++)
                Assert.True(isRight(source[i], result[i]), $"{source[i]:R} became {result[i]}");
        }
    }

    static T[] Same<T, V>(T[] x) where T : unmanaged where V : struct, ILaneOf<V, T>
    {
        T[] y = new T[x.Length];
        ElementwiseOperands.RunAt<Itself, T, V>(default, x, y);
        return y;
    }

    static void AssertSame<T>(T[] expected, T[] got, Func<T, bool> isNaN, Func<T, ushort> bits)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.True(bits(expected[i]) == bits(got[i])
                || (isNaN(expected[i]) && isNaN(got[i])), $"{bits(expected[i]):X4} became {bits(got[i]):X4}");
    }

    readonly struct Itself : IUnary
    {
        public V Invoke<V>(V x) where V : struct, ILane<V> => x;
    }
}
