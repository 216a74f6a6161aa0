namespace Elucid.Kernels;

/// <summary>A function that has a form of reduced precision, and how far its results are from the function's own values.</summary>
/// <param name="Name">The catalog's name.</param>
/// <param name="RelativeError">
/// The largest |y − f(x)| / |f(x)|, on any machine and at default parameters; where |y − f(x)| is at most <paramref name="AbsoluteError"/> it may be
/// exceeded.
/// </param>
/// <param name="AbsoluteError">What may always be lost; 2e-36 where only results that are nearly subnormal may become 0.</param>
public sealed record ReducedForm(string Name, double RelativeError, double AbsoluteError)
{
    // An exponential below 1.2e-38 may become 0; gated functions multiply it by x.
    const double Vanishing = 2e-36;

    /// <summary>
    /// The functions that have a reduced form, in the catalog's order: those that it makes at least 1.5 times as fast. Piecewise polynomials and
    /// quotients (ReLU, leaky ReLU, hard swish, softsign, the identity) gained 0.9 to 1.2 and were left out; functions with learned parameters belong
    /// to training, which wants its digits.
    /// </summary>
    public static IReadOnlyList<ReducedForm> All { get; } =
    [
        new("elu", 1.2e-3, Vanishing),
        new("celu", 1.2e-3, Vanishing),
        new("selu", 1.2e-3, Vanishing),
        new("gelu", 1.2e-3, 1e-8),
        new("gelu-tanh", 1.2e-3, Vanishing),
        new("swish", 1.2e-3, Vanishing),
        new("mish", 1.2e-3, Vanishing),
        new("softplus", 1.2e-3, Vanishing),
        new("sigmoid", 1.2e-3, Vanishing),
        new("tanh", 1.2e-3, Vanishing),
    ];

    /// <summary>The form of <paramref name="activation"/>.</summary>
    /// <exception cref="NotSupportedException">It has none.</exception>
    public static ReducedForm Of(Activation activation) => All.FirstOrDefault(form => form.Name == activation.Info.Name)
        ?? throw new NotSupportedException(
            $"{activation.Info.Name} has no reduced form: it would gain little or nothing. Use its exact kernel. The functions that have one are "
            + $"{string.Join(", ", All.Select(form => form.Name))}.");
}
