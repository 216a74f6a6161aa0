using Elucid.Kernels;

namespace Elucid;

/// <summary>An activation function as a layer: applies f to every number.</summary>
/// <remarks>
/// A learned activation (PReLU, parametric ELU) has one set of parameters per unit: per position along the last axis, or per channel where that axis
/// is named. PReLU's is called <c>weight</c>, as in PyTorch; those of others are called by their names.
/// </remarks>
public sealed class ActivationLayer : Module
{
    readonly LearnedActivationKernel? _learnedKernel;
    readonly Tensor[] _learned = [];
    readonly int _units, _axis;
    object? _fused;

    /// <summary>A layer for any function of the catalog.</summary>
    /// <param name="activation">Such as <c>Activations.Elu()</c>, which is a layer by itself where modules are expected.</param>
    /// <param name="units">Length of the axis of units: as many sets of learned parameters; 1, the default, is one set for all, as in PyTorch.
    /// Ignored by other functions.</param>
    /// <param name="axis">The axis of units: −1, the last, by default; 1 for the channels of [batch, channels, height, width].</param>
    /// <exception cref="ArgumentException">The activation is learned and <paramref name="units"/> is not positive.</exception>
    public ActivationLayer(Activation activation, int units = 1, int axis = -1)
    {
        (Activation, _units, _axis) = (activation, units, axis);
        Kernel = activation.Kernel();
        if (!activation.IsLearned)
            return;
        if (units <= 0)
            throw new ArgumentException($"'{activation}' learns its parameters per unit: expected at least 1 unit, but got {units}.", nameof(units));
        _learnedKernel = activation.LearnedKernel();
        var parameters = activation.Info.Parameters;
        _learned = [.. parameters.Select(p => Parameter(parameters.Count == 1 && activation.Info.LearnedForm is null ? "weight" : p.Name, [units]))];
        for (int i = 0; i < _learned.Length; i++)
            _learned[i].Edit().Fill((float)activation.Parameters[parameters[i].Name]);
    }

    /// <summary>The function.</summary>
    public Activation Activation { get; }

    internal ActivationKernel<float> Kernel { get; }

    /// <summary>The learned parameters, in the order of the catalog; none of other functions.</summary>
    internal IReadOnlyList<Tensor> Learned => _learned;

    /// <summary>The axis of units, which learned parameters have one set each for.</summary>
    internal int Axis => _axis;

    /// <summary>The function as the layer before this one applies it; made at the first call, as it mostly follows one kind of layer.</summary>
    internal TKernel Fused<TKernel>(IActivationVisitor<TKernel> ofActivation) where TKernel : class =>
        _fused as TKernel ?? (TKernel)(_fused = Activation.Accept(ofActivation));

    /// <summary>Whether a layer before this one may apply the function itself: not while somebody wants to see the values in between.</summary>
    internal bool CanFuse => !TapWatch.Includes(this) && _learnedKernel is null;

    /// <inheritdoc/>
    /// <param name="x">Any shape; for a learned activation with an axis of units.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        Tensor y = _learnedKernel is null ? Ops.Apply(Kernel, x)
            : Ops.ApplyLearned(_learnedKernel, x, _learned[0], _learned.ElementAtOrDefault(1), _axis);
        return Tapped(x, y);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (_learned is [Tensor { Shape.Size: int units and > 1 }, ..] && (input.Rank <= Math.Max(_axis, 0) || input[_axis] != units))
            ShapeException.Throw($"Activation '{Activation}'", "input", _axis == 1 ? $"[batch, {units}, …]" : $"[*, {units}]", input,
                $"It learns one set of parameters per unit of axis {(_axis < 0 ? _axis + input.Rank : _axis)}.");
        return input;
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new ActivationLayer(with.Function(Activation), _units, _axis);

    /// <inheritdoc/>
    public override string ToString() => Activation.Name;
}
