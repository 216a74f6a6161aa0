namespace Elucid.Tests.Tensors;

public sealed class TensorCreationTests
{
    [Fact]
    public void Constant_tensors_hold_one_number()
    {
        Assert.Equal([0, 0], Tensor.Zeros([2]).Values.ToArray());
        Assert.Equal([1, 1], Tensor.Ones([1, 2]).Values.ToArray());
        Assert.Equal(0.1f, Tensor.Full([], 0.1).ToScalar());
        Assert.True(Tensor.Full([3], 2, requiresGradient: true).RequiresGradient);
        Assert.Empty(Tensor.Ones([0, 3]).Values.ToArray());
    }

    [Fact]
    public void Gaussian_draws_are_those_of_the_stream_times_the_deviation()
    {
        float[] draws = new float[6];
        new RandomStream(1).FillGaussian(draws);
        Assert.Equal(draws.Select(z => z * 0.5f), Tensor.Gaussian([2, 3], new RandomStream(1), deviation: 0.5).Values.ToArray());
    }

    [Fact]
    public void One_hot_rows_have_a_one_in_the_column_of_the_class()
    {
        Tensor rows = Tensor.OneHot([2, 0], 3);
        Assert.Equal([2, 3], rows.Shape);
        Assert.Equal([0, 0, 1, 1, 0, 0], rows.Values.ToArray());
        Assert.StartsWith(
            "OneHot: expected classes from 0 to 2, but element 1 is 3.", Assert.Throws<ArgumentException>(() => Tensor.OneHot([0, 3], 3)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_detached_tensor_passes_no_gradient_and_is_no_view()
    {
        Tensor x = new([2], [1, 2], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor square = x * x, constant = square.Detach();
        Assert.False(constant.RequiresGradient);
        tape.Backward(Ops.Sum(square * constant));
        Assert.Equal([2, 16], x.Gradient.ToArray());
        constant.Edit()[0] = 9;
        Assert.Equal(1, square.Values[0]);
    }
}
