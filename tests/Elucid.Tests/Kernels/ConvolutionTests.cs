using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Tests.Kernels;

public sealed class ConvolutionTests
{
    /// <summary>Small ones of every kind, and some that are cut into several blocks of channels, filters and outputs.</summary>
    public static TheoryData<string> Cases =>
    [
        "2x3x5x6 4x3x3x3", "3x1x1x1 1x1x1x1", "2x5x4x4 3x5x1x1", "1x2x7x9 3x2x3x2 stride 2", "2x3x8x7 2x3x3x3 stride 2 padding 1",
        "1x2x9x8 2x2x3x3 dilation 2 padding 2",
        "1x2x9x9 2x2x3x3 stride 3 dilation 2 padding 3", "2x4x5x5 6x2x3x3 groups 2 padding 1", "2x3x5x4 3x1x3x3 groups 3 padding 1",
        "2x3x9x31 3x1x3x3 groups 3 padding 1", "2x2x13x50 2x1x5x4 groups 2 stride 2 padding 2",
        "1x2x12x9 2x1x3x2 groups 2 stride 3 dilation 2 padding 1", "1x3x6x5 6x1x3x3 groups 3 stride 2",
        "1x2x3x2 3x2x2x2 padding 3", "1x2x60x1 3x2x5x1 padding 2", "1x1x2x70 2x1x2x3 padding 1", "1x2x11x12 2x2x1x1 stride 4", "0x2x4x4 3x2x3x3",
        "1x70x6x6 20x70x3x3 padding 1", "1x3x40x60 9x3x3x3 padding 1", "1x10x9x9 130x10x3x3 padding 1", "3x30x14x14 10x30x3x3 padding 1",
        "1x300x6x7 20x300x1x1",
        "1x24x30x30 20x24x3x3 stride 2 padding 1", "1x3x130x120 4x3x3x3 padding 1",
        "1x70x60x60 5x70x1x1", "1x20x7000x1 3x20x5x1", "1x130x16x16 130x130x1x1",
    ];

    [Theory, MemberData(nameof(Cases))]
    public void Every_output_is_one_sum_over_channels_and_taps(string text)
    {
        Problem problem = new(text);
        Assert.Equal(problem.Forward(accumulate: false), problem.Compute(accumulate: false).Y);
        Assert.Equal(problem.Forward(accumulate: true), problem.Compute(accumulate: true).Y);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Every_gradient_by_an_input_is_one_sum_over_filters_and_outputs(string text)
    {
        Problem problem = new(text);
        float[] gradient = problem.InputGradient();
        Assert.Equal(gradient, problem.Compute(accumulate: false).Dx);
        float[] sums = problem.Compute(accumulate: true).Dx;
        for (int i = 0; i < sums.Length; i++)
            Assert.Equal(gradient[i] + (double)problem.X[i], sums[i], 1e-4 * Math.Max(1, Math.Abs(sums[i])));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Every_gradient_by_a_weight_is_one_sum_over_images_and_outputs(string text)
    {
        Problem problem = new(text);
        float[] gradient = problem.WeightGradient();
        Assert.Equal(gradient, problem.Compute(accumulate: false).Dw);
        Assert.Equal(gradient.Zip(problem.Weights, (g, w) => w + g), problem.Compute(accumulate: true).Dw);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Threads_do_not_change_the_bits(string text)
    {
        Problem problem = new(text);
        (float[] Y, float[] Dx, float[] Dw) alone;
        using (Threads.Limit(1))
            alone = problem.Compute(accumulate: true);
        foreach (int threads in (int[])[2, 3])
        {
            using ThreadLimit limit = Threads.Limit(threads);
            (float[] y, float[] dx, float[] dw) = problem.Compute(accumulate: true);
            Assert.Equal(alone.Y, y);
            Assert.Equal(alone.Dx, dx);
            Assert.Equal(alone.Dw, dw);
        }
    }

    /// <summary>Kernels from 1 × 1 on, images from a pixel to a long strip, and enough work for several threads: what nobody thought of when the list
    /// above was written.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sizes_drawn_at_random_give_the_sums_of_the_definition_on_any_threads(int seed)
    {
        RandomStream random = new((ulong)seed);
        for (int trial = 0; trial < 3; trial++)
        {
            Problem problem = new(Draw(random));
            (float[] y, float[] dx, float[] dw) = (problem.Forward(accumulate: false), problem.InputGradient(), problem.WeightGradient());
            foreach (int threads in (int[])[1, 2, 3])
            {
                using ThreadLimit limit = Threads.Limit(threads);
                (float[] actualY, float[] actualDx, float[] actualDw) = problem.Compute(accumulate: false);
                Assert.Equal(y, actualY);
                Assert.Equal(dx, actualDx);
                Assert.Equal(dw, actualDw);
            }
        }
    }

    static string Draw(RandomStream random)
    {
        int Of(params ReadOnlySpan<int> values) => values[random.NextInt32(values.Length)];
        int Between(int least, int most) => least + random.NextInt32(most - least + 1);
        int groups = Of(1, 1, 1, 2), kernelRows = Of(1, 1, 2, 3, 5), kernelColumns = Of(1, 1, 2, 3), dilation = Of(1, 1, 2), stride = Of(1, 1, 1, 2),
            padding = Of(0, 0, 1);
        int channels = Between(1, 40), rows = Between(dilation * 4 + 1, 60), columns = kernelColumns == 1 ? Of(1, 2, 3, 30)
            : Between(dilation * 4 + 1, 60), images = Of(1, 1, 2, 3);
        // As many filters as make it work for two threads, which then share the bands of an image.
        long perFilter = (long)images * groups * channels * kernelRows * kernelColumns * (rows / stride) * Math.Max(1, columns / stride);
        int filters = (int)Math.Clamp(5_000_000 / perFilter, 1, 300);
        return $"{images}x{groups * channels}x{rows}x{columns} {groups * filters}x{channels}x{kernelRows}x{kernelColumns} groups {groups} stride "
            + $"{stride} dilation {dilation} padding {padding}";
    }

    [Theory]
    [InlineData("3x30x14x14 10x30x3x3 padding 1")]
    [InlineData("3x4x7x7 5x4x3x3 padding 1 stride 2")]
    public void An_image_alone_gives_what_it_gives_in_a_batch(string text)
    {
        Problem batch = new(text), one = new("1" + text[1..]);
        int image = batch.Shape.Groups * batch.Shape.Channels * batch.Shape.InputPlane,
            result = batch.Shape.Groups * batch.Shape.Filters * batch.Shape.OutputPlane;
        batch.X.AsSpan(2 * image, image).CopyTo(one.X);
        batch.Dy.AsSpan(2 * result, result).CopyTo(one.Dy);
        batch.Weights.CopyTo(one.Weights.AsSpan());
        (float[] y, float[] dx, _) = batch.Compute(accumulate: false);
        (float[] yOfOne, float[] dxOfOne, _) = one.Compute(accumulate: false);
        Assert.Equal(yOfOne, y[(2 * result)..]);
        Assert.Equal(dxOfOne, dx[(2 * image)..]);
    }

    [Fact]
    public void Nan_and_infinity_reach_the_outputs_that_see_them_and_no_others()
    {
        Problem problem = new("1x1x5x40 1x1x3x3 padding 1");
        problem.X[2 * 40 + 39] = float.NaN;
        float[] y = problem.Compute(accumulate: false).Y;
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(i / 40 is >= 1 and <= 3 && i % 40 >= 38, float.IsNaN(y[i]));
    }

    [Fact]
    public void Convolutions_make_no_garbage()
    {
        Problem problem = new("4x16x14x14 16x16x3x3 padding 1 stride 2");
        float[] y = problem.Y.ToArray(), dx = problem.X.ToArray(), dw = problem.Weights.ToArray();
        void Run()
        {
            Convolution.Forward(problem.Shape, problem.X, problem.Weights, y, false, default(NoEpilogue));
            Convolution.InputGradient(problem.Shape, problem.Dy, problem.Weights, dx, false, default(NoEpilogue));
            Convolution.WeightGradient(problem.Shape, problem.X, problem.Dy, dw, true);
        }
        using ThreadLimit limit = Threads.Limit(1);
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Sizes from a line such as "1x4x8x8 2x4x3x3 stride 2", numbers, and what the definitions say.</summary>
    sealed class Problem
    {
        public Problem(string text)
        {
            string[] words = text.Split(' ');
            int Option(string name, int otherwise) => Array.IndexOf(words, name) is int at and > 0 ? int.Parse(words[at + 1]) : otherwise;
            int[] x = [.. words[0].Split('x').Select(int.Parse)], w = [.. words[1].Split('x').Select(int.Parse)];
            int stride = Option("stride", 1), padding = Option("padding", 0), dilation = Option("dilation", 1), groups = Option("groups", 1);
            ConvolutionAxis Axis(int input, int kernel, int pad) =>
                new(input, (input + 2 * pad - dilation * (kernel - 1) - 1) / stride + 1, kernel, stride, pad, dilation);
            Shape = new(x[0], groups, w[1], w[0] / groups, Axis(x[2], w[2], padding), Axis(x[3], w[3], w[3] == 1 ? 0 : padding));
            RandomStream random = new(1);
            float[] Numbers(int count)
            {
                float[] numbers = new float[count];
                random.FillUniform(numbers, -1, 1);
                return numbers;
            }
            X = Numbers(x.Aggregate(1, (a, b) => a * b));
            Weights = Numbers(w.Aggregate(1, (a, b) => a * b));
            Dy = Numbers(Shape.Images * groups * Shape.Filters * Shape.OutputPlane);
            Y = Numbers(Dy.Length);
        }

        public ConvolutionShape Shape { get; }
        public float[] X { get; }
        public float[] Weights { get; }
        public float[] Dy { get; }
        public float[] Y { get; }

        public (float[] Y, float[] Dx, float[] Dw) Compute(bool accumulate)
        {
            float[] y = Y.ToArray(), dx = X.ToArray(), dw = Weights.ToArray();
            Convolution.Forward(Shape, X, Weights, y, accumulate, default(NoEpilogue));
            Convolution.InputGradient(Shape, Dy, Weights, dx, accumulate, default(NoEpilogue));
            Convolution.WeightGradient(Shape, X, Dy, dw, accumulate);
            return (y, dx, dw);
        }

        public float[] Forward(bool accumulate)
        {
            float[] y = accumulate ? Y.ToArray() : new float[Y.Length];
            ForEach((image, output, weight) =>
                y[output] = Add(y[output], Weights[weight], image < 0 ? 0 : X[image]));
            return y;
        }

        public float[] InputGradient()
        {
            float[] dx = new float[X.Length];
            ForEach((image, output, weight) =>
            {
                if (image >= 0)
                    dx[image] = Add(dx[image], Weights[weight], Dy[output]);
            });
            return dx;
        }

        public float[] WeightGradient()
        {
            float[] dw = new float[Weights.Length];
            if (!ConvolutionDepthwise.Is(Shape) && Shape.Images * Shape.OutputPlane > LongSum.Longest)
            {
                // Blocks of 256 outputs of an image are sums of their own.
                float[] blocks = new float[dw.Length];
                int[] begun = new int[dw.Length];
                ForEach((image, output, weight) =>
                {
                    int block = output / Shape.OutputPlane * Shape.OutputPlane + output % Shape.OutputPlane / LongSum.Block;
                    if (block != begun[weight])
                        (dw[weight], blocks[weight], begun[weight]) = (dw[weight] + blocks[weight], 0, block);
                    blocks[weight] = Add(blocks[weight], image < 0 ? 0 : X[image], Dy[output]);
                });
                return [.. dw.Zip(blocks, (sum, block) => sum + block)];
            }
            if (!ConvolutionDepthwise.Is(Shape))
            {
                ForEach((image, output, weight) => dw[weight] = Add(dw[weight], image < 0 ? 0 : X[image], Dy[output]));
                return dw;
            }
            // 16 partial sums, by the output's column.
            float[] sums = new float[Weights.Length * 16];
            ForEach((image, output, weight) =>
            {
                ref float sum = ref sums[weight * 16 + output % Shape.Columns.Output % 16];
                sum = Add(sum, image < 0 ? 0 : X[image], Dy[output]);
            });
            for (int weight = 0; weight < dw.Length; weight++)
                dw[weight] = ConvolutionDepthwise.Fold(sums.AsSpan(weight * 16, 16));
            return dw;
        }

        static float Add(float sum, float a, float b) => Lane1.MultiplyAdd(new(a), new(b), new(sum)).Value;

        /// <summary>Every multiply-add as positions in x (−1 in the padding), y and weights: for each output in order, over channels and
        /// taps.</summary>
        void ForEach(Action<int, int, int> add)
        {
            ConvolutionShape s = Shape;
            for (int image = 0; image < s.Images; image++)
                for (int group = 0; group < s.Groups; group++)
                    for (int filter = 0; filter < s.Filters; filter++)
                        for (int row = 0; row < s.Rows.Output; row++)
                            for (int column = 0; column < s.Columns.Output; column++)
                                for (int p = 0; p < s.Depth; p++)
                                {
                                    (int channel, int tap) = Math.DivRem(p, s.Taps);
                                    (int i, int j) = Math.DivRem(tap, s.Columns.Kernel);
                                    int y = row * s.Rows.Stride + i * s.Rows.Dilation - s.Rows.Padding,
                                        x = column * s.Columns.Stride + j * s.Columns.Dilation - s.Columns.Padding;
                                    bool isInside = y >= 0 && y < s.Rows.Input && x >= 0 && x < s.Columns.Input;
                                    int unit = image * s.Groups + group;
                                    add(
                                        isInside ? ((unit * s.Channels + channel) * s.Rows.Input + y) * s.Columns.Input + x : -1,
                                        ((unit * s.Filters + filter) * s.Rows.Output + row) * s.Columns.Output + column,
                                        (group * s.Filters + filter) * s.Depth + p);
                                }
        }
    }
}
