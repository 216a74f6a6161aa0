using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>Normalises each channel by the mean and the variance of the batch: y = (x − mean) / √(variance + ε) · weight + bias.</summary>
    /// <param name="x">[batch, channels] or [batch, channels, …]; a channel has more than one number.</param>
    /// <param name="weight">[channels], or null for 1.</param>
    /// <param name="bias">[channels], or null for 0.</param>
    /// <param name="runningMean">[channels]; moved towards the batch's mean.</param>
    /// <param name="runningVariance">[channels]; moved towards the batch's variance, with n − 1 in the denominator.</param>
    /// <param name="momentum">How far they are moved, from 0 to 1.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <remarks>Ioffe, Szegedy 2015, arXiv:1502.03167, algorithm 1. The variance has n in the denominator.</remarks>
    /// <exception cref="ShapeException">The shapes do not fit, or a channel has one number only.</exception>
    public static Tensor BatchNorm(
        Tensor x, Tensor? weight, Tensor? bias, Tensor runningMean, Tensor runningVariance, double momentum = 0.1, double epsilon = 1e-5) =>
        BatchNorm(NormKernel.Plain, x, weight, bias, runningMean, runningVariance, momentum, epsilon);

    /// <summary>Normalises each channel by statistics that are given: y = (x − mean) / √(variance + ε) · weight + bias.</summary>
    /// <param name="x">[batch, channels] or [batch, channels, …].</param>
    /// <param name="weight">[channels], or null for 1.</param>
    /// <param name="bias">[channels], or null for 0.</param>
    /// <param name="mean">[channels]. A constant: it gets no gradient.</param>
    /// <param name="variance">[channels]. A constant, too.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor Normalize(Tensor x, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, double epsilon = 1e-5) =>
        BatchNorm(NormKernel.Plain, x, weight, bias, mean, variance, momentum: null, epsilon);

    /// <summary>Batch norm and the activation after it in one pass, by the batch's statistics, or by the given ones where there is no
    /// momentum.</summary>
    internal static Tensor BatchNorm(
        NormKernel kernel, Tensor x, Tensor? weight, Tensor? bias, Tensor runningMean, Tensor runningVariance, double? momentum, double epsilon)
    {
        int channels = ChannelsOf("BatchNorm", x.Shape, runningMean.Shape.Size), length = x.Shape.Product(2..);
        CheckChannels("BatchNorm", channels, ("running variance", runningVariance), ("weight", weight), ("bias", bias));
        if (momentum is not null && (long)x.Shape[0] * length == 1)
            ShapeException.Throw("BatchNorm", "input", $"[batch, {channels}, …] with more than one number per channel", x.Shape,
                "One number has no variance: train with larger batches, or switch to evaluation with Train(false).");
        Tape.CheckConstant("BatchNorm", "the tensor of means", runningMean);
        Tape.CheckConstant("BatchNorm", "the tensor of variances", runningVariance);
        Tensor y = Tape.Result(x.Shape, Given(x, weight, bias)), kept = Tape.Scratch([NormKernel.Statistics, channels]);
        if (x.Shape.Size == 0)
            return Tape.Record(y, () => PassNothing(x, weight, bias));
        RunningStatistics running = new(runningMean.ValuesToWrite, runningVariance.ValuesToWrite, momentum);
        kernel.ForwardBatch(x.Values, y.ValuesToWrite, ValuesOf(weight), ValuesOf(bias), running, kept.ValuesToWrite, length, epsilon);
        return Tape.Record(y, () => kernel.BackwardBatch(Gradients(kernel, x, y, weight, bias, kept), length, isTraining: momentum is not null));
    }

    /// <summary>Normalises groups of channels within each example: y = (x − mean) / √(variance + ε) · weight + bias.</summary>
    /// <param name="x">[batch, channels] or [batch, channels, …].</param>
    /// <param name="groups">How many groups of neighbouring channels; divides their number.</param>
    /// <param name="weight">[channels], or null for 1.</param>
    /// <param name="bias">[channels], or null for 0.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <remarks>Wu, He 2018, arXiv:1803.08494, equations 1, 2 and 7.</remarks>
    /// <exception cref="ShapeException">The shapes do not fit, or the groups do not divide the channels.</exception>
    public static Tensor GroupNorm(Tensor x, int groups, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        GroupNorm(NormKernel.Plain, x, groups, weight, bias, epsilon);

    /// <summary>Group norm and the activation after it in one pass.</summary>
    internal static Tensor GroupNorm(NormKernel kernel, Tensor x, int groups, Tensor? weight, Tensor? bias, double epsilon)
    {
        int channels = ChannelsOf("GroupNorm", x.Shape, channels: null);
        CheckChannels("GroupNorm", channels, ("weight", weight), ("bias", bias));
        if (groups < 1 || channels % groups != 0)
            ShapeException.Throw(
                "GroupNorm", "input", $"[batch, a multiple of {groups}, …]", x.Shape, $"The {groups} groups must have equally many channels.");
        GroupSizes sizes = new(x.Shape[0], channels, x.Shape.Product(2..), groups);
        return GroupNorm(kernel, x, sizes, weight, bias, epsilon);
    }

    static Tensor GroupNorm(NormKernel kernel, Tensor x, GroupSizes sizes, Tensor? weight, Tensor? bias, double epsilon)
    {
        Tensor y = Tape.Result(x.Shape, Given(x, weight, bias));
        if (x.Shape.Size == 0)
            return Tape.Record(y, () => PassNothing(x, weight, bias));
        Tensor kept = Tape.Scratch([NormKernel.Statistics, sizes.Batch * sizes.Channels]);
        kernel.ForwardGroups(x.Values, y.ValuesToWrite, ValuesOf(weight), ValuesOf(bias), kept.ValuesToWrite, sizes, epsilon);
        return Tape.Record(y, () => kernel.BackwardGroups(Gradients(kernel, x, y, weight, bias, kept), ValuesOf(weight), sizes));
    }

    /// <summary>Normalises the last axes of each example: y = (x − mean) / √(variance + ε) · weight + bias.</summary>
    /// <param name="x">[*, normalised axes].</param>
    /// <param name="normalizedShape">The lengths of the axes at the end over which mean and variance are taken; at least one.</param>
    /// <param name="weight">Of the normalised shape, or null for 1.</param>
    /// <param name="bias">Of the normalised shape, or null for 0.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <remarks>Ba, Kiros, Hinton 2016, arXiv:1607.06450, equations 3 and 4.</remarks>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor LayerNorm(Tensor x, Shape normalizedShape, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
    {
        int rank = normalizedShape.Rank, features = normalizedShape.Size;
        if (rank == 0 || x.Shape.Rank < rank || !x.Shape.Lengths[^rank..].SequenceEqual(normalizedShape.Lengths))
            ShapeException.Throw(
                "LayerNorm", "input", $"[*, {string.Join(", ", normalizedShape)}]", x.Shape,
                "Its last axes must be the normalised shape, which has at least one.");
        foreach ((string name, Tensor? parameter) in new[] { ("weight", weight), ("bias", bias) })
            if (parameter is not null && parameter.Shape != normalizedShape)
                ShapeException.Throw(
                    "LayerNorm", name, normalizedShape.ToString(), parameter.Shape, "There is one number for each normalised element.");
        Tensor y = Tape.Result(x.Shape, Given(x, weight, bias));
        if (x.Shape.Size == 0)
            return Tape.Record(y, () => PassNothing(x, weight, bias));
        Tensor kept = Tape.Scratch([LayerNormKernel.Statistics, x.Shape.Size / features]), factors = weight ?? Constant(features, 1);
        LayerNormKernel.Forward(x.Values, y.ValuesToWrite, factors.Values, (bias ?? Constant(features, 0)).Values, kept.ValuesToWrite, epsilon);
        return Tape.Record(y, () =>
        {
            bool accumulate = false;
            Span<float> dx = x.RequiresGradient ? x.GradientToWrite(out accumulate).Span : default;
            LayerNormKernel.Backward(x.Values, y.Gradient, dx, factors.Values, GradientOf(weight), GradientOf(bias), kept.Values, accumulate);
        });
    }

    static Tensor Constant(int count, float value)
    {
        Tensor constant = Tape.Scratch([count]);
        constant.ValuesToWrite.Fill(value);
        return constant;
    }

    static int ChannelsOf(string where, Shape shape, int? channels)
    {
        if (shape.Rank < 2 || channels is { } expected && shape[1] != expected)
            ShapeException.Throw(
                where, "input", $"[batch, {(channels is null ? "channels" : channels)}, …]", shape,
                "Its second axis holds the channels, or the features where there are only two axes.");
        return shape[1];
    }

    static void CheckChannels(string where, int channels, params ReadOnlySpan<(string Name, Tensor? Tensor)> tensors)
    {
        foreach ((string name, Tensor? tensor) in tensors)
            if (tensor is not null && tensor.Shape != new Shape(channels))
                ShapeException.Throw(where, name, $"[{channels}]", tensor.Shape, "There is one number for each channel.");
    }

    /// <summary>The gradients to write, and room for that of an activation where dx holds numbers already.</summary>
    static NormGradients Gradients(NormKernel kernel, Tensor x, Tensor y, Tensor? weight, Tensor? bias, Tensor kept)
    {
        bool accumulate = false;
        Span<float> dx = x.RequiresGradient ? x.GradientToWrite(out accumulate).Span : default;
        return new()
        {
            X = x.Values,
            Dy = y.Gradient,
            Dx = dx,
            Dz = accumulate && kernel != NormKernel.Plain ? Tape.Scratch(x.Shape).ValuesToWrite : default,
            Dweight = GradientOf(weight),
            Dbias = GradientOf(bias),
            Kept = kept.Values,
            Accumulate = accumulate,
        };
    }

    /// <summary>The gradients of an operation on an empty tensor: there is nothing to add.</summary>
    static void PassNothing(Tensor x, Tensor? weight, Tensor? bias)
    {
        foreach (Tensor input in Given(x, weight, bias))
            GradientToAddTo(input);
    }

    static Tensor[] Given(Tensor x, Tensor? weight, Tensor? bias) => [.. new[] { x, weight, bias }.OfType<Tensor>()];

    static ReadOnlySpan<float> ValuesOf(Tensor? tensor) => tensor is null ? default : tensor.Values;

    static Span<float> GradientOf(Tensor? tensor) => tensor is null ? default : GradientToAddTo(tensor);
}
