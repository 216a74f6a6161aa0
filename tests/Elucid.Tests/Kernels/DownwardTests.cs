using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Tests.Kernels;

/// <summary>Loops run downwards where the destination lies just after a source; nothing else may differ.</summary>
public sealed class DownwardTests
{
    [Fact]
    public void Every_distance_between_source_and_destination_gives_the_same_bits()
    {
        foreach (int length in new[] { 1, 15, 16, 17, 100, 333 })
        {
            // The destination begins at each distance after the source, those of less than 512 bytes modulo a page among them.
            for (int distance = length; distance < 1024 + 200; distance += 7)
            {
                float[] memory = new float[distance + length + 1];
                for (int i = 0; i < length; i++)
                    memory[i] = 0.1f * i - 5;
                memory[^1] = 12345;
                float[] expected = [.. memory];
                for (int i = 0; i < length; i++)
                    expected[distance + i] = Elu.Default.Forward(new Lane1(memory[i])).Value;
                Elementwise.Map(Elu.Default, memory.AsSpan(0, length), memory.AsSpan(distance, length));
                Assert.True(expected.AsSpan().SequenceEqual(memory), $"length {length}, distance {distance}");
            }
        }
    }

    [Fact]
    public void Sums_per_unit_do_not_depend_on_where_the_spans_lie()
    {
        const int Units = 24, Rows = 9, Length = Units * Rows;
        RandomStream random = new(2);
        float[] memory = new float[8 * Length], bias = new float[Units];
        random.FillGaussian(memory);
        random.FillGaussian(bias);
        foreach (int inner in new[] { 1, 3 })
        {
            float[]? first = null;
            for (int distance = 0; distance < Length; distance += 5)
            {
                float[] sums = new float[Units / inner];
                Fused.BiasBackward(
                    Elu.Default, memory.AsSpan(0, Length), bias.AsSpan(0, Units / inner), memory.AsSpan(Length, Length),
                    memory.AsSpan(2 * Length + distance, Length), sums, inner);
                Assert.Equal(first ??= sums, sums);
            }
        }
    }
}
