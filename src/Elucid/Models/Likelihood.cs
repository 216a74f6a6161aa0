namespace Elucid;

/// <summary>How numbers are distributed around what a decoder says of them.</summary>
public enum Likelihood
{
    /// <summary>Each is a probability or a shade from 0 to 1: cross-entropy.</summary>
    Bernoulli,

    /// <summary>Each lies normally around it, with a deviation that is learned: squared errors, weighted. For numbers of any size, best
    /// standardised.</summary>
    Gaussian,
}
