using Elucid.Kernels;

namespace Elucid;

/// <summary>The operators + − · / on tensors and numbers; see <see cref="Ops"/> for broadcasting.</summary>
/// <remarks>A number stands for itself in every element, rounded to float32; it has no gradient.</remarks>
public static class TensorOperators
{
    extension(Tensor tensor)
    {
        /// <summary><see cref="Ops.Add"/></summary>
        public static Tensor operator +(Tensor a, Tensor b) => Ops.Add(a, b);

        /// <summary>x + c, element by element.</summary>
        public static Tensor operator +(Tensor x, double c) => Ops.Apply(new Shifting(c), x);

        /// <summary>c + x, element by element.</summary>
        public static Tensor operator +(double c, Tensor x) => x + c;

        /// <summary><see cref="Ops.Subtract"/></summary>
        public static Tensor operator -(Tensor a, Tensor b) => Ops.Subtract(a, b);

        /// <summary>x − c, element by element.</summary>
        public static Tensor operator -(Tensor x, double c) => x + -c;

        /// <summary>c − x, element by element.</summary>
        public static Tensor operator -(double c, Tensor x) => Ops.Apply(new SubtractingFrom(c), x);

        /// <summary><see cref="Ops.Multiply"/>, element by element.</summary>
        public static Tensor operator *(Tensor a, Tensor b) => Ops.Multiply(a, b);

        /// <summary><see cref="Ops.Scale"/></summary>
        public static Tensor operator *(double c, Tensor x) => Ops.Scale(x, c);

        /// <summary><see cref="Ops.Scale"/></summary>
        public static Tensor operator *(Tensor x, double c) => Ops.Scale(x, c);

        /// <summary><see cref="Ops.Divide"/>, element by element.</summary>
        public static Tensor operator /(Tensor a, Tensor b) => Ops.Divide(a, b);

        /// <summary>x / c, element by element.</summary>
        public static Tensor operator /(Tensor x, double c) => Ops.Apply(new DividingBy(c), x);

        /// <summary>c / x, element by element.</summary>
        public static Tensor operator /(double c, Tensor x) => Ops.Apply(new Dividing(c), x);

        /// <summary><see cref="Ops.Scale"/> by −1.</summary>
        public static Tensor operator -(Tensor x) => Ops.Scale(x, -1);

        /// <summary>The same numbers without a history: no gradient flows back through the result, and rules take it as a constant.</summary>
        /// <returns>A copy that lives as long as the current tape; <see cref="Tensor.Keep"/> makes one that outlives it.</returns>
        public Tensor Detach()
        {
            Tensor y = Tape.Scratch(tensor.Shape);
            tensor.Values.CopyTo(y.ValuesToWrite);
            return y;
        }
    }
}
