using System.Numerics;
using System.Runtime.InteropServices;

namespace Elucid.Kernels;

/// <summary>
/// An activation from 8-bit integers to 8-bit integers: a table of its 256 values, computed in double precision once. What it maps q to is
/// quantise(f(dequantise(q))), rounded once.
/// </summary>
/// <typeparam name="T">sbyte or byte: ONNX's and TensorFlow Lite's int8 and uint8.</typeparam>
/// <remarks>
/// <para>
/// It stands for the three ONNX nodes DequantizeLinear, the function, QuantizeLinear. A runtime that computes them in float can differ by one step
/// where the exact value lies within its rounding error of a half; TensorFlow Lite's tables also round exact halves away from zero.
/// </para>
/// <para>The function costs nothing beyond its table: all functions, those with learned parameters at the values that training starts from included,
/// are equally fast.</para>
/// </remarks>
public sealed class QuantizedActivation<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    readonly byte[] _table = new byte[256];

    /// <summary>The table of <paramref name="activation"/>.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="input">What the integers that come in stand for.</param>
    /// <param name="output">What the integers that go out stand for.</param>
    /// <exception cref="ArgumentException">A scale is not finite and above 0, or a zero point not a number of type
    /// <typeparamref name="T"/>.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public QuantizedActivation(Activation activation, Quantization input, Quantization output)
    {
        if (typeof(T) != typeof(sbyte) && typeof(T) != typeof(byte))
            throw new NotSupportedException($"Quantised activations take elements of type sbyte or byte, but these are of type {typeof(T).Name}.");
        Activation = activation;
        Input = Checked(nameof(input), input);
        Output = Checked(nameof(output), output);
        for (int q = Smallest; q <= Largest; q++)
            _table[(byte)q] = (byte)output.Quantize(activation.Evaluate(input.Dequantize(q)), Smallest, Largest);
    }

    /// <summary>The function.</summary>
    public Activation Activation { get; }

    /// <summary>What the integers that come in stand for.</summary>
    public Quantization Input { get; }

    /// <summary>What the integers that go out stand for.</summary>
    public Quantization Output { get; }

    static int Smallest => int.CreateChecked(T.MinValue);

    static int Largest => int.CreateChecked(T.MaxValue);

    /// <summary>y = quantise(f(dequantise(x))). <paramref name="y"/> may be <paramref name="x"/> itself.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public void Map(ReadOnlySpan<T> x, Span<T> y)
    {
        Elementwise.Check(nameof(Map), x, y);
        QuantizedTable.Map(_table, MemoryMarshal.AsBytes(x), MemoryMarshal.AsBytes(y));
    }

    static Quantization Checked(string name, Quantization quantization)
    {
        if (!(quantization.Scale > 0 && float.IsFinite(quantization.Scale)))
            throw new ArgumentException(
                $"The scale of the {name} must be finite and above 0, but is {quantization.Scale}: it is the distance between neighbouring numbers.");
        if (quantization.ZeroPoint < Smallest || quantization.ZeroPoint > Largest)
            throw new ArgumentException(
                $"The zero point of the {name} must be between {Smallest} and {Largest}, as it is of type {typeof(T).Name}, but is "
                    + $"{quantization.ZeroPoint}.");
        return quantization;
    }
}
