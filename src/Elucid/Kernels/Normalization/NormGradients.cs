namespace Elucid.Kernels;

/// <summary>What the backward pass of a norm reads and writes; gradients with respect to weight and bias are added, and may be unwanted.</summary>
internal readonly ref struct NormGradients
{
    /// <summary>The inputs.</summary>
    public required ReadOnlySpan<float> X { get; init; }

    /// <summary>Gradient with respect to each output.</summary>
    public required ReadOnlySpan<float> Dy { get; init; }

    /// <summary>Gradient with respect to each input; empty where it is not wanted.</summary>
    public required Span<float> Dx { get; init; }

    /// <summary>Room for as many numbers where <see cref="Accumulate"/> is true and there is an activation.</summary>
    public required Span<float> Dz { get; init; }

    /// <summary>[channels], or empty.</summary>
    public required Span<float> Dweight { get; init; }

    /// <summary>[channels], or empty.</summary>
    public required Span<float> Dbias { get; init; }

    /// <summary>What the forward pass kept.</summary>
    public required ReadOnlySpan<float> Kept { get; init; }

    /// <summary>Whether to add to <see cref="Dx"/>.</summary>
    public required bool Accumulate { get; init; }
}
