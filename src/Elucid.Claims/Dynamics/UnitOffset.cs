namespace Elucid.Claims;

/// <summary>Moves each unit's outputs by a running mean, which no gradient passes through: to centre them, or to give ELU the mean that ReLU would
/// have.</summary>
internal sealed class UnitOffset : Module
{
    const float Momentum = 0.1f;

    readonly bool _centres;
    readonly Tensor _offset, _batches;

    /// <param name="units">How many units.</param>
    /// <param name="centres">Whether the mean is subtracted; else ELU's outputs y get E[ReLU] − E[ELU] = E[−min(y, 0)].</param>
    public UnitOffset(int units, bool centres)
    {
        _centres = centres;
        _offset = Buffer("offset", [units]);
        _batches = Buffer("batches", [1]);
    }

    public override Tensor Forward(Tensor x)
    {
        if (IsTraining)
            Follow(x.Values);
        return Tapped(x, Ops.Add(x, _offset));
    }

    public override Shape OutputShape(Shape input) => input;

    // The first batches count alike, so that the start at 0 leaves no trace.
    void Follow(ReadOnlySpan<float> values)
    {
        float batches = _batches.Edit()[0] += 1, weight = Math.Max(Momentum, 1 / batches);
        Span<float> offset = _offset.Edit();
        float share = weight * offset.Length / values.Length;
        for (int unit = 0; unit < offset.Length; unit++)
            offset[unit] *= 1 - weight;
        for (int row = 0; row < values.Length; row += offset.Length)
            for (int unit = 0; unit < offset.Length; unit++)
                offset[unit] -= share * (_centres ? values[row + unit] : Math.Min(values[row + unit], 0));
    }
}
