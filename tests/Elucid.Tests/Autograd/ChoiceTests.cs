namespace Elucid.Tests.Autograd;

/// <summary>Operations that choose among numbers: by a condition, by an index, by their order.</summary>
public sealed class ChoiceTests
{
    const float NaN = float.NaN, Infinity = float.PositiveInfinity;

    [Fact]
    public void What_a_condition_leaves_out_changes_neither_values_nor_gradients()
    {
        Tensor x = new([4], [0, 4, -1, NaN], requiresGradient: true), other = new([1], [7], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor y = Ops.Where(Ops.Greater(x.Detach(), Tensor.Zeros([])), Ops.Log(x), other);
        Assert.Equal([7, MathF.Log(4), 7, 7], y.Values.ToArray());
        tape.Backward(Ops.Sum(y));
        Assert.Equal(3, other.Gradient[0]);
        Assert.Equal(0.25f, x.Gradient[1]);
    }

    [Fact]
    public void A_tensor_on_both_sides_of_a_condition_gets_both_gradients()
    {
        Tensor x = Grid.Tensor([3, 19], seed: 1), row = Grid.Tensor([19], seed: 2), condition = new([3, 1], [1, 0, -2]);
        GradientCheck.Run(() => Ops.Where(condition, x, row), x, row);
        GradientCheck.Run(() => Ops.Where(condition, row, Ops.Square(row)), row);
        GradientCheck.Run(() => Ops.Where(condition, x, x), x);
    }

    [Fact]
    public void Comparisons_give_one_or_zero_and_NaN_is_nothing()
    {
        Tensor a = new([7], [1, 2, NaN, 0, -0f, Infinity, -1]), b = new([7], [2, 1, NaN, NaN, 0, Infinity, NaN]);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0], Ops.Less(a, b).Values.ToArray());
        Assert.Equal([0, 1, 0, 0, 0, 0, 0], Ops.Greater(a, b).Values.ToArray());
        Assert.Equal([0, 0, 0, 0, 1, 1, 0], Ops.Equal(a, b).Values.ToArray());
        Assert.Equal([3, 3], Ops.Less(new Tensor([3, 1]), new Tensor([3])).Shape);
    }

    [Fact]
    public void A_condition_has_no_gradient()
    {
        Tensor x = Grid.Tensor([2], seed: 3);
        using Tape tape = Tape.Start();
        Assert.False(Ops.Less(x, x).RequiresGradient);
        Assert.StartsWith("Where: the condition requires a gradient, but is taken as a constant and would get none.",
            Assert.Throws<InvalidOperationException>(() => Ops.Where(x, x, x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gathered_entries_get_the_sum_of_their_gradients()
    {
        Tensor x = Grid.Tensor([3, 4, 5], seed: 4);
        GradientCheck.Run(() => Ops.Gather(x, [2, 0, 2, 2], axis: 0), x);
        GradientCheck.Run(() => Ops.Gather(x, [3, 1], axis: 1), x);
        GradientCheck.Run(() => Ops.Gather(x, [4, 4, 0], axis: -1), x);
        GradientCheck.Run(() => Ops.TakeAlong(x, Ops.ArgMax(x, axis: 1, keepAxis: true), axis: 1), x);
    }

    [Fact]
    public void Nothing_can_be_gathered_from_an_empty_axis()
    {
        Tensor empty = new([2, 0]);
        Assert.Equal([2, 0], Ops.Gather(empty, [], axis: 1).Shape);
        Assert.StartsWith("Gather: index 0 leaves axis 1 of shape [2, 0]; expected none, as the axis is empty.",
            Assert.Throws<ArgumentException>(() => Ops.Gather(empty, [0], axis: 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_that_leaves_its_axis_is_named()
    {
        Tensor x = new([2, 3]);
        Assert.StartsWith("Gather: index -1 leaves axis 0 of shape [2, 3]; expected 0 to 1.",
            Assert.Throws<ArgumentException>(() => Ops.Gather(x, [0, -1])).Message, StringComparison.Ordinal);
        Assert.StartsWith("TakeAlong: expected whole numbers from 0 to 2, but element 1 is 0.5. Each is an index along axis 1 of shape [2, 3].",
            Assert.Throws<ArgumentException>(() => Ops.TakeAlong(x, new Tensor([2, 1], [0, 0.5f]))).Message, StringComparison.Ordinal);
        Assert.Equal("TakeAlong axis 1: shapes [2, 3] and [3, 1] differ in another axis; they may differ only in that one.",
            Assert.Throws<ShapeException>(() => Ops.TakeAlong(x, new Tensor([3, 1]))).Message);
    }

    [Fact]
    public void The_first_of_equal_numbers_is_the_largest_and_NaN_is_larger_than_all()
    {
        Tensor x = new([4, 3], [1, 5, 5, -Infinity, -Infinity, -Infinity, 2, NaN, NaN, 0, -0f, 0]);
        Assert.Equal([1, 0, 1, 0], Ops.ArgMax(x).Values.ToArray());
        Assert.Equal([2, 2, 2], Ops.ArgMax(new Tensor([3, 3], [0, 0, 0, 1, 2, 1, 3, NaN, 2]), axis: 0).Values.ToArray());
        Assert.Equal([4, 1], Ops.ArgMax(x, keepAxis: true).Shape);
        Assert.Equal([0, 2], Ops.ArgMax(new Tensor([0, 3, 2]), axis: 1).Shape);
        Assert.Equal(
            "ArgMax: expected from 1 to 16,777,216 numbers along axis 0, but the shape is [0, 3].",
            Assert.Throws<ShapeException>(() => Ops.ArgMax(new Tensor([0, 3]), axis: 0)).Message);
    }

    [Fact]
    public void Stacked_tensors_lie_along_a_new_axis()
    {
        Tensor a = new([2], [1, 2]), b = new([2], [3, 4]);
        Assert.Equal([1, 2, 3, 4], Ops.Stack(0, a, b).Values.ToArray());
        Assert.Equal([1, 3, 2, 4], Ops.Stack(-1, a, b).Values.ToArray());
        Assert.Equal([1, 1, 1], Ops.Stack(1, new Tensor([1, 1])).Shape);
        Assert.Equal(
            "Stack: expected tensors of one shape, but got [2] and [3].",
            Assert.Throws<ShapeException>(() => Ops.Stack(0, a, new Tensor([3]))).Message);
        Assert.StartsWith("Stack: expected an axis from -2 to 1 for tensors of shape [2], but got 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Stack(2, a)).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Stack: expected at least one tensor, but got none.", Assert.Throws<ArgumentException>(() => Ops.Stack(0)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Running_sums_of_a_million_numbers_are_rounded_once()
    {
        Tensor x = Tensor.Full([1_000_000], 0.1f);
        Assert.Equal((float)(1_000_000 * (double)0.1f), Ops.CumulativeSum(x).Values[^1]);
        Assert.Equal([2, 0, 3], Ops.CumulativeSum(new Tensor([2, 0, 3]), axis: 1).Shape);
        Tensor matrix = Grid.Tensor([3, 4, 5], seed: 5);
        GradientCheck.Run(() => Ops.CumulativeSum(matrix, axis: 1), matrix);
    }
}
