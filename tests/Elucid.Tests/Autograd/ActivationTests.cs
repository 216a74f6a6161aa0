using Elucid.Kernels;

namespace Elucid.Tests.Autograd;

[EveryActivation]
public sealed class ActivationTests
{
    static readonly float[] Kinks = [.. ActivationCatalog.All.SelectMany(info => info.Kinks).Distinct().Select(x => (float)x)];

    public static TheoryData<string> Names =>
        [.. ActivationCatalog.All.Select(info => info.Name), "elu:alpha=0.5", "elu:alpha=2", "celu:alpha=2", "swish:beta=2"];

    [Theory, MemberData(nameof(Names))]
    public void Gradients_agree_with_differences(string name)
    {
        ActivationKernel<float> f = ActivationCatalog.Parse(name).Kernel();
        Tensor x = Grid.Tensor([5, 9], seed: 1, reach: 4, distance: 0.125f, Kinks);
        GradientCheck.Run(() => Ops.Apply(f, x), x);
    }

    [Fact]
    public void A_struct_gives_the_bits_of_its_name()
    {
        Tensor x = Grid.Tensor([5, 9], seed: 2, reach: 4);
        Assert.Equal(Ops.Apply(ActivationCatalog.Parse("elu").Kernel(), x).Values, Ops.Apply(Elu.Default, x).Values);
        GradientCheck.Run(() => Ops.Apply(Elu.Default, x), x);
    }

    [Theory]
    [InlineData(new[] { 6, 5 })]
    [InlineData(new[] { 2, 3, 19 })]
    public void Learned_parameters_have_the_right_gradients(int[] shape)
    {
        Shape units = [shape[^1]];
        Tensor x = Grid.Tensor(new Shape(shape), seed: 3, reach: 3, distance: 0.125f, 0);
        Tensor slope = Grid.Tensor(units, seed: 4, reach: 0.5f);
        LearnedActivationKernel prelu = ActivationCatalog.Parse("prelu").LearnedKernel();
        GradientCheck.Run(() => Ops.ApplyLearned(prelu, x, slope), x, slope);

        Tensor a = Grid.Between(units, seed: 5, 0.5f, 1.5f), b = Grid.Between(units, seed: 6, 1, 2);
        LearnedActivationKernel pelu = ActivationCatalog.Parse("pelu").LearnedKernel();
        GradientCheck.Run(() => Ops.ApplyLearned(pelu, x, a, b), x, a, b);
    }

    [Fact]
    public void Learned_parameters_of_another_number_of_units_are_refused()
    {
        LearnedActivationKernel prelu = ActivationCatalog.Parse("prelu").LearnedKernel();
        // 12 numbers could be divided among 3 units, but the last axis has 6.
        Assert.Equal("ApplyLearned: expected input of shape [*, 3], but got [2, 6]. There is one set of parameters per unit of axis 1.",
            Assert.Throws<ShapeException>(() => Ops.ApplyLearned(prelu, new Tensor([2, 6]), new Tensor([3]))).Message);
    }

    [Fact]
    public void Parameters_may_be_constant()
    {
        LearnedActivationKernel prelu = ActivationCatalog.Parse("prelu").LearnedKernel();
        Tensor x = Grid.Tensor([4, 3], seed: 7, reach: 3, distance: 0.125f, 0), slope = new([3], [0.5f, 0.25f, 0.125f]);
        GradientCheck.Run(() => Ops.ApplyLearned(prelu, x, slope), x);
        Assert.False(slope.HasGradient);
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_passes_gradients_through_the_same_mask()
    {
        Tensor x = Grid.Tensor([20, 31], seed: 8, reach: 2, distance: 0.125f, 0);
        GradientCheck.Run(() => Ops.Dropout(x, 0.25, new RandomStream(9)), x);

        float[] y = Ops.Dropout(x, 0.25, new RandomStream(9)).Values.ToArray();
        int dropped = y.Count(v => v == 0);
        Assert.InRange(dropped, 115, 195);                                      // 155 ± 10.8: within 3.7 standard deviations
        for (int i = 0; i < y.Length; i++)
            Assert.True(y[i] == 0 || y[i] == x.Values[i] * (1 / 0.75f));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Dropout_refuses_what_is_no_probability(double probability) =>
        Assert.Equal(
            $"Dropout probability must be at least 0 and below 1, but got {probability}. (Parameter 'probability')",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Dropout(new Tensor([2]), probability, new RandomStream(1))).Message);

    [Fact]
    public void A_learned_function_gets_as_many_parameters_as_it_has()
    {
        LearnedActivationKernel pelu = ActivationCatalog.Parse("pelu").LearnedKernel(),
            prelu = ActivationCatalog.Parse("prelu").LearnedKernel();
        Tensor x = new([2, 3]), a = new([3]);
        Assert.StartsWith(
            "ApplyLearned: this function has 2 learned parameters per unit: pass b as well.",
            Assert.Throws<ArgumentException>(() => Ops.ApplyLearned(pelu, x, a)).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "ApplyLearned: this function has 1 learned parameters per unit: omit b.",
            Assert.Throws<ArgumentException>(() => Ops.ApplyLearned(prelu, x, a, a)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prelu")]
    [InlineData("pelu")]
    public void Channels_can_learn_too(string name)
    {
        Activation activation = ActivationCatalog.Parse(name);
        Tensor x = Grid.Tensor([2, 3, 4], seed: 2, reach: 3, distance: 0.125f, Kinks);
        Tensor a = new([3], [0.5f, 0.8f, 1.2f], requiresGradient: true);
        Tensor? b = activation.Info.Parameters.Count > 1 ? new([3], [0.7f, 1.1f, 1.6f], requiresGradient: true) : null;
        LearnedActivationKernel f = activation.LearnedKernel();
        GradientCheck.Run(() => Ops.ApplyLearned(f, x, a, b, axis: 1), b is null ? [x, a] : [x, a, b]);
    }
}
