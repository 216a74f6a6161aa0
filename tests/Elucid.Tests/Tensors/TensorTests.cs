namespace Elucid.Tests.Tensors;

public sealed class TensorTests
{
    [Fact]
    public void A_new_tensor_is_zero_and_has_no_gradient()
    {
        Tensor x = new([3, 5]);
        Assert.All(x.Values.ToArray(), v => Assert.Equal(0, v));
        Assert.False(x.RequiresGradient);
        Assert.False(x.HasGradient);
        Assert.True(new Tensor([2], requiresGradient: true).RequiresGradient);
    }

    [Fact]
    public void Values_are_copied_and_read_by_index()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        Tensor x = new([2, 3], values);
        values[0] = 99;
        Assert.Equal(1, x[0, 0]);
        Assert.Equal(6, x[1, 2]);
        x[1, 0] = -4;
        Assert.Equal([1, 2, 3, -4, 5, 6], x.Values.ToArray());
        Assert.Equal(7, new Tensor(default, [7]).ToScalar());
        Assert.Equal(7, new Tensor([1, 1], [7]).ToScalar());
    }

    [Fact]
    public void Text_shows_the_shape_and_the_first_numbers()
    {
        Assert.Equal("Tensor [2, 2] { 1, 2.5, -3, 0.33333 }", new Tensor([2, 2], [1, 2.5f, -3, 1f / 3]).ToString());
        Assert.Equal("Tensor [7] { 0, 0, 0, 0, 0, 0, … }", new Tensor([7]).ToString());
        Tensor late;
        using (Tape.Start())
            late = Ops.Scale(new Tensor([4]), 2);
        Assert.Equal("Tensor [4], of a tape that has ended", late.ToString());
    }

    [Fact]
    public void Wrong_uses_are_named()
    {
        Tensor x = new([2, 3]);
        Assert.Equal("A tensor of shape [2, 3] needs 6 values, but got 5.",
            Assert.Throws<ShapeException>(() => new Tensor([2, 3], new float[5])).Message);
        Assert.Equal("ToScalar() reads a tensor of one element, but this one has shape [2, 3]. Index it or reduce it with Sum or Mean first.",
            Assert.Throws<ShapeException>(() => x.ToScalar()).Message);
        Assert.Equal("A tensor of shape [2, 3] is indexed with 2 numbers, but got 1.", Assert.Throws<ShapeException>(() => x[1]).Message);
        Assert.Equal("Index 3 is outside axis 1 of shape [2, 3]. (Parameter 'indices')",
            Assert.Throws<ArgumentOutOfRangeException>(() => x[1, 3]).Message);
        Assert.Equal("This [2, 3] tensor has no gradient: it was made without requiresGradient: true.",
            Assert.Throws<InvalidOperationException>(() => x.Gradient.Length).Message);
        Assert.Equal(
            "This [2] tensor has no gradient: call tape.Backward(loss) with a loss computed from it and, if it is the result of an operation, "
                + "RetainGradient() before.",
            Assert.Throws<InvalidOperationException>(() => new Tensor([2], requiresGradient: true).Gradient.Length).Message);
    }

    [Fact]
    public void Reading_after_the_tape_says_what_to_do()
    {
        const string Ended = "This [4, 1] tensor was computed inside a Tape that has ended and its memory was reused. "
            + "Call Keep() before the tape ends to keep a copy.";
        Tensor x = new([4, 1], requiresGradient: true);
        Tensor y, view, kept;
        using (Tape tape = Tape.Start())
        {
            y = Ops.Scale(x, 2);
            view = Ops.Reshape(y, 4, 1);
            kept = y.Keep();
            tape.Backward(Ops.Sum(y));
        }
        Assert.Equal(Ended, Assert.Throws<InvalidOperationException>(() => y.Values.Length).Message);
        Assert.Equal(Ended, Assert.Throws<InvalidOperationException>(() => y[0, 0]).Message);
        Assert.Equal(Ended, Assert.Throws<InvalidOperationException>(() => y.Gradient.Length).Message);
        Assert.Equal(Ended, Assert.Throws<InvalidOperationException>(() => view.Values.Length).Message);
        Assert.Equal(Ended, Assert.Throws<InvalidOperationException>(() => y.Keep()).Message);
        Assert.Equal(Ended, Assert.Throws<InvalidOperationException>(() => Ops.Scale(y, 2)).Message);
        Assert.Equal([0, 0, 0, 0], kept.Values.ToArray());
        Assert.False(kept.RequiresGradient);
        Assert.Equal([2, 2, 2, 2], x.Gradient.ToArray());
    }

    [Fact]
    public void Buffers_start_on_a_cache_line_and_are_reused()
    {
        BufferPool pool = new();
        FloatBuffer first = pool.Rent(100);
        Assert.InRange(first.Capacity, 100, 128);
        Assert.Equal(0, AddressOf(first) % 64);
        pool.Return(first);
        FloatBuffer second = pool.Rent(128);
        Assert.Same(first.Array, second.Array);
        Assert.Equal(1, pool.Allocations);
        pool.Rent(128);
        pool.Rent(0);
        Assert.Equal(3, pool.Allocations);
    }

    /// <summary>Otherwise a loop that reads one and writes the other would wait for itself.</summary>
    [Fact]
    public void No_long_buffer_begins_a_little_after_another_modulo_a_page()
    {
        nint[] places = [.. from _ in Enumerable.Range(0, 10) select AddressOf(new BufferPool().Rent(1 << 15)) % 4096];
        Assert.All(places, place => Assert.Equal(0, place % 512));
        Assert.True(places.Distinct().Count() > 4);
    }

    static nint AddressOf(FloatBuffer buffer)
    {
        // Buffers are pinned: the address of the first element does not change.
        nint start = System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(buffer.Array!, 0);
        buffer.Span(1)[0] = 12345;
        return start + Array.IndexOf(buffer.Array!, 12345) * sizeof(float);
    }
}
