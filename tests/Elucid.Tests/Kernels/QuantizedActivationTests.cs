using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Elucid.Kernels;

namespace Elucid.Tests.Kernels;

[EveryActivation]
public sealed class QuantizedActivationTests
{
    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_byte_maps_to_the_quantised_function_of_its_number(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        sbyte[] signed = [.. Enumerable.Range(-128, 256).Select(q => (sbyte)q)], signedOut = new sbyte[256];
        byte[] unsigned = [.. Enumerable.Range(0, 256).Select(q => (byte)q)], unsignedOut = new byte[256];
        foreach (float scale in new[] { 1e-3f, 0.05f, 1f / 3, 7f, 1e30f })
        {
            foreach ((int from, int to) in new[] { (0, 0), (-128, 127), (17, -5) })
            {
                new QuantizedActivation<sbyte>(f, new(scale, from), new(scale / 2, to)).Map(signed, signedOut);
                Assert.Equal(signed.Select(q => (sbyte)Defined(f, scale, from, scale / 2, to, q, -128, 127)), signedOut);

                new QuantizedActivation<byte>(f, new(scale, from + 128), new(scale / 2, to + 128)).Map(unsigned, unsignedOut);
                Assert.Equal(unsigned.Select(q => (byte)Defined(f, scale, from + 128, scale / 2, to + 128, q, 0, 255)), unsignedOut);
            }
        }
    }

    [Fact]
    public void Halves_go_to_the_even_step_before_the_zero_point_is_added()
    {
        QuantizedActivation<sbyte> half = new(ActivationCatalog.Parse("identity"), new(0.5f, 0), new(1, 1));
        sbyte[] y = new sbyte[6];
        half.Map([-3, -1, 1, 3, 5, 127], y);
        Assert.Equal([-1, 1, 1, 3, 3, 65], y);
    }

    [Fact]
    public void Numbers_beyond_the_range_saturate()
    {
        byte[] y = new byte[4];
        new QuantizedActivation<byte>(ActivationCatalog.Parse("identity"), new(10, 128), new(0.01f, 100)).Map([0, 128, 129, 255], y);
        Assert.Equal([0, 100, 255, 255], y);
    }

    [Fact]
    public void Elu_in_eight_bits_is_elu_to_half_a_step()
    {
        QuantizedActivation<sbyte> elu = new(ActivationCatalog.Parse("elu"), new(0.05f, 20), new(0.04f, -103));
        sbyte[] x = [.. Enumerable.Range(-128, 256).Select(q => (sbyte)q)], y = new sbyte[256];
        elu.Map(x, y);
        Assert.All(x.Zip(y).Where(pair => pair.Second < 127), pair => Assert.Equal(
            elu.Activation.Evaluate(elu.Input.Dequantize(pair.First)), elu.Output.Dequantize(pair.Second), 0.0200001));
    }

    [Fact]
    public void Every_length_and_offset_gives_the_table_and_writes_nothing_after()
    {
        byte[] table = new byte[256], x = new byte[300];
        new Random(1).NextBytes(table);
        new Random(2).NextBytes(x);
        for (int length = 0; length <= 290; length++)
        {
            byte[] y = new byte[300];
            QuantizedTable.Map(table, x.AsSpan(length % 7, length), y.AsSpan(3, length));
            Assert.Equal(Enumerable.Range(0, 300).Select(i => i >= 3 && i < 3 + length ? table[x[i - 3 + length % 7]] : (byte)0), y);
        }
    }

    [Fact]
    public void Every_instruction_set_gives_the_same()
    {
        byte[] table = new byte[256], x = [.. Enumerable.Range(0, 256).Select(i => (byte)(i * 77))], y = new byte[256];
        new Random(1).NextBytes(table);
        byte[] expected = [.. x.Select(index => table[index])];
        QuantizedTable.One(ref table[0], ref x[0], ref y[0], 0, 256);
        Assert.Equal(expected, y);
        if (Avx512Vbmi.IsSupported)
            Check(() => QuantizedTable.By64(ref table[0], ref x[0], ref y[0], 256));
        if (Avx2.IsSupported)
            Check(() => QuantizedTable.By32(ref table[0], ref x[0], ref y[0], 256));
        if (AdvSimd.Arm64.IsSupported)
            Check(() => QuantizedTable.By16(ref table[0], ref x[0], ref y[0], 256));

        void Check(Func<nuint> run)
        {
            Array.Clear(y);
            Assert.Equal(256u, run());
            Assert.Equal(expected, y);
        }
    }

    [Fact]
    public void In_place_gives_the_same()
    {
        QuantizedActivation<sbyte> tanh = new(ActivationCatalog.Parse("tanh"), new(0.03f, 0), new(1f / 128, 0));
        sbyte[] x = [.. Enumerable.Range(0, 100).Select(i => (sbyte)(i * 5))], y = new sbyte[100];
        tanh.Map(x, y);
        tanh.Map(x, x);
        Assert.Equal(y, x);
    }

    [Theory]
    [InlineData(0f, "0"), InlineData(-1f, "-1"), InlineData(float.NaN, "NaN"), InlineData(float.PositiveInfinity, "Infinity")]
    public void A_scale_that_is_no_distance_is_refused(float scale, string text) => Refused.With<ArgumentException>(
        $"The scale of the input must be finite and above 0, but is {text}: it is the distance between neighbouring numbers.",
        () => new QuantizedActivation<sbyte>(ActivationCatalog.Parse("elu"), new(scale, 0), new(1, 0)));

    [Fact]
    public void A_zero_point_outside_the_type_is_refused()
    {
        Refused.With<ArgumentException>(
            "The zero point of the output must be between -128 and 127, as it is of type SByte, but is 128.",
            () => new QuantizedActivation<sbyte>(ActivationCatalog.Parse("elu"), new(1, 0), new(1, 128)));
        Refused.With<ArgumentException>(
            "The zero point of the input must be between 0 and 255, as it is of type Byte, but is -1.",
            () => new QuantizedActivation<byte>(ActivationCatalog.Parse("elu"), new(1, -1), new(1, 128)));
    }

    [Fact]
    public void Other_types_are_refused() => Refused.With<NotSupportedException>(
        "Quantised activations take elements of type sbyte or byte, but these are of type Int16.",
        () => new QuantizedActivation<short>(ActivationCatalog.Parse("elu"), new(1, 0), new(1, 0)));

    // DequantizeLinear, the function, QuantizeLinear, as ONNX's operators 19 and 21 state them.
    static int Defined(Activation f, float inputScale, int inputZero, float outputScale, int outputZero, int q, int smallest, int largest)
    {
        double steps = f.Evaluate((q - inputZero) * (double)inputScale) / outputScale, floor = Math.Floor(steps), part = steps - floor;
        double rounded = part > 0.5 || (part == 0.5 && floor % 2 != 0) ? floor + 1 : floor;
        return (int)Math.Min(largest, Math.Max(smallest, rounded + outputZero));
    }
}
