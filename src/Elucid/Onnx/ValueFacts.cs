namespace Elucid.Onnx;

/// <summary>What is known of a value of a graph before the network runs.</summary>
/// <param name="IsInteger">Whether it holds whole numbers.</param>
/// <param name="Rank">The number of its axes, where the file tells.</param>
/// <param name="Constant">The value itself, where the file has it and training does not change it.</param>
internal sealed record ValueFacts(bool IsInteger, int? Rank, GraphValue? Constant = null)
{
    public static ValueFacts Of(GraphValue constant) => constant.Integers is { } integers
        ? new ValueFacts(true, integers.Shape.Length, constant)
        : new ValueFacts(false, constant.Floats!.Shape.Rank, constant);
}

/// <summary>What an operator does with an input.</summary>
internal enum InputRole
{
    /// <summary>Computes with its numbers with fractions; a weight of the file is a parameter.</summary>
    Floats,

    /// <summary>The same, but a weight of the file is a buffer, which training measures or leaves alone.</summary>
    Buffer,

    /// <summary>Takes numbers as a setting, which is not trained: scales, bounds, an exponent.</summary>
    Setting,

    /// <summary>Takes whole numbers.</summary>
    Integers,

    /// <summary>Takes numbers of either kind.</summary>
    Any,
}
