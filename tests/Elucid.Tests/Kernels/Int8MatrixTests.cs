using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Elucid.Kernels;

namespace Elucid.Tests.Kernels;

public sealed class Int8MatrixTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 5, 33 }, { 3, 4, 32 }, { 4, 31, 31 }, { 5, 64, 40 }, { 7, 100, 10 }, { 65, 37, 70 }, { 1, 784, 128 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public void A_product_is_that_of_the_rounded_numbers(int rows, int inputs, int outputs)
    {
        float[] x = Random(rows * inputs, 1), weight = Random(outputs * inputs, 2), bias = Random(outputs, 3), y = new float[rows * outputs];
        new Int8Matrix(weight, outputs, inputs).Multiply(x, rows, bias, y);
        for (int r = 0; r < rows; r++)
        {
            byte[] q = new byte[inputs];
            double scale = Int8Rows.Quantize(x.AsSpan(r * inputs, inputs), q, out int zero);
            for (int o = 0; o < outputs; o++)
            {
                float weightScale = Int8Scale.Of(weight.AsSpan(o * inputs, inputs));
                double exact = bias[o], size = Math.Abs(bias[o]);
                for (int i = 0; i < inputs; i++)
                {
                    double term = scale * (q[i] - zero) * weightScale * Int8Scale.Quantize(weight[o * inputs + i], weightScale);
                    (exact, size) = (exact + term, size + Math.Abs(term));
                }
                Assert.Equal(exact, y[r * outputs + o], 4e-7 * size);
            }
        }
    }

    [Fact]
    public void Results_differ_from_the_product_of_floats_by_a_hundredth_of_the_largest()
    {
        float[] x = Random(20 * 300, 4), weight = Random(50 * 300, 5), y = new float[20 * 50], exact = new float[20 * 50];
        new Int8Matrix(weight, 50, 300).Multiply(x, 20, default, y);
        for (int r = 0; r < 20; r++)
            for (int o = 0; o < 50; o++)
                for (int i = 0; i < 300; i++)
                    exact[r * 50 + o] += x[r * 300 + i] * weight[o * 300 + i];
        float largest = exact.Max(Math.Abs);
        Assert.All(exact.Zip(y), pair => Assert.Equal(pair.First, pair.Second, 0.02f * largest));
    }

    [Fact]
    public unsafe void All_forms_of_the_dot_product_give_the_same_sums()
    {
        const int Steps = 37, Stride = Steps * Int8Tile.Depth;
        RandomStream random = new(6);
        byte[] x = [.. Enumerable.Range(0, Int8Tile.Rows * Stride).Select(_ => (byte)random.NextInt32(128))];
        sbyte[] panel = [.. Enumerable.Range(0, Stride * Int8Tile.Columns).Select(_ => (sbyte)(random.NextInt32(255) - 127))];
        (x[0], x[1], panel[0], panel[1]) = (127, 127, -127, -127);
        int[] plain = Sums<PlainDot>(x, panel);
        if (AvxVnni.IsSupported)
            Assert.Equal(plain, Sums<VnniDot>(x, panel));
        if (Avx2.IsSupported)
            Assert.Equal(plain, Sums<Avx2Dot>(x, panel));
        if (Ssse3.IsSupported)
            Assert.Equal(plain, Sums<Ssse3Dot>(x, panel));
        if (Dp.IsSupported)
            Assert.Equal(plain, Sums<ArmDot>(x, panel));

        int[] Sums<TDot>(byte[] rows, sbyte[] weights) where TDot : struct, IInt8Dot
        {
            int[] together = new int[Int8Tile.Rows * Int8Tile.Columns], alone = new int[together.Length];
            fixed (byte* a = rows)
            fixed (sbyte* b = weights)
            fixed (int* c = together, d = alone)
            {
                Int8Tile.OfRows<TDot>(a, Stride, b, Steps, c);
                for (int r = 0; r < Int8Tile.Rows; r++)
                    Int8Tile.OfRow<TDot>(a + r * Stride, b, Steps, d + r * Int8Tile.Columns);
            }
            Assert.Equal(together, alone);
            return together;
        }
    }

    [Fact]
    public void A_row_has_the_same_bits_in_any_batch_and_on_any_number_of_threads()
    {
        const int Rows = 150, Inputs = 130, Outputs = 90;
        float[] x = Random(Rows * Inputs, 7), y = new float[Rows * Outputs], one = new float[Outputs], alone = new float[y.Length];
        Int8Matrix matrix = new(Random(Outputs * Inputs, 8), Outputs, Inputs);
        matrix.Multiply(x, Rows, default, y);
        for (int r = 0; r < Rows; r++)
        {
            matrix.Multiply(x.AsMemory(r * Inputs, Inputs), 1, default, one);
            Assert.Equal(one, y[(r * Outputs)..((r + 1) * Outputs)]);
        }
        using (Threads.Limit(1))
            matrix.Multiply(x, Rows, default, alone);
        Assert.Equal(alone, y);
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void A_row_that_is_not_finite_gives_NaN_and_leaves_others_alone(float value)
    {
        float[] x = Random(2 * 40, 9), y = new float[2 * 33], whole = new float[2 * 33];
        Int8Matrix matrix = new(Random(33 * 40, 10), 33, 40);
        matrix.Multiply(x, 2, default, whole);
        x[39] = value;
        matrix.Multiply(x, 2, default, y);
        Assert.All(y[..33], result => Assert.True(float.IsNaN(result)));
        Assert.Equal(whole[33..], y[33..]);
    }

    [Theory, InlineData(0f), InlineData(1e-42f), InlineData(1e-30f), InlineData(1e30f), InlineData(3e38f)]
    public void Inputs_of_any_size_are_within_half_a_step(float size)
    {
        float[] x = [.. Random(77, 11).Select(v => Math.Clamp(v, -1, 1) * size)];
        byte[] q = new byte[80];
        double scale = Int8Rows.Quantize(x, q, out int zero);
        Assert.All(x.Zip(q), pair => Assert.InRange(
            Math.Abs(pair.First - scale * (pair.Second - zero)), 0, Math.Max(0.5001 * scale, 127 * 1e-37)));
        Assert.Equal(new byte[3], q[77..]);
    }

    [Fact]
    public void Zero_is_exact_in_every_row()
    {
        float[] x = [.. Random(64, 12), 0];
        byte[] q = new byte[65];
        _ = Int8Rows.Quantize(x, q, out int zero);
        Assert.Equal(zero, q[64]);
    }

    [Theory, InlineData(1f), InlineData(0.3f), InlineData(1e-30f), InlineData(1e30f)]
    public void Rounded_weights_have_the_same_bytes_and_scale_again(float size)
    {
        float[] weights = [.. Random(1000, 13).Select(w => w * size)];
        float scale = Int8Scale.Of(weights);
        float[] rounded = [.. weights.Select(w => scale * Int8Scale.Quantize(w, scale))];
        Assert.Equal(scale, Int8Scale.Of(rounded));
        Assert.Equal(weights.Select(w => Int8Scale.Quantize(w, scale)), rounded.Select(w => Int8Scale.Quantize(w, scale)));
        Assert.All(weights.Zip(rounded), pair => Assert.Equal(pair.First, pair.Second, 0.5001f * scale));
    }

    [Fact]
    public void The_largest_sums_fit()
    {
        float[] ones = new float[Int8Matrix.MostInputs], y = new float[32], weight = new float[32 * Int8Matrix.MostInputs];
        Array.Fill(ones, 1);
        Array.Fill(weight, 1);
        new Int8Matrix(weight, 32, Int8Matrix.MostInputs).Multiply(ones, 1, default, y);
        Assert.All(y, sum => Assert.Equal(Int8Matrix.MostInputs, sum, 4e-5f * Int8Matrix.MostInputs));
    }

    static float[] Random(int count, ulong seed)
    {
        RandomStream random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }
}
