using System.Numerics.Tensors;
using Elucid.Kernels;

namespace Elucid.TensorSpans;

/// <summary>
/// Adds to <see cref="ActivationKernel{T}"/> the forms that take tensors: <c>Activations.Elu().Kernel().Forward(x, y)</c>.
/// </summary>
/// <remarks>What <see cref="TensorElementwise"/> says of shapes, strides and overlaps holds here, too.</remarks>
public static class TensorActivationKernel
{
    extension<T>(ActivationKernel<T> kernel) where T : unmanaged
    {
        /// <summary>y = f(x).</summary>
        /// <param name="x">Inputs, of any shape and strides.</param>
        /// <param name="y">Outputs, of the same shape; may be <paramref name="x"/> itself.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="y"/> is broadcast.</exception>
        public void Forward(in ReadOnlyTensorSpan<T> x, in TensorSpan<T> y) =>
            TensorSweep.Unary("Forward", new NamedForward<T>(kernel), x, y);

        /// <summary>f(x) as a new dense tensor of the shape of <paramref name="x"/>.</summary>
        /// <param name="x">Inputs, of any shape and strides.</param>
        public Tensor<T> Forward(in ReadOnlyTensorSpan<T> x)
        {
            Tensor<T> y = System.Numerics.Tensors.Tensor.CreateFromShapeUninitialized<T>(x.Lengths);
            TensorSweep.Unary("Forward", new NamedForward<T>(kernel), x, y);
            return y;
        }

        /// <summary>dx = dy · f′(x), or dx += dy · f′(x).</summary>
        /// <param name="x">The inputs of the forward pass.</param>
        /// <param name="dy">Gradient of the loss by each output, of the same shape.</param>
        /// <param name="dx">Gradient with respect to each input, of the same shape; may be <paramref name="dy"/> or <paramref name="x"/>
        /// itself.</param>
        /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="dx"/> is broadcast.</exception>
        public void Backward(in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> dy, in TensorSpan<T> dx, bool accumulate = false) =>
            TensorSweep.Binary("Backward", new NamedBackward<T>(kernel, accumulate), x, dy, dx);

        /// <summary>dx = dy · f′(x) with f′(x) from y = f(x), or dx += that; where <see cref="ActivationKernel{T}.HasOutputDerivative"/> is
        /// true.</summary>
        /// <param name="y">The outputs of the forward pass.</param>
        /// <param name="dy">Gradient of the loss by each output, of the same shape.</param>
        /// <param name="dx">Gradient with respect to each input, of the same shape; may be <paramref name="dy"/> or <paramref name="y"/>
        /// itself.</param>
        /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="dx"/> is broadcast.</exception>
        /// <exception cref="NotSupportedException">The output does not determine the derivative.</exception>
        public void BackwardFromOutput(
            in ReadOnlyTensorSpan<T> y, in ReadOnlyTensorSpan<T> dy, in TensorSpan<T> dx, bool accumulate = false) =>
            TensorSweep.Binary("BackwardFromOutput", new NamedBackwardFromOutput<T>(kernel, accumulate), y, dy, dx);
    }
}
