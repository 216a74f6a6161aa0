using System.Numerics.Tensors;
using Elucid.Kernels;

namespace Elucid.TensorSpans;

/// <summary>
/// Adds to <see cref="ActivationKernel"/> the forms that take tensors: <c>ActivationCatalog.Parse("elu").Kernel().Forward(x, y)</c>.
/// </summary>
/// <remarks>What <see cref="TensorElementwise"/> says of shapes, strides and overlaps holds here, too.</remarks>
public static class TensorActivationKernel
{
    extension(ActivationKernel kernel)
    {
        /// <summary>y = f(x).</summary>
        /// <param name="x">Inputs, of any shape and strides.</param>
        /// <param name="y">Outputs, of the same shape; may be <paramref name="x"/> itself.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="y"/> is broadcast.</exception>
        public void Forward(in ReadOnlyTensorSpan<float> x, in TensorSpan<float> y) =>
            TensorSweep.Unary("Forward", new NamedForward(kernel), x, y);

        /// <summary>f(x) as a new dense tensor of the shape of <paramref name="x"/>.</summary>
        /// <param name="x">Inputs, of any shape and strides.</param>
        public Tensor<float> Forward(in ReadOnlyTensorSpan<float> x)
        {
            Tensor<float> y = Tensor.CreateFromShapeUninitialized<float>(x.Lengths);
            TensorSweep.Unary("Forward", new NamedForward(kernel), x, y);
            return y;
        }

        /// <summary>dx = dy · f′(x), or dx += dy · f′(x).</summary>
        /// <param name="x">The inputs of the forward pass.</param>
        /// <param name="dy">Gradient of the loss by each output, of the same shape.</param>
        /// <param name="dx">Gradient by each input, of the same shape; may be <paramref name="dy"/> or <paramref name="x"/> itself.</param>
        /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="dx"/> is broadcast.</exception>
        public void Backward(in ReadOnlyTensorSpan<float> x, in ReadOnlyTensorSpan<float> dy, in TensorSpan<float> dx, bool accumulate = false) =>
            TensorSweep.Binary("Backward", new NamedBackward(kernel, accumulate), x, dy, dx);

        /// <summary>dx = dy · f′(x) with f′(x) from y = f(x), or dx += that; where <see cref="ActivationKernel.HasOutputDerivative"/> is true.</summary>
        /// <param name="y">The outputs of the forward pass.</param>
        /// <param name="dy">Gradient of the loss by each output, of the same shape.</param>
        /// <param name="dx">Gradient by each input, of the same shape; may be <paramref name="dy"/> or <paramref name="y"/> itself.</param>
        /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="dx"/> is broadcast.</exception>
        /// <exception cref="NotSupportedException">The output does not determine the derivative.</exception>
        public void BackwardFromOutput(
            in ReadOnlyTensorSpan<float> y, in ReadOnlyTensorSpan<float> dy, in TensorSpan<float> dx, bool accumulate = false) =>
            TensorSweep.Binary("BackwardFromOutput", new NamedBackwardFromOutput(kernel, accumulate), y, dy, dx);
    }
}
