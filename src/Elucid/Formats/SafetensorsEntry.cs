namespace Elucid;

/// <summary>One named tensor of a safetensors file.</summary>
/// <param name="Name">The key, such as <c>hidden.weight</c>.</param>
/// <param name="Shape">The sizes, outermost first; empty for a single number.</param>
/// <param name="Values">The values in row-major order, as many as the product of <paramref name="Shape"/>.</param>
public sealed record SafetensorsEntry(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values)
{
    /// <summary>Whether the file holds whole numbers: 64 bits each (I64) when written, any kind of integer when read. False, the default, is
    /// F32.</summary>
    public bool IsInteger { get; init; }

    /// <summary>How whole numbers are written that take a byte each: U8 from 0 to 255, I8 from −128 to 127; null for others.</summary>
    internal string? ByteType { get; init; }

    internal string Type => ByteType ?? (IsInteger ? "I64" : "F32");

    internal int ElementSize => ByteType is not null ? sizeof(byte) : IsInteger ? sizeof(long) : sizeof(float);
}
