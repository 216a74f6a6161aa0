using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Tests.Kernels;

/// <summary>Spans that are split over threads or written past the cache give the bits of small ones.</summary>
[Collection(nameof(LargeSpanTests))]
[CollectionDefinition(nameof(LargeSpanTests), DisableParallelization = true)]
public sealed class LargeSpanTests : IDisposable
{
    readonly int _streamingBytes = Elementwise.StreamingBytes;

    public void Dispose() => Elementwise.StreamingBytes = _streamingBytes;

    [Theory]
    [InlineData(1, int.MaxValue), InlineData(3, int.MaxValue), InlineData(1, 0), InlineData(3, 0)]
    public void Large_spans_give_the_bits_of_small_ones(int threads, int streamingBytes)
    {
        const int Length = 3 * 65_536 + 77;
        RandomStream random = new(1);
        float[] x = new float[Length + 8], dy = new float[Length + 8];
        random.FillGaussian(x, deviation: 3);
        random.FillGaussian(dy);
        using ThreadLimit limit = Threads.Limit(threads);
        Elementwise.StreamingBytes = streamingBytes;
        foreach (int offset in new[] { 0, 1, 5 })
        {
            float[] y = [.. Enumerable.Repeat(12345f, Length + 8)], dx = [.. y];
            float[] expectedY = [.. y], expectedDx = [.. dx];
            for (int i = 0; i < y.Length; i++)
                if (i >= offset && i < offset + Length)
                    (expectedY[i], expectedDx[i]) =
                        (Elu.Default.Forward(new Lane1(x[i])).Value, dy[i] * Elu.Default.Derivative(new Lane1(x[i])).Value);
            Elementwise.Map(Elu.Default, x.AsSpan(offset, Length), y.AsSpan(offset, Length));
            Elementwise.Backward(Elu.Default, x.AsSpan(offset, Length), dy.AsSpan(offset, Length), dx.AsSpan(offset, Length));
            Assert.True(expectedY.AsSpan().SequenceEqual(y));
            Assert.True(expectedDx.AsSpan().SequenceEqual(dx));
        }
    }

    [Fact]
    public void Streaming_works_for_every_type_and_any_small_length()
    {
        Elementwise.StreamingBytes = 0;
        for (int length = 0; length < 70; length++)
        {
            Check<float>(length, v => v);
            Check<double>(length, v => v);
            Check<Half>(length, v => (Half)v);
            Check<BFloat16>(length, v => (BFloat16)v);
        }

        static void Check<T>(int length, Func<float, T> make) where T : unmanaged
        {
            T[] x = [.. Enumerable.Range(-length, length).Select(i => make(i * 0.25f))], y = new T[length + 1], expected = [.. x];
            Elementwise.Map(default(Relu), x, y.AsSpan(1));
            Elementwise.Map(default(Relu), expected, expected);          // in place never streams
            Assert.Equal(expected, y[1..]);
        }
    }
}
