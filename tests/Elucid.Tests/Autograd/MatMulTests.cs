using Elucid.Kernels;

namespace Elucid.Tests.Autograd;

[EveryActivation]
public sealed class MatMulTests
{
    public static TheoryData<int[], int[]> Shapes => new()
    {
        { [3, 4], [4, 5] },
        { [1, 1], [1, 1] },
        { [17, 9], [9, 33] },
        { [2, 3, 4], [4, 5] },
        { [2, 3, 4], [2, 4, 5] },
        { [2, 2, 3, 4], [2, 2, 4, 5] },
        { [2, 2, 3, 4], [4, 2] },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Product_and_gradients(int[] first, int[] second)
    {
        Tensor a = Grid.Tensor(new Shape(first), seed: 1, reach: 1), b = Grid.Tensor(new Shape(second), seed: 2, reach: 1);
        GradientCheck.Run(() => Ops.MatMul(a, b), a, b);

        Tensor y = Ops.MatMul(a, b);
        int m = first[^2], k = first[^1], n = second[^1];
        Assert.Equal(a.Shape.With(-1, n), y.Shape);
        for (int i = 0; i < y.Shape.Size; i++)
        {
            int batch = i / (m * n), row = i / n % m, column = i % n;
            double sum = 0;
            for (int l = 0; l < k; l++)
                sum += (double)a.Values[(batch * m + row) * k + l] * b.Values[((second.Length == 2 ? 0 : batch) * k + l) * n + column];
            Assert.Equal(sum, y.Values[i], 1e-5);
        }
    }

    [Fact]
    public void The_square_of_a_matrix_gets_both_gradients()
    {
        Tensor x = Grid.Tensor([4, 4], seed: 3, reach: 1);
        GradientCheck.Run(() => Ops.MatMul(x, x), x);
    }

    [Fact]
    public void An_empty_inner_axis_gives_zeros()
    {
        Tensor y = Ops.MatMul(new Tensor([2, 3, 0]), new Tensor([0, 4]));
        Assert.Equal([2, 3, 4], y.Shape);
        Assert.All(y.Values.ToArray(), v => Assert.Equal(0, v));
        Assert.Equal([0, 3, 5], Ops.MatMul(new Tensor([0, 3, 4]), new Tensor([0, 4, 5])).Shape);
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 4, 5 })]
    [InlineData(new[] { 2, 3, 4 }, new[] { 3, 4, 5 })]
    [InlineData(new[] { 4 }, new[] { 4, 5 })]
    public void Shapes_that_do_not_fit_are_named(int[] first, int[] second)
    {
        Shape a = new(first), b = new(second);
        Assert.Equal(
            $"MatMul: expected [*, m, k] and [k, n] or [*, k, n] with the same leading axes, but got {a} and {b}. "
            + "The last axis of the first must equal the second-to-last of the second; Transpose swaps axes.",
            Assert.Throws<ShapeException>(() => Ops.MatMul(new Tensor(a), new Tensor(b))).Message);
    }

    public static TheoryData<int[], bool> LinearShapes => new()
    {
        { [5, 7], true },
        { [5, 7], false },
        { [2, 3, 7], true },
        { [2, 3, 7], false },
        { [7], true },
        { [33, 40], true },
    };

    [Theory, MemberData(nameof(LinearShapes))]
    public void Linear_has_the_right_gradients(int[] shape, bool hasBias)
    {
        (Tensor x, Tensor weight, Tensor? bias) = Layer(shape, hasBias);
        GradientCheck.Run(() => Ops.Linear(x, weight, bias), bias is null ? [x, weight] : [x, weight, bias]);
    }

    [Theory, MemberData(nameof(LinearShapes))]
    public void Fused_activations_give_the_bits_of_the_separate_operations(int[] shape, bool hasBias)
    {
        (Tensor x, Tensor weight, Tensor? bias) = Layer(shape, hasBias);
        Tensor[] inputs = bias is null ? [x, weight] : [x, weight, bias];
        foreach (ActivationInfo info in ActivationCatalog.All)
        {
            ActivationKernel<float> f = info.Create().Kernel();
            LinearKernel linear = LinearKernel.Of(info.Create());
            float[][] fused = Results(() => Ops.LinearActivation(x, weight, bias, linear), inputs);
            float[][] separate = Results(() => Ops.Apply(f, Ops.Linear(x, weight, bias)), inputs);
            Assert.Equal(separate, fused);
            Assert.Equal(Ops.Apply(f, Ops.Linear(x, weight, bias)).Values, Ops.LinearActivation(x, weight, bias, linear).Values);
        }
    }

    [Fact]
    public void Fused_gradients_add_to_those_that_are_there()
    {
        (Tensor x, Tensor weight, Tensor? bias) = Layer([5, 7], hasBias: true);
        LinearKernel mish = LinearKernel.Of(ActivationCatalog.Parse("mish"));       // smooth: the sums may lie anywhere
        GradientCheck.Run(() => Ops.LinearActivation(x, weight, bias, mish), x, weight, bias!);
    }

    [Fact]
    public void Linear_names_what_does_not_fit()
    {
        Tensor weight = new([4, 7]);
        string Message(Tensor x, Tensor w, Tensor? bias = null) => Assert.Throws<ShapeException>(() => Ops.Linear(x, w, bias)).Message;
        Assert.Equal("Linear: expected input of shape [*, 7], but got [5, 8]. The weight has shape [4, 7], that is [outFeatures, inFeatures].",
            Message(new([5, 8]), weight));
        Assert.Equal("Linear: expected input of shape [*, 7], but got []. The weight has shape [4, 7], that is [outFeatures, inFeatures].",
            Message(new(new Shape()), weight));
        Assert.Equal("Linear: expected bias of shape [4], but got [7]. The weight has shape [4, 7].", Message(new([5, 7]), weight, new([7])));
        Assert.Equal(
            "Linear: expected weight of shape [outFeatures, inFeatures], but got [7]. Reshape it to two axes.", Message(new([5, 7]), new([7])));
    }

    static (Tensor X, Tensor Weight, Tensor? Bias) Layer(int[] shape, bool hasBias) =>
        (Grid.Tensor(new Shape(shape), seed: 4, reach: 1), Grid.Tensor([6, shape[^1]], seed: 5, reach: 1), hasBias ? Grid.Tensor([6], seed: 6)
            : null);

    static float[][] Results(Func<Tensor> f, Tensor[] inputs)
    {
        foreach (Tensor input in inputs)
            input.ClearGradient();
        using Tape tape = Tape.Start();
        Tensor y = f();
        tape.Backward(Ops.Mean(Ops.Multiply(y, y)));
        return [y.Values.ToArray(), .. inputs.Select(input => input.Gradient.ToArray())];
    }
}
