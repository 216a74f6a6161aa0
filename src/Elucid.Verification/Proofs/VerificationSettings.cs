namespace Elucid.Verification;

/// <summary>The type of the elements that kernels read and write.</summary>
public enum ElementType
{
    /// <summary>32 bits.</summary>
    Float,

    /// <summary>64 bits.</summary>
    Double,

    /// <summary>16 bits, 11 of them significant (IEEE 754 binary16).</summary>
    Half,

    /// <summary>16 bits, 8 of them significant: the upper half of a float.</summary>
    BFloat16,
}

/// <summary>Which of f and f′ are meant.</summary>
public enum FunctionParts
{
    /// <summary>f and f′.</summary>
    Both,

    /// <summary>f alone.</summary>
    Functions,

    /// <summary>f′ alone.</summary>
    Derivatives,
}

/// <summary>What <see cref="Verifier"/> does.</summary>
public sealed record VerificationSettings
{
    /// <summary>The functions; all of the catalog by default.</summary>
    public IReadOnlyList<Activation> Functions { get; init; } = [.. ActivationCatalog.All.Select(info => info.Create())];

    /// <summary>f, f′ or both.</summary>
    public FunctionParts Parts { get; init; }

    /// <summary>The types of elements; float by default.</summary>
    public IReadOnlyList<ElementType> Types { get; init; } = [ElementType.Float];

    /// <summary>Every so manyth float is looked at: 1, the default, proves; anything larger samples.</summary>
    public long Stride { get; init; } = 1;

    /// <summary>Threads; all processors by default.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
