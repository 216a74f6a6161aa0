namespace Elucid.Tests.Autograd;

public sealed class ArithmeticTests
{
    /// <summary>Equal, scalar, row, column, both repeated, missing leading axes, more than one vector wide.</summary>
    public static TheoryData<int[], int[]> Shapes => new()
    {
        { [3, 4], [3, 4] },
        { [3, 4], [] },
        { [3, 4], [1] },
        { [3, 4], [4] },
        { [3, 4], [3, 1] },
        { [3, 1, 4], [2, 1] },
        { [2, 3, 4], [4] },
        { [2, 3, 4], [3, 4] },
        { [2, 3, 4], [2, 1, 1] },
        { [2, 1, 3], [1, 5, 1] },
        { [3, 33], [33] },
        { [7, 19], [7, 19] },
        { [1, 1], [3] },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Gradients_agree_with_differences(int[] first, int[] second)
    {
        foreach ((int[] left, int[] right) in new[] { (first, second), (second, first) })
        {
            Tensor a = Grid.Tensor(new Shape(left), seed: 1), b = Grid.Between(new Shape(right), seed: 2, 1.5f, 3);
            GradientCheck.Run(() => Ops.Add(a, b), a, b);
            GradientCheck.Run(() => Ops.Subtract(a, b), a, b);
            GradientCheck.Run(() => Ops.Multiply(a, b), a, b);
            GradientCheck.Run(() => Ops.Divide(a, b), a, b);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Values_are_those_of_NumPys_rule(int[] first, int[] second)
    {
        Tensor a = Grid.Tensor(new Shape(first), seed: 1), b = Grid.Between(new Shape(second), seed: 2, 1.5f, 3);
        Tensor sum = a + b, difference = a - b, product = a * b, quotient = a / b;
        for (int i = 0; i < sum.Shape.Size; i++)
        {
            float x = a.Values[Source(i, sum.Shape, a.Shape)], y = b.Values[Source(i, sum.Shape, b.Shape)];
            Assert.Equal(x + y, sum.Values[i]);
            Assert.Equal(x - y, difference.Values[i]);
            Assert.Equal(x * y, product.Values[i]);
            Assert.Equal(x / y, quotient.Values[i]);
        }
    }

    [Fact]
    public void One_tensor_as_both_operands_gets_both_gradients()
    {
        Tensor x = Grid.Between([3, 5], seed: 3, 1, 2);
        GradientCheck.Run(() => Ops.Add(x, x), x);
        GradientCheck.Run(() => Ops.Subtract(x, x), x);
        GradientCheck.Run(() => Ops.Multiply(x, x), x);
        GradientCheck.Run(() => Ops.Divide(x, x), x);
    }

    [Fact]
    public void Constants_get_no_gradient()
    {
        Tensor x = Grid.Tensor([2, 3], seed: 4), constant = new([3], [1, 2, 3]);
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Sum(Ops.Multiply(x, constant)));
        Assert.Equal([1, 2, 3, 1, 2, 3], x.Gradient.ToArray());
        Assert.False(constant.HasGradient);
    }

    [Fact]
    public void Scale_and_negation()
    {
        Tensor x = Grid.Tensor([3, 11], seed: 5);
        GradientCheck.Run(() => Ops.Scale(x, -2.5f), x);
        GradientCheck.Run(() => -x, x);
        GradientCheck.Run(() => 3f * x, x);
        Assert.Equal(x.Values.ToArray().Select(v => -v), (-x).Values.ToArray());
        Assert.Equal(x.Values.ToArray().Select(v => 3 * v), (3f * x).Values.ToArray());
    }

    [Fact]
    public void Empty_operands_give_empty_results()
    {
        Tensor empty = new([0, 3], requiresGradient: true), row = Grid.Tensor([3], seed: 6), one = Grid.Tensor([1, 1], seed: 7);
        using Tape tape = Tape.Start();
        Tensor sum = Ops.Add(Ops.Add(empty, row), one);
        Assert.Equal([0, 3], sum.Shape);
        tape.Backward(Ops.Sum(sum));
        Assert.Equal([0, 0, 0], row.Gradient.ToArray());
        Assert.Equal([0], one.Gradient.ToArray());
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Subtract")]
    [InlineData("Multiply")]
    [InlineData("Divide")]
    public void Shapes_that_do_not_fit_are_named(string operation)
    {
        Tensor a = new([2, 3]), b = new([4, 3]);
        Func<Tensor> f = operation switch { "Add" => () => a + b, "Subtract" => () => a - b, "Multiply" => () => a * b, _ => () => a / b };
        Assert.Equal(
            $"{operation}: shapes [2, 3] and [4, 3] do not fit: axis -2 has length 2 in one and 4 in the other. Lengths must be equal, or "
                + $"one of them 1.",
            Assert.Throws<ShapeException>(f).Message);
    }

    /// <summary>Where element i of a result comes from in an operand that was broadcast to it.</summary>
    static int Source(int index, Shape result, Shape operand)
    {
        int source = 0, stride = 1;
        for (int axis = 1; axis <= result.Rank; axis++)
        {
            int position = index % result[-axis];
            index /= result[-axis];
            if (axis > operand.Rank)
                continue;
            source += operand[-axis] == 1 ? 0 : position * stride;
            stride *= operand[-axis];
        }
        return source;
    }

    [Fact]
    public void Extremes_have_the_gradient_of_the_operand_they_take()
    {
        Tensor a = Grid.Tensor([3, 4], seed: 21), b = Grid.Tensor([3, 1], seed: 22, avoid: a.Values.ToArray());
        GradientCheck.Run(() => Ops.Maximum(a, b), a, b);
        GradientCheck.Run(() => Ops.Minimum(b, a), a, b);
    }

    [Fact]
    public void Extremes_keep_NaN_and_share_the_gradient_of_equal_numbers()
    {
        Tensor a = new([5], [1, float.NaN, 2, float.PositiveInfinity, -3], requiresGradient: true),
            b = new([5], [2, 1, float.NaN, float.PositiveInfinity, -3], requiresGradient: true);
        using Tape tape = Tape.Start();
        Assert.Equal([2, float.NaN, float.NaN, float.PositiveInfinity, -3], Ops.Maximum(a, b).Values.ToArray());
        Assert.Equal([1, float.NaN, float.NaN, float.PositiveInfinity, -3], Ops.Minimum(a, b).Values.ToArray());
        tape.Backward(Ops.Sum(Ops.Slice(Ops.Maximum(a, b), 0, 4, 1)));
        Assert.Equal((0.5f, 0.5f), (a.Gradient[4], b.Gradient[4]));
    }
}
