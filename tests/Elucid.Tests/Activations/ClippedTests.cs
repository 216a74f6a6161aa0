using Elucid.Kernels;
using Elucid.Tests.Autograd;
using Elucid.Tests.Numerics;

namespace Elucid.Tests.Activations;

/// <summary>Functions whose inputs are clipped from below.</summary>
public sealed class ClippedTests
{
    public static TheoryData<string, float> Fixed => new()
    {
        { "elu", -20 }, { "elu", -2.5f }, { "elu", -1e-3f }, { "elu:alpha=0.5", -2.5f }, { "celu", -2.5f }, { "celu:alpha=2", -6 }, { "selu", -4 },
    };

    public static TheoryData<string, float> All => [.. Fixed, ("elu:alpha=learn@0.7", -2.5f), ("pelu:a=2:b=1.5", -3)];

    static Activation Clipped(string name, double least) => ActivationCatalog.Parse(name).WithClip(least);

    [Theory, MemberData(nameof(Fixed))]
    public void Above_the_least_input_the_bits_are_those_of_the_function_and_below_those_of_the_least(string name, float least)
    {
        Activation plain = ActivationCatalog.Parse(name), clipped = Clipped(name, least);
        float[] x = [.. Floats.Sample, least, MathF.BitIncrement(least), MathF.BitDecrement(least)];
        float[] held = [.. x.Select(value => float.IsNaN(value) ? value : MathF.Max(least, value))], dy = [.. x.Select((_, i) => 0.25f + i % 7)];
        float[] expected = new float[x.Length], y = new float[x.Length];
        plain.Kernel().Forward(held, expected);
        clipped.Kernel().Forward(x, y);
        Assert.Equal(Bits(expected), Bits(y));
        plain.Kernel().Backward(x, dy, expected);
        clipped.Kernel().Backward(x, dy, y);
        Assert.Equal(Bits([.. expected.Select((d, i) => x[i] < least ? 0 : d)]), Bits(y));
    }

    static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];

    [Theory]
    [InlineData("elu", 1, 1), InlineData("elu:alpha=0.5", 0.5, 1), InlineData("celu:alpha=2", 2, 2), InlineData("selu", Selu.Scale * Selu.Alpha, 1)]
    public void The_value_errs_by_the_tail_that_is_cut_off(string name, double alpha, double length)
    {
        Activation plain = ActivationCatalog.Parse(name);
        foreach (double least in (double[])[-20, -5, -1])
        {
            Activation clipped = plain.WithClip(least);
            double tail = alpha * Math.Exp(least / length);
            Assert.All(Enumerable.Range(-400, 500).Select(i => i / 10.0), x => Assert.InRange(
                clipped.Evaluate(x) - plain.Evaluate(x), 0, tail + 1e-15));
            Assert.Equal(tail, clipped.Evaluate(-1000) - plain.Evaluate(-1000), 1e-15);
            Assert.Equal((0, true), (clipped.EvaluateDerivative(least - 1e-9), clipped.EvaluateDerivative(least) > 0));
        }
    }

    [Fact]
    public void Below_minus_17_a_clip_changes_no_value_in_single_precision()
    {
        float[] x = [.. Floats.Every(99_991, -3e38f, -1e-30f)], plain = new float[x.Length], clipped = new float[x.Length];
        Elucid.Activations.Elu().Kernel().Forward(x, plain);
        Clipped("elu", -20).Kernel().Forward(x, clipped);
        Assert.Equal(Bits(plain), Bits(clipped));
    }

    [Theory, MemberData(nameof(All))]
    public void Gradients_agree_with_differences_and_layers_fuse(string name, float least)
    {
        if (least < -5 || least > -1)
            least = -2.5f;
        Tensor x = Grid.Tensor([5, 9], seed: 1, reach: 5, distance: 0.125f, least, 0);
        ActivationLayer layer = new(Clipped(name, least), units: 9);
        GradientCheck.Run(() => layer.Forward(x), [x, .. layer.NamedParameters().Select(p => p.Value)]);
        Linear linear = new(9, 9, new RandomStream(2));
        Assert.Equal(layer.Forward(linear.Forward(x)).Values, new Sequential(linear, layer).Forward(x).Values);
    }

    [Theory]
    [InlineData("elu:clip=-20"), InlineData("elu:alpha=0.5:clip=-2.5"), InlineData("selu:clip=-4"), InlineData("pelu:a=2:clip=-3")]
    [InlineData("elu:alpha=learn:clip=-5"), InlineData("elu:alpha=learn@0.5:clip=-5"), InlineData("elu:clip=0")]
    public void A_name_is_read_and_written(string name)
    {
        Activation f = ActivationCatalog.Parse(name);
        Assert.Equal(name, f.Name);
        Assert.Equal(name, f.InSinglePrecision().Name);
        Assert.Equal(f.Clip, ActivationCatalog.Parse(f.Name).Clip);
    }

    [Fact]
    public void A_clip_is_none_by_default()
    {
        Assert.Equal(double.NegativeInfinity, Elucid.Activations.Elu().Clip);
        Assert.Equal("elu", ActivationCatalog.Parse("elu:clip=none").Name);
        Assert.Equal("elu:alpha=2:clip=-3", ActivationCatalog.Create("elu", ("clip", -3), ("alpha", 2)).Name);
        Assert.Equal((float)-2.7, Clipped("elu", -2.7).InSinglePrecision().Clip);
        Assert.Equal("elu:alpha=learn:clip=-3", Clipped("elu", -3).WithLearnedParameter().Name);
    }

    [Theory]
    [InlineData("relu:clip=-20", "Activation relu has no parameter 'clip': it has none at all.")]
    [InlineData("elu:clib=-20",
        "Activation elu has no parameter 'clib'. Did you mean 'clip'? Its parameters are alpha (default 1), clip (default none).")]
    [InlineData("elu:clip=1", "Parameter 'clip' of elu must be finite and at most 0, but is 1: it is the least input, as which smaller ones count.")]
    [InlineData("elu:clip=-Infinity",
        "Parameter 'clip' of elu must be finite and at most 0, but is -Infinity: it is the least input, as which smaller ones count.")]
    [InlineData("elu:clip=-2:clip=-3", "Parameter 'clip' of elu is given twice.")]
    [InlineData("elu:clip=learn",
        "'clip=learn' in 'elu:clip=learn' would train the least input, which gets no gradient: give it a number, such as clip=-20.")]
    public void What_is_no_clip_is_refused(string name, string sentence) =>
        Refused.With<ArgumentException>(sentence, () => ActivationCatalog.Parse(name));
}
