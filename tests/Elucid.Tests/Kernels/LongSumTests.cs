using System.Diagnostics;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Tests.Kernels;

/// <summary>Sums of many terms keep their digits. Equal terms are the hardest: their rounding errors all go one way.</summary>
public sealed class LongSumTests
{
    const float Tenth = 0.1f;
    const double Square = (double)Tenth * Tenth;

    static readonly Dictionary<string, Func<(double Got, double Expected)>> Cases = new()
    {
        ["sum of ten million"] = () => (Ops.Sum(Of(Tenth, 10_000_000)).ToScalar(), 1e7 * Tenth),
        ["mean of ten million"] = () => (Ops.Mean(Of(Tenth, 10_000_000)).ToScalar(), Tenth),
        ["sum over axis 0 of [2.5 M, 4]"] = () => (Ops.Sum(Of(Tenth, 2_500_000, 4), [0]).Values[3], 2.5e6 * Tenth),
        ["sum over the middle axis"] = () => (Ops.Sum(Of(Tenth, 2, 700_000, 5), [1]).Values[9], 7e5 * Tenth),
        ["sum of squares"] = () => (Reduce.SumOfSquares(Of(Tenth, 10_000_000).Values), 1e7 * Square),
        ["gradient of a repeated factor"] = () => Gradient(Of(Tenth, 3), w => Ops.Multiply(Of(Tenth, 1_000_000, 3), w), 1e6 * Tenth),
        ["mean squared error of ten million"] = () => (Loss.MeanSquaredError(Of(Tenth, 10_000_000), Of(0, 10_000_000)).ToScalar(), Square),
        ["mean absolute error"] = () => (Loss.MeanAbsoluteError(Of(Tenth, 5_000_000), Of(0, 5_000_000)).ToScalar(), Tenth),
        ["cross-entropy of three million classes"] = () => (Loss.CrossEntropy(Of(Tenth, 1, 3_000_000), new int[1]).ToScalar(), Math.Log(3e6)),
        ["hinge of many rows"] = () => (Loss.MultiClassHinge(Of(0, 1_000_000, 2), new int[1_000_000], margin: Tenth).ToScalar(), Tenth / 2.0),
        ["policy gradient of many steps"] = () =>
            (Loss.PolicyGradient(Of(0, 500_000, 2), new int[500_000], Of(Tenth, 500_000)).ToScalar(), Tenth * Math.Log(2)),
        ["boxes that share nothing"] = () => (Loss.BoxIou(Boxes(300_000, at: 5), Boxes(300_000, at: 0), Of(Tenth, 300_000)).ToScalar(), 1),
        ["softmax of a long row"] = () => (Ops.Softmax(Of(Tenth, 1, 3_000_000)).Values[7], 1 / 3e6),
        ["gradient of a long softmax"] = () => Gradient(Of(Tenth, 1, 1_000_000), x => Ops.LogSoftmax(x), 0, near: 1),
        ["average pooling of 3000 × 3000"] = () => (Ops.AvgPool2d(Of(Tenth, 1, 1, 3000, 3000), 3000).ToScalar(), Tenth),
        ["average pooling of tall windows"] = () => (Ops.AvgPool2d(Of(Tenth, 1, 1, 200_000, 20), (150_000, 3), (40_000, 2)).Values[5], Tenth),
        ["average pooling of wide windows"] = () => (Ops.AvgPool2d(Of(Tenth, 1, 1, 20, 200_000), (3, 150_000), (2, 1000)).Values[5], Tenth),
        ["average pooling of wide windows in small steps"] = () =>
            (Ops.AvgPool2d(Of(Tenth, 1, 1, 3, 200_000), (3, 199_990), (2, 1)).Values[5], Tenth),
        ["adaptive average pooling"] = () => (Ops.AdaptiveAvgPool2d(Of(Tenth, 1, 1, 2500, 3001), 1).ToScalar(), Tenth),
        ["adaptive average pooling of uneven parts"] = () => (Ops.AdaptiveAvgPool2d(Of(Tenth, 1, 1, 10_001, 401), (2, 3)).Values[4], Tenth),
        ["product with k = 4 M"] = () => (Ops.MatMul(Of(Tenth, 3, 4_000_000), Of(Tenth, 4_000_000, 1)).Values[2], 4e6 * Square),
        ["product with k = 1 M, many columns"] = () => (Ops.MatMul(Of(Tenth, 2, 1_000_000), Of(Tenth, 1_000_000, 19)).Values[37], 1e6 * Square),
        ["row times matrix with k = 1 M"] = () => (Ops.Linear(Of(Tenth, 1, 1_000_000), Of(Tenth, 17, 1_000_000)).Values[16], 1e6 * Square),
        ["row times matrix with k = 5 000"] = () => (Ops.Linear(Of(Tenth, 1, 5_003), Of(Tenth, 17, 5_003)).Values[3], 5_003 * Square),
        ["product with an epilogue"] = () => (LinearElu(new Linear(900_000, 3, new(1)), Of(Tenth, 2, 900_000), Tenth).Values[4], 9e5 * Square),
        ["product that is added"] = () => (Added(5_000), 1 + 5_000 * Square),
        ["product with k = 700 000 that is added"] = () => (Added(700_000), 1 + 7e5 * Square),
        ["weights of many rows"] = () => Gradient(Of(1, 2, 3), w => Ops.Linear(Of(Tenth, 1_500_000, 3), w), 1.5e6 * Tenth),
        ["bias of one unit"] = () => Gradient(Of(1, 1), b => Ops.Linear(Of(Tenth, 2_500_000, 1), Of(Tenth, 1, 1), b), 2.5e6 * Tenth, weight: Tenth),
        ["bias of two units"] = () => Gradient(Of(1, 2), b => Ops.Linear(Of(Tenth, 1_200_000, 1), Of(Tenth, 2, 1), b), 1.2e6 * Tenth, weight: Tenth),
        ["shared slope"] = () => Gradient(Of(1, 1), a => Learned("prelu", Of(-Tenth, 3_000_000, 1), a), -3e6 * Tenth),
        ["slopes of two units"] = () => Gradient(Of(1, 2), a => Learned("prelu", Of(-Tenth, 1_500_000, 2), a), -1.5e6 * Tenth),
        ["slopes of short runs"] = () => Gradient(Of(1, 2), a => Learned("prelu", Of(-Tenth, 900_000, 2, 2), a, axis: 1), -1.8e6 * Tenth),
        ["slopes of long runs"] = () => Gradient(Of(1, 2), a => Learned("prelu", Of(-Tenth, 2, 2, 900_000), a, axis: 1), -1.8e6 * Tenth),
        ["scale and shift"] = () => (ScaleShift(3_000_000), 3e6 * Square),
        ["bias of a convolution"] = () =>
            Gradient(Of(1, 2), b => Ops.Conv2d(Of(0, 1, 1, 1000, 1000), Of(Tenth, 2, 1, 1, 1), b), 1e6 * Tenth, weight: Tenth),
        ["weights of a convolution"] = () => Gradient(Of(1, 5, 3, 3, 3), w => Ops.Conv2d(Of(Tenth, 1, 3, 800, 800), w), 798 * 798 * (double)Tenth),
        ["weights of a convolution of many images"] = () => Gradient(Of(1, 2, 3, 1, 1), w => Ops.Conv2d(Of(Tenth, 20_000, 3, 5, 5), w), 5e5 * Tenth),
        ["weights of a depthwise convolution"] = () =>
            Gradient(Of(1, 2, 1, 3, 3), w => Ops.Conv2d(Of(Tenth, 1, 2, 1500, 1500), w, groups: 2), 1498 * 1498 * (double)Tenth),
        ["weights of a depthwise convolution of a signal"] = () =>
            Gradient(Of(1, 2, 1, 5), w => Ops.Conv1d(Of(Tenth, 1, 2, 2_000_000), w, groups: 2), 1_999_996 * (double)Tenth),
        ["convolution of many channels"] = () => (Ops.Conv2d(Of(Tenth, 1, 100_000, 2, 2), Of(Tenth, 2, 100_000, 2, 2)).Values[1], 4e5 * Square),
        ["convolution with a large kernel"] = () => (Ops.Conv2d(Of(Tenth, 1, 1, 600, 600), Of(Tenth, 1, 1, 590, 590)).Values[60], 590 * 590 * Square),
        ["gradient of an input of many filters"] = () => Gradient(Of(1, 1, 1, 3, 3), x => Ops.Conv2d(x, Of(Tenth, 300_000, 1, 1, 1)), 3e5 * Tenth),
        ["weight of a batch norm"] = () =>
            Gradient(Of(1, 1), w => Ops.Normalize(Of(1 + Tenth, 2_000_000, 1), w, null, Of(1, 1), Of(1, 1), epsilon: 0), 2e6 * (1 + Tenth - 1.0)),
        ["bias of a group norm"] = () =>
            Gradient(Of(1, 2), b => Ops.GroupNorm(Alternating(300_000, 2, 1), 1, Of(1, 2), b), 3e5 * Tenth, weight: Tenth),
        ["bias of a layer norm"] = () =>
            Gradient(Of(1, 2), b => Ops.LayerNorm(Alternating(600_000, 2), [2], Of(1, 2), b), 6e5 * Tenth, weight: Tenth),
        ["deviation of a long layer norm"] = () =>
            (Ops.LayerNorm(Alternating(1, 4_000_000), [4_000_000], Of(Tenth, 4_000_000), epsilon: 0).Values[1], Tenth),
        ["embedding of one entry"] = () => Gradient(Of(1, 3, 2), w => Ops.Embedding(Of(1, 700_000), w), 7e5 * Tenth, at: 2, weight: Tenth),
        ["attention to many keys"] = () =>
            (Ops.Attention(Of(Tenth, 1, 1, 4), Of(Tenth, 1, 20_000, 4), Of(Tenth, 1, 20_000, 4), heads: 1).Values[2], Tenth),
        ["gradient of a value that many queries see"] = () =>
            Gradient(Of(1, 1, 1, 4), v => Ops.Attention(Of(Tenth, 1, 20_000, 4), Of(Tenth, 1, 1, 4), v, heads: 1), 2e4 * Tenth, weight: Tenth),
        ["Huber loss"] = () => (Loss.Huber(Of(Tenth, 3_000_000), Of(0, 3_000_000)).ToScalar(), Square / 2),
        ["smooth L1 loss"] = () => (Loss.SmoothL1(Of(Tenth, 3_000_000), Of(0, 3_000_000)).ToScalar(), Square / 2),
        ["hinge loss"] = () => (Loss.Hinge(Of(0, 3_000_000), Of(1, 3_000_000), margin: Tenth).ToScalar(), Tenth),
        ["binary cross-entropy"] = () => (Loss.BinaryCrossEntropyWithLogits(Of(0, 3_000_000), Of(1, 3_000_000)).ToScalar(), Math.Log(2)),
        ["focal loss"] = () => (Loss.Focal(Of(0, 3_000_000), Of(1, 3_000_000), alpha: 1, gamma: 0).ToScalar(), Math.Log(2)),
        ["Gaussian divergence"] = () => (Loss.GaussianKlDivergence(Of(Tenth, 1, 3_000_000), Of(0, 1, 3_000_000)).ToScalar(), 3e6 * Square / 2),
        ["gradient of a label beside many classes"] = () => Gradient(Of(0, 1, 3_000_000), x => Loss.MultiClassHinge(x, new int[1]), -1),
        ["gradient of a divisor"] = () => Gradient(Of(1, 3), w => Ops.Divide(Of(Tenth, 1_000_000, 3), w), -1e6 * Tenth),
        ["gradient of a bound"] = () => Gradient(Of(1, 3), w => Ops.Maximum(Of(0, 1_000_000, 3), w), 1e6 * Tenth, weight: Tenth),
        ["gradient of a repeated term"] = () => Gradient(Of(1, 2, 1, 3), w => Ops.Subtract(Of(0, 2, 1_000_000, 3), w), -1e6 * Tenth, weight: Tenth),
        ["gradient of a shared matrix"] = () => Gradient(Of(1, 1, 2), w => Ops.MatMul(Of(Tenth, 500_000, 2, 1), w), 1e6 * Tenth),
        ["gradient of a number that is a whole signal"] = () =>
            Gradient(Of(1, 1, 1, 1, 1), x => Ops.Upsample(x, (1, 1_000_000)), 1e6 * Tenth, weight: Tenth),
        ["gradient of a number that is a whole column"] = () =>
            Gradient(Of(1, 1, 1, 1, 2), x => Ops.Upsample(x, (1_000_000, 2)), 1e6 * Tenth, weight: Tenth),
        ["gradient of interpolated numbers"] = () =>
            Gradient(Of(1, 1, 1, 1, 2), x => Ops.Upsample(x, (1, 1_000_000), UpsampleMode.Bilinear), 5e5 * Tenth, weight: Tenth),
        ["gradient of interpolated rows"] = () =>
            Gradient(Of(1, 1, 1, 2, 3), x => Ops.Upsample(x, (1_000_000, 3), UpsampleMode.Bilinear), 5e5 * Tenth, weight: Tenth),
        ["gradient of overlapping windows"] = () => Gradient(Of(1, 1, 1, 20_000), x => Ops.AvgPool1d(x, 10_000, 1), Tenth, at: 10_000, weight: Tenth),
        ["gradient of overlapping windows of rows"] = () =>
            Gradient(Of(1, 1, 1, 20_000, 1), x => Ops.AvgPool2d(x, (10_000, 1), 1), Tenth, at: 10_000, weight: Tenth),
        ["gradient of the maximum of overlapping windows"] = () =>
            Gradient(Peak(20_000), x => Ops.MaxPool2d(x, (1, 10_000), 1), 1e4 * Tenth, at: 10_000, weight: Tenth),
        ["gradient of an input of a large kernel"] = () =>
            Gradient(Of(1, 1, 1, 199, 199), x => Ops.Conv2d(x, Of(Tenth, 1, 1, 100, 100)), 1e4 * Tenth, at: 99 * 199 + 99),
        ["transposed convolution of many channels"] = () =>
            (Ops.ConvTranspose2d(Of(Tenth, 1, 300_000, 1, 1), Of(Tenth, 300_000, 1, 2, 2)).Values[3], 3e5 * Square),
        ["transposed convolution with a large kernel"] = () =>
            (Ops.ConvTranspose2d(Of(Tenth, 1, 1, 100, 100), Of(Tenth, 1, 1, 100, 100)).Values[99 * 199 + 99], 1e4 * Square),
        ["bias of a transposed convolution"] = () =>
            Gradient(Of(1, 1), b => Ops.ConvTranspose2d(Of(0, 1, 1, 1000, 1000), Of(Tenth, 1, 1, 1, 1), b), 1e6 * Tenth, weight: Tenth),
        ["weights of a transposed convolution"] = () =>
            Gradient(Of(1, 2, 1, 2, 2), w => Ops.ConvTranspose2d(Of(Tenth, 1, 2, 900, 900), w, stride: 2), 8.1e5 * Tenth),
        ["bias of a recurrent network of many steps"] = () => (RecurrentBias(300_000), 3e5 * Tenth),
        ["mean of a batch norm"] = () => (BatchMean(2_000_000), Tenth),
        ["mean squared error of a regressor"] = () => (Regressor(3_000_000), Square),
        ["norm of all gradients"] = () => (NormOfGradients(4_000_000), Math.Sqrt(4e6 * Square)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Equal_terms_keep_their_digits(string name)
    {
        (double got, double expected) = Cases[name]();
        Assert.InRange(got / expected, 1 - 6e-6, 1 + 6e-6);
    }

    [Theory]
    [InlineData(2049), InlineData(100_000), InlineData(1_000_000)]
    public void Random_terms_keep_six_digits(int length)
    {
        float[] x = new float[length], y = new float[length], rows = new float[1], product = new float[1];
        RandomStream random = new(7);
        random.FillUniform(x, 0, 1);
        random.FillUniform(y, 0, 1);
        double sum = x.Sum(v => (double)v), dot = x.Zip(y).Sum(pair => (double)pair.First * pair.Second);
        Reduce.SumRows(x, length, 1, rows);
        Gemm.Multiply(x, y, product, 1, 1, length);
        Assert.InRange(Reduce.Sum(x) / sum, 1 - 1e-6, 1 + 1e-6);
        Assert.InRange(rows[0] / sum, 1 - 1e-6, 1 + 1e-6);
        Assert.InRange(Reduce.Dot(x, y) / dot, 1 - 1e-6, 1 + 1e-6);
        Assert.InRange(product[0] / dot, 1 - 2e-6, 1 + 2e-6);
    }

    [Theory]
    [InlineData(2_048), InlineData(2_049), InlineData(131_072), InlineData(131_073)]
    public void No_sum_errs_by_more_than_is_stated(int terms)
    {
        float[] x = Of(Tenth, terms).Values.ToArray(), rows = new float[1], product = new float[1];
        Reduce.SumRows(x, terms, 1, rows);
        Gemm.Multiply(x, x, product, 1, 1, terms);
        foreach (double share in (
            double[])[Reduce.Sum(x) / (terms * (double)Tenth), rows[0] / (terms * (double)Tenth), product[0] / (terms * Square)])
            Assert.InRange(share, 1 - 1.5e-4, 1 + 1.5e-4);
    }

    /// <summary>The order is stated, not only its error: one running sum up to 2,048 terms; beyond, blocks of 256, added in their order.</summary>
    [Theory]
    [InlineData(2048), InlineData(2049), InlineData(2304), InlineData(2307), InlineData(2500), InlineData(5000)]
    public void Products_and_sums_of_rows_have_the_stated_order(int terms)
    {
        const int Columns = 21;
        RandomStream random = new(3);
        float[] x = new float[terms], b = new float[terms * Columns], start = new float[Columns];
        random.FillGaussian(x);
        random.FillGaussian(b);
        random.FillGaussian(start);
        foreach (bool accumulate in (bool[])[false, true])
            foreach (bool transposed in (bool[])[false, true])
            {
                float[] c = [.. start], expected = new float[Columns];
                for (int j = 0; j < Columns; j++)
                    expected[j] = InBlocks(terms, accumulate ? start[j] : null, (sum, p) =>
                        Lane1.MultiplyAdd(new(x[p]), new(transposed ? b[j * terms + p] : b[p * Columns + j]), new(sum)).Value);
                Gemm.Multiply(x, b, c, 1, Columns, terms, transposeB: transposed, accumulate: accumulate);
                Assert.Equal(expected, c);
            }
        float[] sums = new float[Columns];
        Reduce.SumRows(b, terms, Columns, sums);
        for (int j = 0; j < Columns; j++)
            Assert.Equal(InBlocks(terms, null, (sum, p) => sum + b[p * Columns + j]), sums[j]);
    }

    [Theory]
    [InlineData(1024), InlineData(1000)]
    public void A_row_has_the_bits_that_it_has_among_others(int distance)
    {
        // Columns that lie whole pages apart are worked on in another order; the bits are the same.
        const int Columns = 40;
        int terms = 5 * distance - 2;
        RandomStream random = new(4);
        float[] x = new float[3 * 5 * distance], b = new float[Columns * 5 * distance], all = new float[3 * Columns];
        random.FillGaussian(x);
        random.FillGaussian(b);
        Gemm.Multiply(
            new GemmMatrix(x, 5 * distance), new GemmMatrix(b, 5 * distance, transposed: true),
            new GemmResult(all, Columns), new(3, Columns, terms), accumulate: false, default(NoEpilogue));
        for (int row = 0; row < 3; row++)
        {
            float[] one = new float[Columns];
            Gemm.Multiply(
                new GemmMatrix(x.AsMemory(row * 5 * distance), 5 * distance), new GemmMatrix(b, 5 * distance, transposed: true),
                new GemmResult(one, Columns), new(1, Columns, terms), accumulate: false, default(NoEpilogue));
            Assert.Equal(all[(row * Columns)..((row + 1) * Columns)], one);
        }
    }

    static float InBlocks(int terms, float? start, Func<float, int, float> add)
    {
        if (terms <= LongSum.Longest)
            return Enumerable.Range(0, terms).Aggregate(start ?? 0, add);
        float total = start ?? 0;
        for (int first = 0; first < terms; first += LongSum.Block)
            total += Enumerable.Range(first, Math.Min(LongSum.Block, terms - first)).Aggregate(0f, add);
        return total;
    }

    [Fact]
    public void Rows_are_added_in_blocks_of_blocks()
    {
        const int Count = LongSum.Longest * LongSum.Block + 1;
        float[] rows = new float[2 * Count], to = [1];
        for (int i = 0; i < Count; i++)
            rows[2 * i] = Tenth;
        LongSum.AddRows(rows.AsSpan(), Count, 2, to.AsSpan());
        Assert.InRange(to[0] / (1 + Count * (double)Tenth), 1 - 4e-6, 1 + 4e-6);
    }

    static Tensor Of(float value, params int[] shape)
    {
        Tensor tensor = new([.. shape]);
        Elementwise.Fill(value, tensor.Edit(), accumulate: false);
        return tensor;
    }

    /// <summary>−1 and 1 in turn: mean 0, deviation 1.</summary>
    static Tensor Alternating(params int[] shape)
    {
        Tensor tensor = Of(-1, shape);
        for (int i = 1; i < tensor.Shape.Size; i += 2)
            tensor.Edit()[i] = 1;
        return tensor;
    }

    static Tensor Boxes(int count, float at)
    {
        Tensor boxes = Of(at, count, 4);
        for (int i = 0; i < count; i++)
            (boxes.Edit()[4 * i + 2], boxes.Edit()[4 * i + 3]) = (at + 1, at + 1);
        return boxes;
    }

    /// <summary>The gradient of weight · Σ f(parameter) by a number of the parameter, or how near it comes to the expected one.</summary>
    static (double Got, double Expected) Gradient(
        Tensor values, Func<Tensor, Tensor> f, double expected, int at = 0, float weight = 1, double near = 0)
    {
        Tensor parameter = new(values.Shape, values.Values, requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor y = f(parameter);
        tape.Backward(Ops.Sum(weight == 1 ? y : Ops.Scale(y, weight)));
        return (near + parameter.Gradient[at], near + expected);
    }

    static Tensor Peak(int length)
    {
        Tensor x = Of(0, 1, 1, 1, length);
        x.Edit()[length / 2] = 1;
        return x;
    }

    static float RecurrentBias(int steps)
    {
        Rnn layer = new(1, 1, new(1), new RecurrentOptions { Activation = ActivationCatalog.Parse("identity") });
        foreach ((_, Tensor value) in layer.NamedState())
            Elementwise.Fill(0, value.Edit(), accumulate: false);
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Sum(Ops.Scale(layer.Forward(Of(Tenth, 1, steps, 1)), Tenth)));
        return layer.NamedState().Select(s => s.Value).First(v => v.Shape.Rank == 1).Gradient[0];
    }

    static float BatchMean(int count)
    {
        BatchNorm1d norm = new(1, momentum: 1);
        norm.Forward(Of(Tenth, count, 1));
        return norm.RunningMean.Values[0];
    }

    static double Regressor(int count)
    {
        Linear layer = new(1, 1, new(1));
        Elementwise.Fill(0, layer.Weight.Edit(), accumulate: false);
        Elementwise.Fill(0, layer.Bias!.Edit(), accumulate: false);
        return Evaluation.Of(layer, new Dataset("constant", new float[count], [1], Of(Tenth, count).Values.ToArray(), ["y"])).Loss;
    }

    static Tensor Learned(string name, Tensor x, Tensor a, int axis = -1) =>
        Ops.ApplyLearned(ActivationCatalog.Parse(name).LearnedKernel(), x, a, axis: axis);

    static Tensor LinearElu(Linear layer, Tensor x, float weight)
    {
        Elementwise.Fill(weight, layer.Weight.Edit(), accumulate: false);
        Elementwise.Fill(0, layer.Bias!.Edit(), accumulate: false);
        return new Sequential(layer, new ActivationLayer(ActivationCatalog.Parse("elu"))).Forward(x);
    }

    static float Added(int k)
    {
        float[] c = [1, 1, 1, 1];
        Gemm.Multiply(Of(Tenth, 2 * k).Values.ToArray(), Of(Tenth, 2 * k).Values.ToArray(), c, 2, 2, k, accumulate: true);
        return c[3];
    }

    static float ScaleShift(int length)
    {
        float[] x = Of(Tenth, length).Values.ToArray(), dscale = new float[1], dshift = new float[1];
        Fused.ScaleShiftBackward(default(Identity), x, [1f], [0f], x, [], dscale, dshift);
        Debug.Assert(Math.Abs(dshift[0] / (length * (double)Tenth) - 1) < 1e-5);
        return dscale[0];
    }

    static double NormOfGradients(int count)
    {
        Linear layer = new(count, 1, new(1), bias: false);
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Sum(layer.Forward(Of(Tenth, 1, count))));
        return Gradients.Norm(layer);
    }
}
