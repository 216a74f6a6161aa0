using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid;

public static partial class Ops
{
    /// <summary>f(x) for every element; its gradient is taken from x, so that nothing is lost where f saturates.</summary>
    /// <param name="f">A function's own struct, such as <c>Elu.Default</c>, or one of your own.</param>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public static Tensor Apply<TFunction>(TFunction f, Tensor x) where TFunction : struct, IUnaryFunction
    {
        Tensor y = Tape.Result(x.Shape, x);
        Elementwise.Map(f, x.Values, y.ValuesToWrite);
        return Tape.Record(y, () => Elementwise.Backward(f, x.Values, y.Gradient, x.GradientToWrite(out bool accumulate).Span, accumulate));
    }

    /// <summary>f(x) for every element, for a function known by name: <c>Ops.Apply(Activations.Elu().Kernel(), x)</c>.</summary>
    /// <param name="f">The function's kernels.</param>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public static Tensor Apply(ActivationKernel<float> f, Tensor x)
    {
        Tensor y = Tape.Result(x.Shape, x);
        f.Forward(x.Values, y.ValuesToWrite);
        return Tape.Record(y, () => f.Backward(x.Values, y.Gradient, x.GradientToWrite(out bool accumulate).Span, accumulate));
    }

    /// <summary>f(x; a, b) with one set of learned parameters per unit.</summary>
    /// <param name="f">The function's kernels.</param>
    /// <param name="x">Any shape with an axis of units; [*, units] by default.</param>
    /// <param name="a">[units], the first parameter of each unit; one number is that of all units.</param>
    /// <param name="b">[units], the second; null for a function of one parameter.</param>
    /// <param name="axis">The axis of units: −1, the last, by default; 1 for the channels of [batch, channels, height, width].</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">The axis of <paramref name="x"/> is not as long as the parameters.</exception>
    /// <exception cref="ArgumentException">The function has another number of parameters.</exception>
    public static Tensor ApplyLearned(LearnedActivationKernel f, Tensor x, Tensor a, Tensor? b = null, int axis = -1)
    {
        int inner = Math.Max(1, x.Shape.Size);
        if (a.Shape.Size != 1)
        {
            axis = x.Shape.ResolveAxis(axis);
            if (x.Shape[axis] != a.Shape.Size)
                ShapeException.Throw(
                    "ApplyLearned", "input", $"[*, {a.Shape.Size}]", x.Shape, $"There is one set of parameters per unit of axis {axis}.");
            inner = x.Shape.Product((axis + 1)..);
        }
        if (f.ParameterCount != (b is null ? 1 : 2))
            throw new ArgumentException(
                $"ApplyLearned: this function has {f.ParameterCount} learned parameters per unit: {(b is null ? "pass b as well" : "omit b")}.",
                nameof(b));
        Tensor y = b is null ? Tape.Result(x.Shape, x, a) : Tape.Result(x.Shape, x, a, b);
        f.Forward(x.Values, a.Values, (b ?? a).Values, y.ValuesToWrite, inner);
        return Tape.Record(y, () =>
        {
            // The kernel adds the parameters' gradients over all rows before it touches dx.
            Span<float> da = GradientToAddTo(a), db = b is null ? default : GradientToAddTo(b);
            bool accumulate = false;
            Span<float> dx = x.RequiresGradient ? x.GradientToWrite(out accumulate).Span : default;
            f.Backward(x.Values, a.Values, (b ?? a).Values, y.Gradient, dx, da, db, inner, accumulate);
        });
    }

    /// <summary>f(x + residual) in one pass over two tensors of one shape; the same numbers as one after the other.</summary>
    internal static Tensor AddActivation(ResidualKernel f, Tensor x, Tensor residual)
    {
        Tensor y = Tape.Result(x.Shape, x, residual);
        f.Forward(x.Values, residual.Values, y.ValuesToWrite);
        return Tape.Record(y, () =>
        {
            Span<float> done = default;
            foreach (Tensor summand in (ReadOnlySpan<Tensor>)[x, residual])
            {
                if (!summand.RequiresGradient)
                    continue;
                Span<float> d = summand.GradientToWrite(out bool accumulate).Span;
                // Both get the same: what was written for one is copied for the other.
                if (done.IsEmpty)
                    f.Backward(x.Values, residual.Values, y.Gradient, d, accumulate);
                else if (accumulate)
                    Elementwise.Add(d, done, d);
                else
                    done.CopyTo(d);
                done = accumulate ? default : d;
            }
        });
    }

    /// <summary>The gradient of a tensor, begun with 0 if nothing has been written yet; empty where none is required.</summary>
    internal static Span<float> GradientToAddTo(Tensor x)
    {
        if (!x.RequiresGradient)
            return default;
        Span<float> dx = x.GradientToWrite(out bool accumulate).Span;
        if (!accumulate)
            dx.Clear();
        return dx;
    }
}
