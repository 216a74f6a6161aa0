namespace Elucid.Tests.Tensors;

public sealed class ShapeTests
{
    [Fact]
    public void Default_is_a_scalar()
    {
        Shape scalar = default;
        Assert.Equal(1, scalar.Size);
        Assert.Equal(0, scalar.Rank);
        Assert.Equal(1, scalar.Last);
        Assert.Equal("[]", scalar.ToString());
        Assert.Empty(scalar);
        Assert.Equal(scalar, new Shape());
        Assert.Equal(scalar, []);
        Assert.Equal(scalar.GetHashCode(), new Shape(Array.Empty<int>()).GetHashCode());
        Assert.Equal(1, new Tensor(scalar).Values.Length);
    }

    [Fact]
    public void Lengths_size_and_axes()
    {
        Shape shape = [32, 1, 28];
        Assert.Equal(896, shape.Size);
        Assert.Equal(3, shape.Rank);
        Assert.Equal(28, shape.Last);
        Assert.Equal(28, shape[-1]);
        Assert.Equal(32, shape[-3]);
        Assert.Equal(1, shape[1]);
        Assert.Equal(2, shape.ResolveAxis(-1));
        Assert.Equal("[32, 1, 28]", shape.ToString());
        Assert.Equal([32, 1, 28], shape.Lengths.ToArray());
        Assert.Equal([32, 5, 28], shape.With(1, 5));
        Assert.Equal([32, 1], shape.Without(-1));
        Assert.Equal(32, shape.Product(..2));
        Assert.Equal(1, shape.Product(3..));
        Assert.Equal(0, new Shape(0, 7).Size);
    }

    [Fact]
    public void Equality_is_by_lengths()
    {
        Shape shape = [2, 3];
        Assert.True(shape == new Shape(2, 3));
        Assert.True(shape != [3, 2]);
        Assert.True(shape != [2, 3, 1]);
        Assert.True(shape.Equals((object)new Shape(2, 3)));
        Assert.False(shape.Equals("[2, 3]"));
        Assert.Equal(shape.GetHashCode(), new Shape(2, 3).GetHashCode());
    }

    [Fact]
    public void A_shape_keeps_its_own_copy_of_the_lengths()
    {
        int[] lengths = [2, 3];
        Shape shape = new(lengths);
        lengths[0] = 7;
        Assert.Equal([2, 3], shape);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-3)]
    public void A_missing_axis_is_named(int axis)
    {
        Shape shape = [2, 3];
        Assert.Equal($"Axis {axis} does not exist in shape [2, 3]: use -2 to 1. (Parameter 'axis')",
            Assert.Throws<ArgumentOutOfRangeException>(() => shape[axis]).Message);
    }

    [Fact]
    public void A_scalar_has_no_axis() =>
        Assert.Equal("Axis 0 does not exist in shape []: a scalar has no axes. (Parameter 'axis')",
            Assert.Throws<ArgumentOutOfRangeException>(() => default(Shape)[0]).Message);

    [Theory]
    [InlineData(new[] { 65536, 65536 }, "[65536, 65536]")]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue }, "[2147483647, 2147483647, 2147483647]")]
    public void Too_many_elements_are_refused(int[] lengths, string text) =>
        Assert.Equal($"Shape {text} has more than 2,147,483,647 elements. Split the tensor. (Parameter 'lengths')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(lengths)).Message);

    [Fact]
    public void An_empty_axis_makes_any_shape_small()
    {
        Assert.Equal(0, new Shape(65536, 65536, 0).Size);
        Assert.Equal(0, new Shape(0, 65536, 65536).Size);
    }

    [Fact]
    public void A_negative_length_is_refused() =>
        Assert.Equal("Shape [2, -3] has a negative length. Only Reshape takes -1, once, for a length to be computed. (Parameter 'lengths')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, -3)).Message);
}
