using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>The larger of a and b, element by element, with broadcasting as in <see cref="Add"/>. NaN stays NaN; equal numbers get half of the
    /// gradient each, as in PyTorch.</summary>
    /// <exception cref="ShapeException">The shapes cannot be broadcast together.</exception>
    public static Tensor Maximum(Tensor a, Tensor b) => Arithmetic(default(Maximum), a, b);

    /// <summary>The smaller of a and b, element by element, with broadcasting as in <see cref="Add"/>. NaN stays NaN; equal numbers get half of the
    /// gradient each, as in PyTorch.</summary>
    /// <exception cref="ShapeException">The shapes cannot be broadcast together.</exception>
    public static Tensor Minimum(Tensor a, Tensor b) => Arithmetic(default(Minimum), a, b);
}
