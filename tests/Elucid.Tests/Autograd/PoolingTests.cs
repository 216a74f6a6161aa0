namespace Elucid.Tests.Autograd;

public sealed class PoolingTests
{
    [Fact]
    public void Means_and_interpolations_have_the_gradients_of_their_formulas()
    {
        Tensor x = Grid.Tensor([2, 2, 5, 7], seed: 1);
        GradientCheck.Run(() => Ops.AvgPool2d(x, 3, 2, 1, ceilMode: true), x);
        GradientCheck.Run(() => Ops.AdaptiveAvgPool2d(x, (2, 3)), x);
        GradientCheck.Run(() => Ops.Upsample(x, (9, 4)), x);
        GradientCheck.Run(() => Ops.Upsample(x, (3, 13), UpsampleMode.Bilinear), x);
        GradientCheck.Run(() => Ops.Upsample(x, (8, 8), UpsampleMode.Bilinear, alignCorners: true), x);
    }

    /// <summary>Backward passes are the transposes of forward passes that are linear: v·A·u = u·Aᵀ·v, for widths of all lanes and their
    /// rests.</summary>
    [Fact]
    public void Gradients_are_transposes_at_every_width()
    {
        for (int width = 1; width <= 40; width++)
        {
            Func<Tensor, Tensor>[] operations =
            [
                x => Ops.AvgPool2d(x, (2, Math.Min(2, width))), x => Ops.AvgPool2d(x, (3, 3), (2, 2), (1, 1)), x =>
                    Ops.AdaptiveAvgPool2d(x, (2, 3)), x => Ops.AdaptiveAvgPool2d(x, 1),
                x => Ops.Upsample(x, (6, 2 * width)), x => Ops.Upsample(x, (6, 2 * width), UpsampleMode.Bilinear), x =>
                    Ops.Upsample(x, (5, width + 2), UpsampleMode.Bilinear),
            ];
            foreach (Func<Tensor, Tensor> operation in operations)
            {
                Tensor u = Grid.Tensor([2, 1, 3, width], seed: 1);
                using Tape tape = Tape.Start();
                Tensor y = operation(u), v = Grid.Tensor(y.Shape, seed: 2);
                tape.Backward(Ops.Sum(Ops.Multiply(y, v)));
                Assert.Equal(Dot(v.Values, y.Values), Dot(u.Values, u.Gradient), 1e-4);
            }
        }
    }

    static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    [Theory]
    [InlineData(2, 2, 0, 1)]
    [InlineData(2, 2, 1, 1)]
    [InlineData(3, 2, 1, 1)]
    [InlineData(3, 1, 1, 2)]
    public void Maxima_have_the_gradients_of_their_formula(int kernel, int stride, int padding, int dilation)
    {
        // Distinct numbers an eighth apart: no step of the difference quotient changes which is the largest.
        Tensor x = new([2, 2, 7, 9], requiresGradient: true);
        for (int i = 0; i < x.Shape.Size; i++)
            x.Edit()[i] = i * 89 % x.Shape.Size / 8f - 16;
        GradientCheck.Run(() => Ops.MaxPool2d(x, kernel, stride, padding, dilation), x);
    }

    /// <summary>Every kernel, stride and width against a plain loop: edges, tails and all widths of lanes.</summary>
    [Fact]
    public void Every_width_gives_what_a_plain_loop_gives()
    {
        for (int width = 1; width <= 70; width += width < 40 ? 1 : 7)
        {
            Tensor x = Grid.Tensor([1, 2, 3, width], seed: (ulong)width);
            foreach ((int kernel, int stride, int padding) in new[] { (1, 1, 0), (2, 2, 0), (2, 2, 1), (2, 1, 0), (3, 2, 1), (3, 1, 1), (3, 3, 0),
                (5, 2, 2) })
            {
                if (width + 2 * padding < kernel)
                    continue;
                Tensor largest = Ops.MaxPool2d(x, (2, kernel), (1, stride), (0, padding)),
                    mean = Ops.AvgPool2d(x, (2, kernel), (1, stride), (0, padding));
                for (int i = 0; i < largest.Shape.Size; i++)
                {
                    int column = i % largest.Shape[3], row = i / largest.Shape[3] % largest.Shape[2], plane = i / largest.Shape[3] / largest.Shape[2];
                    float[] window = [.. from r in Enumerable.Range(row, 2)
                                         from c in Enumerable.Range(column * stride - padding, kernel)
                                         where c >= 0 && c < width
                                         select x[0, plane, r, c]];
                    Assert.Equal(window.Max(), largest.Values[i]);
                    Assert.Equal(window.Sum() / (2f * kernel), mean.Values[i], 1e-6);
                }
            }
        }
    }

    [Fact]
    public void The_mean_of_a_plane_is_that_of_its_numbers_whatever_their_count()
    {
        for (int length = 1; length < 140; length += length < 70 ? 1 : 13)
        {
            Tensor x = Grid.Tensor([1, 3, 1, length], seed: (ulong)length);
            using Tape tape = Tape.Start();
            Tensor y = Ops.AdaptiveAvgPool2d(x, 1);
            for (int plane = 0; plane < 3; plane++)
                Assert.Equal(x.Values.Slice(plane * length, length).ToArray().Average(), y.Values[plane], 1e-6);
            tape.Backward(Ops.Sum(Ops.Multiply(y, new Tensor([1, 3, 1, 1], [1, 2, 4]))));
            for (int i = 0; i < x.Shape.Size; i++)
                Assert.Equal((1 << (i / length)) / (float)length, x.Gradient[i], 1e-6);
        }
    }

    [Fact]
    public void Of_equal_numbers_the_first_gets_the_gradient()
    {
        foreach (int padding in new[] { 0, 1 })
        {
            Tensor x = new([1, 1, 4, 4], requiresGradient: true);
            using Tape tape = Tape.Start();
            Tensor y = Ops.MaxPool2d(x, 2, 2, padding);
            tape.Backward(Ops.Sum(y));
            Assert.Equal(y.Shape.Size, x.Gradient.ToArray().Sum());
            Assert.Equal(padding == 0 ? [1, 0, 1, 0] : [1, 1, 0, 1], x.Gradient[..4].ToArray());
        }
    }

    [Fact]
    public void What_is_not_a_number_stays_so_and_infinities_count()
    {
        Tensor x = new([1, 1, 2, 36]);
        foreach (int place in new[] { 0, 5, 36 + 8, 36 + 35 })
            x.Edit()[place] = float.NaN;
        foreach (ref float value in x.Edit()[20..24])
            value = float.NegativeInfinity;
        x.Edit()[30] = float.PositiveInfinity;
        foreach (ref float value in x.Edit()[(36 + 20)..(36 + 24)])
            value = float.NegativeInfinity;
        float[] y = Ops.MaxPool2d(x, 2).Values.ToArray();
        Assert.Equal([0, 2, 4, 17], Enumerable.Range(0, 18).Where(i => float.IsNaN(y[i])));
        Assert.Equal([10, 11], Enumerable.Range(0, 18).Where(i => float.IsNegativeInfinity(y[i])));
        Assert.Equal([15], Enumerable.Range(0, 18).Where(i => float.IsPositiveInfinity(y[i])));
    }

    [Fact]
    public void Threads_change_no_bit_and_an_image_does_not_depend_on_its_batch()
    {
        Tensor x = Grid.Tensor([6, 5, 50, 47], seed: 3);
        foreach (Module module in new Module[]
        {
            new MaxPool2d(2), new MaxPool2d(3, 2, 1), new AvgPool2d(3, 2, 1), new AdaptiveAvgPool2d((7, 9)), new GlobalAvgPool(), new Upsample(2),
            new Upsample(2, UpsampleMode.Bilinear),
        })
        {
            float[][] Run(int threads)
            {
                using ThreadLimit limit = Threads.Limit(threads);
                x.ClearGradient();
                using Tape tape = Tape.Start();
                Tensor y = module.Forward(x);
                tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
                return [y.Values.ToArray(), x.Gradient.ToArray()];
            }
            float[][] one = Run(1);
            Assert.Equal(one, Run(3));
            Assert.Equal(one[0][(one[0].Length / 6)..(one[0].Length / 3)], module.Forward(Ops.Slice(x, 0, 1, 1)).Values.ToArray());
        }
    }

    [Fact]
    public void Empty_batches_pass()
    {
        Tensor x = new([0, 3, 4, 4]);
        Assert.Equal([0, 3, 2, 2], Ops.MaxPool2d(x, 2).Shape);
        Assert.Equal([0, 3, 2, 2], Ops.AvgPool2d(x, 2).Shape);
        Assert.Equal([0, 3], new GlobalAvgPool().Forward(x).Shape);
        Assert.Equal([0, 3, 8, 8], new Upsample(2).Forward(x).Shape);
    }
}
