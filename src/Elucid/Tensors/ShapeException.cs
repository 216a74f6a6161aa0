using System.Diagnostics.CodeAnalysis;

namespace Elucid;

/// <summary>Operands whose shapes do not fit. The message says where, what was expected, what came, and what to do.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>An exception with a whole sentence.</summary>
    public ShapeException(string message) : base(message) { }

    /// <summary>An exception without a message.</summary>
    public ShapeException() { }

    /// <summary>An exception with a cause.</summary>
    public ShapeException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Throws "<paramref name="where"/>: expected <paramref name="operand"/> of shape …, but got …. <paramref name="advice"/>".</summary>
    [DoesNotReturn]
    internal static void Throw(string where, string operand, string expected, Shape actual, string advice) =>
        throw new ShapeException($"{where}: expected {operand} of shape {expected}, but got {actual}. {advice}");
}
