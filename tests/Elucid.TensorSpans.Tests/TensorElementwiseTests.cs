using System.Numerics.Tensors;
using Elucid.Kernels;
using Elucid.Numerics;
using Tensors = System.Numerics.Tensors.Tensor;

namespace Elucid.TensorSpans.Tests;

public sealed class TensorElementwiseTests
{
    /// <summary>Shape and strides of the source, then strides of the destination; elements start at 5 in both memories.</summary>
    public static TheoryData<string, nint[], nint[], nint[]> Layouts => new()
    {
        { "dense", [2, 3, 40], [120, 40, 1], [120, 40, 1] },
        { "one number", [1], [0], [0] },
        { "long rows of a slice", [7, 40], [50, 1], [60, 1] },
        { "short rows of a slice", [50, 3], [10, 1], [4, 1] },
        { "a column", [1300], [2], [3] },
        { "transposed source", [40, 70], [1, 40], [70, 1] },
        { "transposed destination", [40, 70], [70, 1], [1, 40] },
        { "both transposed", [40, 70], [1, 40], [1, 40] },
        { "broadcast source", [30, 40], [0, 1], [40, 1] },
        { "one number everywhere", [30, 40], [0, 0], [40, 1] },
        { "planes in another order", [6, 5, 50], [50, 300, 1], [250, 50, 1] },
        { "dense rows against a slice", [20, 64], [64, 1], [80, 1] },
        { "dimensions of length 1", [1, 5, 1, 33], [0, 33, 0, 1], [0, 40, 0, 1] },
    };

    [Theory, MemberData(nameof(Layouts))]
    public void Map_gives_the_bits_of_the_span_kernel_at_every_position_and_writes_nothing_else(
        string name, nint[] lengths, nint[] strides, nint[] target)
    {
        float[] source = Numbers(4000), expected = Nines(4000), got = Nines(4000);
        foreach ((int from, int to) in Positions(lengths, strides, target))
            expected[to] = One(source[from]);
        Elementwise.Map(Elu.Default, new ReadOnlyTensorSpan<float>(source, 5, lengths, strides), new TensorSpan<float>(got, 5, lengths, target));
        Assert.True(expected.SequenceEqual(got), name);
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Backward_multiplies_and_accumulates_at_every_position(string name, nint[] lengths, nint[] strides, nint[] target)
    {
        float[] x = Numbers(4000), dy = [.. x.Select(v => v * v - 3)], expected = Nines(4000), got = Nines(4000);
        foreach ((int from, int to) in Positions(lengths, strides, target))
            expected[to] = 2 * Slope(x[from], dy[from]);
        ReadOnlyTensorSpan<float> xs = new(x, 5, lengths, strides), dys = new(dy, 5, lengths, strides);
        TensorSpan<float> dxs = new(got, 5, lengths, target);
        Elementwise.Backward(Elu.Default, xs, dys, dxs);
        Elementwise.Backward(Elu.Default, xs, dys, dxs, accumulate: true);
        Assert.True(expected.SequenceEqual(got), name);
    }

    [Fact]
    public void Map_returns_a_new_dense_tensor_of_the_same_shape()
    {
        Tensor<float> x = Tensors.Create([-2f, -1f, 0f, 1f, 2f, 3f], [2, 3]);
        Tensor<float> y = Elementwise.Map(Elu.Default, Tensors.Transpose(x));
        Assert.True(y.IsDense);
        Assert.Equal([3, 2], y.Lengths.ToArray());
        Assert.Equal([One(-2), 1, One(-1), 2, 0, 3], y.ToArray());
    }

    [Fact]
    public void In_place_works_on_dense_and_strided_tensors()
    {
        float[] x = Numbers(4000), dense = [.. x], strided = [.. x];
        Elementwise.Map(Elu.Default, new TensorSpan<float>(dense), new TensorSpan<float>(dense));
        Assert.Equal(x.Select(One), dense);
        TensorSpan<float> column = new(strided, 0, [2000], [2]);
        Elementwise.Map(Elu.Default, column, column);
        Assert.Equal(x.Select((v, i) => i % 2 == 0 ? One(v) : v), strided);
    }

    [Theory]
    [InlineData(0, 60), InlineData(60, 0)]
    public void A_source_that_overlaps_the_destination_is_read_before_it_is_written(int from, int to)
    {
        float[] memory = Numbers(4000), x = [.. memory];
        Elementwise.Map(
            Elu.Default, new ReadOnlyTensorSpan<float>(memory, from, [39, 50], [60, 1]), new TensorSpan<float>(memory, to, [39, 50], [60, 1]));
        foreach ((int source, int target) in Positions([39, 50], [60, 1], [60, 1]))
            Assert.Equal(One(x[source - 5 + from]), memory[target - 5 + to]);
    }

    [Fact]
    public void A_tensor_can_be_transposed_onto_itself()
    {
        float[] memory = Numbers(1600), x = [.. memory];
        Elementwise.Map(
            Elu.Default, new ReadOnlyTensorSpan<float>(memory, 0, [40, 40], [1, 40]), new TensorSpan<float>(memory, 0, [40, 40], [40, 1]));
        Assert.Equal(Enumerable.Range(0, 1600).Select(i => One(x[i % 40 * 40 + i / 40])), memory);
    }

    [Fact]
    public void Empty_tensors_are_left_alone()
    {
        Elementwise.Map(Elu.Default, default, default(TensorSpan<float>));
        Tensor<float> none = Elementwise.Map(Elu.Default, Tensors.Create(Numbers(8), [2, 4]).Slice([1..1, 0..4]));
        Assert.Equal([0, 4], none.Lengths.ToArray());
    }

    [Fact]
    public void A_kernel_by_name_gives_the_same_as_the_struct()
    {
        ActivationKernel<float> kernel = ActivationCatalog.Parse("elu").Kernel();
        Tensor<float> x = Tensors.Transpose(Tensors.Create(Numbers(600), [20, 30])), dy = Tensors.Create(Numbers(600), [30, 20]);
        Tensor<float> y = kernel.Forward(x), dx = Tensors.CreateFromShape<float>([30, 20]), expected = Tensors.CreateFromShape<float>([30, 20]);
        Assert.Equal(Elementwise.Map(Elu.Default, x).ToArray(), y.ToArray());
        kernel.Forward(x, dx);
        Assert.Equal(y.ToArray(), dx.ToArray());

        kernel.Backward(x, dy, dx);
        Elementwise.Backward(Elu.Default, x, dy, expected.AsTensorSpan());
        Assert.Equal(expected.ToArray(), dx.ToArray());

        kernel.BackwardFromOutput(y, dy, dx);
        Elementwise.BackwardFromOutput(Elu.Default, y, dy, expected.AsTensorSpan());
        Assert.Equal(expected.ToArray(), dx.ToArray());
    }

    [Fact]
    public void Every_type_of_element_is_that_of_the_span_kernel()
    {
        Check(v => v);
        Check(v => (double)v);
        Check(v => (Half)v);
        Check(v => (BFloat16)v);

        static void Check<T>(Func<float, T> convert) where T : unmanaged
        {
            T[] x = [.. Numbers(600).Select(convert)], y = new T[600];
            Elementwise.Map(default(Gelu), x, y);
            Assert.Equal(y, Elementwise.Map(default(Gelu), Tensors.Create(x, [20, 30])).ToArray());
            Assert.Equal(y, ActivationCatalog.Parse("gelu").Kernel<T>().Forward(Tensors.Create(x, [30, 20])).ToArray());
        }
    }

    [Fact]
    public void Tensors_of_different_shapes_are_refused()
    {
        float[] x = new float[6];
        Refused.With<ArgumentException>(
            "Map needs tensors of one shape, but a source is [2, 3] and the destination [3, 2]. Slice, transpose or broadcast the source first.",
            () => Elementwise.Map(Elu.Default, new ReadOnlyTensorSpan<float>(x, [2, 3]), new TensorSpan<float>(x, [3, 2])));
        Refused.With<ArgumentException>(
            "Backward needs tensors of one shape, but a source is [6] and the destination [3, 2]. Slice, transpose or broadcast the source first.",
            () => Elementwise.Backward(
                Elu.Default, new ReadOnlyTensorSpan<float>(x, [3, 2]), new ReadOnlyTensorSpan<float>(x), new TensorSpan<float>(x, [3, 2])));
    }

    [Fact]
    public void A_broadcast_destination_is_refused() => Refused.With<ArgumentException>(
        "Map cannot write to a broadcast destination: all 3 elements along dimension 0 of [3, 2] are one in memory. Use a destination with "
            + "room for each.",
        () => Elementwise.Map(Elu.Default, new ReadOnlyTensorSpan<float>(new float[6], [3, 2]), new TensorSpan<float>(new float[6], [3, 2], [0, 1])));

    static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 37 % 101 - 50) * 0.13f)];

    static float[] Nines(int count) => [.. Enumerable.Repeat(999f, count)];

    static float One(float x)
    {
        Span<float> y = [x];
        Elementwise.Map(Elu.Default, y, y);
        return y[0];
    }

    static float Slope(float x, float dy)
    {
        Span<float> dx = [x];
        Elementwise.Backward(Elu.Default, dx, [dy], dx);
        return dx[0];
    }

    /// <summary>Where each element lies in the two memories, both of which start at 5.</summary>
    static IEnumerable<(int Source, int Target)> Positions(nint[] lengths, nint[] strides, nint[] target)
    {
        int count = (int)lengths.Aggregate((a, b) => a * b);
        for (int i = 0; i < count; i++)
        {
            nint rest = i, from = 5, to = 5;
            for (int d = lengths.Length - 1; d >= 0; d--)
            {
                from += rest % lengths[d] * strides[d];
                to += rest % lengths[d] * target[d];
                rest /= lengths[d];
            }
            yield return ((int)from, (int)to);
        }
    }
}
