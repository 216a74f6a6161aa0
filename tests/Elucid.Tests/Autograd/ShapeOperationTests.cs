namespace Elucid.Tests.Autograd;

public sealed class ShapeOperationTests
{
    [Fact]
    public void Reshape_shares_numbers_and_gradient()
    {
        Tensor x = Grid.Tensor([2, 3, 4], seed: 1);
        GradientCheck.Run(() => Ops.Reshape(x, 6, 4), x);
        GradientCheck.Run(() => Ops.Add(Ops.Reshape(x, 4, -1), Ops.Reshape(x, -1, 6)), x);
        GradientCheck.Run(() => Ops.Multiply(Ops.Flatten(x), Ops.Flatten(x)), x);

        Tensor view = Ops.Reshape(x, -1);
        view.Edit()[5] = 42;
        Assert.Equal(42, x[0, 1, 1]);
        Assert.Equal([24], view.Shape);
        Assert.Equal([4, 6], Ops.Reshape(x, [4, 6]).Shape);
        Assert.Equal([2, 12], Ops.Flatten(x).Shape);
        Assert.Equal([24], Ops.Flatten(x, from: 0).Shape);
        Assert.Equal([2, 12], Ops.Flatten(x, from: -2).Shape);
        Assert.Equal([0, 7], Ops.Reshape(new Tensor([0]), -1, 7).Shape);
        Assert.Equal(new Shape(), Ops.Reshape(new Tensor([1]), new Shape()).Shape);
    }

    [Fact]
    public void Reshape_names_sizes_that_differ()
    {
        Tensor x = new([2, 3]);
        Assert.Equal("Reshape: [2, 3] has 6 elements, but [4, 2] has 8. One length may be -1 to be computed.",
            Assert.Throws<ShapeException>(() => Ops.Reshape(x, 4, 2)).Message);
        Assert.Equal("Reshape: [2, 3] has 6 elements, but [4, 1] has 4. One length may be -1 to be computed.",
            Assert.Throws<ShapeException>(() => Ops.Reshape(x, 4, -1)).Message);
        Assert.Equal("Axis 2 does not exist in shape [2, 3]: use -2 to 1. (Parameter 'axis')",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Flatten(x, from: 2)).Message);
    }

    [Theory]
    [InlineData(new[] { 3, 5 }, 0, 1)]
    [InlineData(new[] { 17, 33 }, -1, -2)]
    [InlineData(new[] { 2, 3, 4 }, 0, 2)]
    [InlineData(new[] { 2, 3, 4 }, 1, 0)]
    [InlineData(new[] { 2, 3, 4, 5 }, 1, 3)]
    [InlineData(new[] { 2, 3, 4, 5 }, 1, 2)]
    [InlineData(new[] { 2, 3 }, 1, -1)]
    public void Transpose_swaps_two_axes(int[] lengths, int axis0, int axis1)
    {
        Tensor x = Grid.Tensor(new Shape(lengths), seed: 2);
        GradientCheck.Run(() => Ops.Transpose(x, axis0, axis1), x);

        Tensor y = Ops.Transpose(x, axis0, axis1);
        int first = x.Shape.ResolveAxis(axis0), second = x.Shape.ResolveAxis(axis1);
        foreach (int[] index in Indices(x.Shape))
        {
            float value = x[index];
            (index[first], index[second]) = (index[second], index[first]);
            Assert.Equal(value, y[index]);
        }
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 0, 2)]
    [InlineData(-1, 3, 4)]
    [InlineData(2, 7, 0)]
    [InlineData(0, 0, 3)]
    public void Slice_takes_a_run(int axis, int start, int length)
    {
        Tensor x = Grid.Tensor([3, 2, 7], seed: 3);
        GradientCheck.Run(() => Ops.Slice(x, axis, start, length), x);

        Tensor y = Ops.Slice(x, axis, start, length);
        Assert.Equal(x.Shape.With(axis, length), y.Shape);
        foreach (int[] index in Indices(y.Shape))
        {
            float value = y[index];
            index[y.Shape.ResolveAxis(axis)] += start;
            Assert.Equal(x[index], value);
        }
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(-1, 6)]
    public void Select_takes_one_index(int axis, int index)
    {
        Tensor x = Grid.Tensor([3, 2, 7], seed: 3);
        GradientCheck.Run(() => Ops.Select(x, axis, index), x);
        Tensor y = Ops.Select(x, axis, index);
        Assert.Equal(x.Shape.Without(axis), y.Shape);
        Assert.Equal(Ops.Slice(x, axis, index, 1).Values, y.Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Concat_joins_along_an_axis(int axis)
    {
        Tensor a = Grid.Tensor(new Shape([2, 3, 4]).With(axis, 1), seed: 4), b = Grid.Tensor(new Shape([2, 3, 4]).With(axis, 5), seed: 5);
        GradientCheck.Run(() => Ops.Concat(axis, a, b), a, b);
        GradientCheck.Run(() => Ops.Concat(axis, a, b, a), a, b);

        Tensor y = Ops.Concat(axis, a, b);
        Assert.Equal(a.Values, Ops.Slice(y, axis, 0, 1).Values);
        Assert.Equal(b.Values, Ops.Slice(y, axis, 1, 5).Values);
    }

    [Fact]
    public void Slice_and_Concat_name_what_does_not_fit()
    {
        Tensor x = new([3, 2]);
        Assert.Equal("Slice: indices 2 to 4 leave axis 0 of shape [3, 2]. (Parameter 'start')",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Slice(x, 0, 2, 3)).Message);
        Assert.Equal("Concat along axis 0: shapes [3, 2] and [3, 3] differ in another axis; they may differ only in that one.",
            Assert.Throws<ShapeException>(() => Ops.Concat(0, x, new Tensor([3, 3]))).Message);
        Assert.Equal("Concat: expected at least one tensor, but got none. (Parameter 'tensors')",
            Assert.Throws<ArgumentException>(() => Ops.Concat(0)).Message);
    }

    [Theory]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { -1 })]
    [InlineData(new[] { 0, 2 })]
    [InlineData(new[] { -1, 1 })]
    [InlineData(new[] { 2, 0, 1 })]
    [InlineData(new int[0])]
    public void Sums_and_means_over_axes(int[] axes)
    {
        Tensor x = Grid.Tensor([3, 2, 17], seed: 6);
        foreach (bool keep in new[] { false, true })
        {
            GradientCheck.Run(() => Ops.Sum(x, axes, keep), x);
            GradientCheck.Run(() => Ops.Mean(x, axes, keep), x);

            Tensor sum = Ops.Sum(x, axes, keep), mean = Ops.Mean(x, axes, keep);
            int[] reduced = [.. axes.Select(x.Shape.ResolveAxis)], kept = [.. Enumerable.Range(0, 3).Except(reduced)];
            int share = reduced.Aggregate(1, (product, axis) => product * x.Shape[axis]);
            double[] expected = new double[x.Shape.Size / share];
            foreach (int[] index in Indices(x.Shape))
                expected[kept.Aggregate(0, (at, axis) => at * x.Shape[axis] + index[axis])] += x[index];
            Assert.Equal(
                keep ? Enumerable.Range(0, 3).Select(axis => reduced.Contains(axis) ? 1 : x.Shape[axis])
                    : kept.Select(axis => x.Shape[axis]), sum.Shape);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], sum.Values[i], 1e-5);
                Assert.Equal(expected[i] / share, mean.Values[i], 1e-6);
            }
        }
    }

    [Fact]
    public void Sum_and_mean_of_everything()
    {
        Tensor x = Grid.Tensor([7, 19], seed: 7);
        GradientCheck.Run(() => Ops.Sum(x), x);
        GradientCheck.Run(() => Ops.Mean(x), x);
        Assert.Equal(new Shape(), Ops.Sum(x).Shape);
        Assert.Equal(x.Values.ToArray().Sum(v => (double)v), Ops.Sum(x).ToScalar(), 1e-4);
        Assert.Equal(0, Ops.Sum(new Tensor([0, 3])).ToScalar());
        Assert.True(float.IsNaN(Ops.Mean(new Tensor([0, 3])).ToScalar()));
    }

    [Fact]
    public void An_axis_named_twice_is_refused() =>
        Assert.Equal("Axis -1 of shape [2, 3] is named twice.", Assert.Throws<ShapeException>(() => Ops.Sum(new Tensor([2, 3]), [1, -1])).Message);

    [Theory]
    [InlineData(new[] { 4, 6 })]
    [InlineData(new[] { 2, 3, 33 })]
    [InlineData(new[] { 5 })]
    public void Softmax_and_its_logarithm(int[] lengths)
    {
        Tensor x = Grid.Tensor(new Shape(lengths), seed: 8, reach: 3);
        GradientCheck.Run(() => Ops.Softmax(x), x);
        GradientCheck.Run(() => Ops.LogSoftmax(x), x);
        Assert.All(Ops.Sum(Ops.Softmax(x), [-1]).Values.ToArray(), sum => Assert.Equal(1, sum, 1e-6f));
    }

    static IEnumerable<int[]> Indices(Shape shape)
    {
        for (int i = 0; i < shape.Size; i++)
        {
            int[] index = new int[shape.Rank];
            for (int axis = shape.Rank - 1, rest = i; axis >= 0; axis--)
            {
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }
            yield return index;
        }
    }
}
