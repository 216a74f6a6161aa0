namespace Elucid.Kernels;

/// <summary>How integers stand for real numbers: real = scale · (q − zeroPoint), as ONNX and TensorFlow Lite define it.</summary>
/// <param name="Scale">The distance between neighbouring numbers. Finite and &gt; 0.</param>
/// <param name="ZeroPoint">The integer that stands for 0: between −128 and 127 for sbyte, 0 and 255 for byte.</param>
public readonly record struct Quantization(float Scale, int ZeroPoint)
{
    /// <summary>The number that <paramref name="q"/> stands for, exactly.</summary>
    public double Dequantize(int q) => (double)Scale * (q - ZeroPoint);

    /// <summary>
    /// The integer nearest to <paramref name="real"/>, held between the two: round(real / scale) + zeroPoint with halves to even before the zero
    /// point is added, as in ONNX's QuantizeLinear.
    /// </summary>
    public int Quantize(double real, int smallest, int largest) =>
        (int)Math.Clamp(Math.Round(real / Scale, MidpointRounding.ToEven) + ZeroPoint, smallest, largest);
}
