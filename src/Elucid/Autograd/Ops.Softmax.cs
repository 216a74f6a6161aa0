using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>e^x / Σ e^x along the last axis; stable for any finite input.</summary>
    /// <param name="x">[*, columns]</param>
    /// <returns>The shape of <paramref name="x"/>; each row sums to 1.</returns>
    public static Tensor Softmax(Tensor x)
    {
        int columns = x.Shape.Last;
        Tensor y = Tape.Result(x.Shape, x);
        Kernels.Softmax.Forward(x.Values, columns, y.ValuesToWrite);
        return Tape.Record(y, () =>
            Kernels.Softmax.Backward(y.Values, y.Gradient, columns, x.GradientToWrite(out bool accumulate).Span, accumulate));
    }

    /// <summary>The logarithm of <see cref="Softmax"/>, without computing it first.</summary>
    /// <param name="x">[*, columns]</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public static Tensor LogSoftmax(Tensor x)
    {
        int columns = x.Shape.Last;
        Tensor y = Tape.Result(x.Shape, x);
        Kernels.Softmax.LogForward(x.Values, columns, y.ValuesToWrite);
        return Tape.Record(y, () =>
            Kernels.Softmax.LogBackward(y.Values, y.Gradient, columns, x.GradientToWrite(out bool accumulate).Span, accumulate));
    }
}
