namespace Elucid;

/// <summary>The operators + − · / on tensors; see <see cref="Ops"/> for broadcasting.</summary>
public static class TensorOperators
{
    extension(Tensor)
    {
        /// <summary><see cref="Ops.Add"/></summary>
        public static Tensor operator +(Tensor a, Tensor b) => Ops.Add(a, b);

        /// <summary><see cref="Ops.Subtract"/></summary>
        public static Tensor operator -(Tensor a, Tensor b) => Ops.Subtract(a, b);

        /// <summary><see cref="Ops.Multiply"/>, element by element.</summary>
        public static Tensor operator *(Tensor a, Tensor b) => Ops.Multiply(a, b);

        /// <summary><see cref="Ops.Divide"/>, element by element.</summary>
        public static Tensor operator /(Tensor a, Tensor b) => Ops.Divide(a, b);

        /// <summary><see cref="Ops.Scale"/></summary>
        public static Tensor operator *(float factor, Tensor x) => Ops.Scale(x, factor);

        /// <summary><see cref="Ops.Scale"/> by −1.</summary>
        public static Tensor operator -(Tensor x) => Ops.Scale(x, -1);
    }
}
