using Elucid.Kernels;

namespace Elucid;

/// <summary>A block that adds its input to what it computes: y = f(inner(x) + shortcut(x)), where the shortcut is x itself and f the identity by
/// default.</summary>
/// <remarks>
/// He, Zhang, Ren, Sun 2015, Deep residual learning for image recognition, arXiv:1512.03385, equations 1 and 2. Children: <c>inner</c> and, where
/// they exist, <c>shortcut</c> and
/// <c>activation</c>. Sum and activation run as one pass.
/// </remarks>
public sealed class Residual : Module
{
    readonly Module _inner;
    readonly Module? _shortcut;
    readonly ActivationLayer? _activation;

    /// <summary>Wraps a module.</summary>
    /// <param name="inner">What is added to the input.</param>
    /// <param name="shortcut">What the input goes through where its shape is not that of the inner module's output, such as a 1 × 1 convolution; null
    /// to add the input itself.</param>
    /// <param name="activation">What follows the sum; null for nothing.</param>
    public Residual(Module inner, Module? shortcut = null, ActivationLayer? activation = null)
    {
        _inner = Child("inner", inner);
        _shortcut = shortcut is null ? null : Child("shortcut", shortcut);
        _activation = activation is null ? null : Child("activation", activation);
    }

    /// <summary>The block of ResNet: convolution, batch norm, f, convolution, batch norm, sum, f; all convolutions 3 × 3.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="activation">f.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="initializer">How they are drawn; <see cref="Initializer.He"/> by default.</param>
    /// <param name="stride">That of the first convolution and of the shortcut, which is a 1 × 1 convolution with batch norm where the shape
    /// changes.</param>
    /// <param name="norm">What follows each convolution, in place of batch norm; without any, convolutions have biases.</param>
    /// <param name="innerChannels">Channels between the convolutions; <paramref name="outChannels"/> if null.</param>
    /// <remarks>He et al. 2015, arXiv:1512.03385, figure 2, and shortcut option B of section 3.3.</remarks>
    public static Residual PostActivation(
        int inChannels, int outChannels, Activation activation, RandomStream random, int stride = 1, Initializer? initializer = null,
        Norm norm = Norm.Batch, int? innerChannels = null) => new(
        new Sequential(
        [
            Convolution(inChannels, innerChannels ?? outChannels, random, initializer, stride, bias: norm == Norm.None),
            .. norm.OfChannels(innerChannels ?? outChannels), Function(activation, innerChannels ?? outChannels),
            Convolution(innerChannels ?? outChannels, outChannels, random, initializer, bias: norm == Norm.None), .. norm.OfChannels(outChannels),
        ]),
        Projection(inChannels, outChannels, random, initializer, stride, norm), Function(activation, outChannels));

    /// <summary>The block with activations before convolutions: batch norm, f, convolution, batch norm, f, convolution, sum; nothing follows it, so
    /// that inputs pass unchanged.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="activation">f.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="initializer">How they are drawn; <see cref="Initializer.He"/> by default.</param>
    /// <param name="stride">That of the first convolution and of the shortcut, which is a 1 × 1 convolution where the shape changes.</param>
    /// <remarks>He, Zhang, Ren, Sun 2016, Identity mappings in deep residual networks, arXiv:1603.05027, figure 4 (e).</remarks>
    public static Residual PreActivation(
        int inChannels, int outChannels, Activation activation, RandomStream random, int stride = 1, Initializer? initializer = null) => new(
        new Sequential(
            new BatchNorm2d(inChannels), Function(activation, inChannels), Convolution(inChannels, outChannels, random, initializer, stride),
            new BatchNorm2d(outChannels), Function(activation, outChannels), Convolution(outChannels, outChannels, random, initializer)),
        Projection(inChannels, outChannels, random, initializer, stride, Norm.None));

    /// <summary>The block of ELU networks: convolution, f, convolution, batch norm, sum. f keeps means near zero, so that one batch norm
    /// suffices.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="activation">f; the paper's is ELU.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="initializer">How they are drawn; <see cref="Initializer.He"/> by default.</param>
    /// <param name="stride">That of the first convolution and of the shortcut, which is a 1 × 1 convolution with batch norm where the shape
    /// changes.</param>
    /// <param name="activatesSum">Whether f follows the sum. The paper found nothing after the sum to be best, and f there to make deep networks
    /// worse.</param>
    /// <remarks>Shah, Kadam, Shah, Shinde, Shingade 2016, Deep residual networks with exponential linear unit, arXiv:1604.04112, section 4.</remarks>
    public static Residual Elu(
        int inChannels, int outChannels, Activation activation, RandomStream random, int stride = 1, bool activatesSum = false,
        Initializer? initializer = null) => new(
        new Sequential(
            Convolution(inChannels, outChannels, random, initializer, stride, bias: true), Function(activation, outChannels),
            Convolution(outChannels, outChannels, random, initializer), new BatchNorm2d(outChannels)),
        Projection(inChannels, outChannels, random, initializer, stride, Norm.Batch), activatesSum ? Function(activation, outChannels) : null);

    /// <summary>What is added to the input.</summary>
    public Module Inner => _inner;

    /// <summary>What the input goes through; null where it is added itself.</summary>
    public Module? Shortcut => _shortcut;

    /// <summary>What follows the sum; null for nothing.</summary>
    public ActivationLayer? Activation => _activation;

    /// <inheritdoc/>
    /// <param name="x">What inner module and shortcut take.</param>
    /// <returns>What the inner module gives.</returns>
    /// <exception cref="ShapeException">Inner module and shortcut give different shapes.</exception>
    public override Tensor Forward(Tensor x)
    {
        Tensor inner = _inner.Forward(x), shortcut = _shortcut is null ? x : _shortcut.Forward(x);
        CheckSum(inner.Shape, shortcut.Shape);
        return Tapped(x, _activation is { CanFuse: true } ? Ops.AddActivation(_activation.Fused(ResidualKernel.OfActivation), inner, shortcut)
            : _activation is null ? Ops.Add(inner, shortcut) : _activation.Forward(Ops.Add(inner, shortcut)));
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Residual(with.Part(_inner), with.Part(_shortcut), with.Part(_activation));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Shape inner = _inner.OutputShape(input);
        CheckSum(inner, _shortcut?.OutputShape(input) ?? input);
        return inner;
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => _inner.MultiplyAdds(input) + (_shortcut?.MultiplyAdds(input) ?? 0);

    /// <inheritdoc/>
    public override string ToString() => "Residual"
        + (_shortcut, _activation) switch
        {
            (null, null) => "",
            (null, _) => $"({_activation})",
            (_, null) => $"({_shortcut})",
            _ =>
            $"({_shortcut}, {_activation})"
        };

    void CheckSum(Shape inner, Shape shortcut)
    {
        if (inner != shortcut)
            throw new ShapeException($"{Label}: the inner module gives {inner}, but the shortcut {shortcut}, and only equal shapes can be added. "
                + "Pass a shortcut that changes the input's shape, such as a 1 × 1 convolution with the same stride.");
    }

    static Conv2d Convolution(int inChannels, int outChannels, RandomStream random, Initializer? initializer, int stride = 1, bool bias = false) =>
        new(inChannels, outChannels, 3, random, stride, padding: 1, bias: bias, initializer: initializer);

    static ActivationLayer Function(Activation activation, int channels) => new(activation, channels, axis: 1);

    static Sequential? Projection(int inChannels, int outChannels, RandomStream random, Initializer? initializer, int stride, Norm norm)
    {
        if (stride == 1 && inChannels == outChannels)
            return null;
        Conv2d convolution = new(inChannels, outChannels, 1, random, stride, bias: norm == Norm.None, initializer: initializer);
        return new Sequential([convolution, .. norm.OfChannels(outChannels)]);
    }
}
