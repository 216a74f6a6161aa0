namespace Elucid.Kernels;

/// <summary>What the backward pass of a function with parameters per unit reads and writes.</summary>
internal readonly ref struct UnitGradients<T, TParameter>
{
    /// <summary>The inputs of the forward pass, or what the function takes its derivative from.</summary>
    public required ReadOnlySpan<T> X { get; init; }

    /// <summary>First and second parameters; empty where the function has none.</summary>
    public ReadOnlySpan<TParameter> A { get; init; }

    /// <inheritdoc cref="A"/>
    public ReadOnlySpan<TParameter> B { get; init; }

    /// <summary>Gradient with respect to each output.</summary>
    public required ReadOnlySpan<T> Dy { get; init; }

    /// <summary>Gradient with respect to each input; may be <see cref="Dy"/> or <see cref="X"/> itself. Empty where it is not wanted.</summary>
    public Span<T> Dx { get; init; }

    /// <summary>First and second sums, one per unit, added to; empty where the function has none.</summary>
    public Span<TParameter> Da { get; init; }

    /// <inheritdoc cref="Da"/>
    public Span<TParameter> Db { get; init; }

    /// <summary>Whether to add to <see cref="Dx"/>.</summary>
    public bool Accumulate { get; init; }
}
