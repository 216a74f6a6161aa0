using System.Globalization;

namespace Elucid.Numerics;

/// <summary>A brain float: the upper 16 bits of a float32, with 8 exponent and 7 fraction bits. A storage format: arithmetic is done in
/// float.</summary>
/// <param name="bits">Sign, exponent and fraction.</param>
/// <remarks>Wang, Kanwar 2019, BFloat16: the secret to high performance on Cloud TPUs. .NET 10 has no such type; its layout is that of every other
/// library's.</remarks>
public readonly struct BFloat16(ushort bits) : IEquatable<BFloat16>, IFormattable
{
    /// <summary>Sign, exponent and fraction.</summary>
    public ushort Bits => bits;

    /// <summary>The nearest brain float, halves to even; a NaN stays one.</summary>
    public static explicit operator BFloat16(float value)
    {
        uint word = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? new((ushort)((word >> 16) | QuietBit)) : new((ushort)((word + RoundingTerm + ((word >> 16) & 1)) >> 16));
    }

    /// <summary>The same number as a float, exactly.</summary>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>Half a unit in the last place, less one: with the last bit kept added, a half rounds to even.</summary>
    internal const uint RoundingTerm = 0x7FFF;

    /// <summary>Keeps a NaN one when its payload is cut off.</summary>
    internal const uint QuietBit = 0x0040;

    /// <summary>The nearest brain float; see the conversion.</summary>
    public static BFloat16 FromSingle(float value) => (BFloat16)value;

    /// <summary>The same number as a float.</summary>
    public float ToSingle() => this;

    /// <summary>Whether both are the same number; NaN equals NaN here, as in <see cref="float.Equals(float)"/>.</summary>
    public bool Equals(BFloat16 other) => ToSingle().Equals(other.ToSingle());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToSingle().GetHashCode();

    /// <summary>Whether both are the same number; false for NaN.</summary>
    public static bool operator ==(BFloat16 left, BFloat16 right) => left.ToSingle() == right.ToSingle();

    /// <summary>Whether the numbers differ; true for NaN.</summary>
    public static bool operator !=(BFloat16 left, BFloat16 right) => !(left == right);

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToSingle().ToString(format, formatProvider);
}
