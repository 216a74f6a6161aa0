using Elucid.Kernels;

namespace Elucid;

/// <summary>
/// A part of a network whose intermediate results are not kept for the backward pass but computed once more when they are needed: a third more work,
/// for the memory of one such part at a time. Outputs and gradients have the same bits as without.
/// </summary>
/// <remarks>
/// Also called gradient checkpointing: Chen, Xu, Zhang, Guestrin 2016, Training deep nets with sublinear memory cost, arXiv:1604.06174. Random
/// streams of the modules inside are set back for the second pass, so that dropout drops the same. The parameters keep the names that they have
/// without it.
/// </remarks>
public sealed class Recomputed : Module
{
    readonly Module _inner;
    readonly IRandomized[] _randomized;
    readonly Tensor[] _parameters;
    readonly Module[] _modules;

    /// <summary>Wraps a module.</summary>
    /// <param name="inner">What is computed twice; best a block with large intermediate results and a small output.</param>
    public Recomputed(Module inner)
    {
        _inner = Adopt(inner);
        _randomized = [.. inner.NamedModules().Select(m => m.Module).OfType<IRandomized>()];
        _parameters = [.. inner.NamedParameters().Select(p => p.Value)];
        _modules = [.. inner.NamedModules().Select(m => m.Module)];
    }

    /// <summary>What is computed twice.</summary>
    internal Module Inner => _inner;

    /// <summary>Whether a pass now running on this thread is a repetition, which must leave no trace: running averages have seen these numbers
    /// already.</summary>
    internal static bool IsRepeating => _isRepeating;

    [ThreadStatic]
    static bool _isRepeating;

    /// <inheritdoc/>
    /// <param name="x">What the inner module takes.</param>
    /// <returns>What it gives.</returns>
    public override Tensor Forward(Tensor x)
    {
        // Taps want to see what is computed once, and its gradients after the backward pass.
        if (_modules.Any(TapWatch.Includes))
            return Tapped(x, _inner.Forward(x));
        RandomState[] states = States();
        Tensor y = Tape.Result(_inner.OutputShape(x.Shape), [x, .. _parameters]);
        using (Tape.StartWithoutGradients())
            _inner.Forward(x).Values.CopyTo(y.ValuesToWrite);
        return Tapped(x, Tape.Record(y, () => Repeat(x, y, states)));
    }

    void Repeat(Tensor x, Tensor y, RandomState[] states)
    {
        RandomState[] now = States();
        SetStates(states);
        bool outer = _isRepeating;
        _isRepeating = true;
        try
        {
            using Tape tape = Tape.Start();
            // From x itself: gradients are added to those it has, term by term, as they would be without the repetition.
            Tensor again = _inner.Forward(x);
            if (!again.IsViewOf(x))
                tape.PassBack(again, y.Gradient);
            else
                Ops.PassOn(y.Gradient, x);
        }
        finally
        {
            _isRepeating = outer;
            SetStates(now);
        }
    }

    RandomState[] States() => [.. _randomized.Select(r => r.Random.State)];

    void SetStates(RandomState[] states)
    {
        for (int i = 0; i < states.Length; i++)
            _randomized[i].Random.State = states[i];
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Recomputed(with.Part(_inner));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => _inner.OutputShape(input);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => _inner.MultiplyAdds(input);

    /// <inheritdoc/>
    public override string ToString() => $"{_inner}, recomputed";
}
