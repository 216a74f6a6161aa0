using System.Numerics.Tensors;
using Elucid.Activations;
using Elucid.Kernels;

namespace Elucid.TensorSpans;

/// <summary>
/// Adds to <see cref="Elementwise"/> the forms that take tensors: <c>using Elucid.TensorSpans;</c>, then <c>Elementwise.Map(Elu.Default, x, y)</c>.
/// </summary>
/// <remarks>
/// All tensors of a call have the same shape; their strides may differ. Dense ones, and slices of long rows, are handed to the span kernels without a
/// copy; others pass through blocks on the stack. A destination may be one of the sources exactly; a source that overlaps it otherwise is copied
/// first. Results have the bits of the span kernels.
/// </remarks>
public static class TensorElementwise
{
    extension(Elementwise)
    {
        /// <summary>y = f(x).</summary>
        /// <typeparam name="TActivation">The function's own struct; from a name, use <see cref="ActivationKernel"/>.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="x">Inputs, of any shape and strides.</param>
        /// <param name="y">Outputs, of the same shape; may be <paramref name="x"/> itself.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="y"/> is broadcast.</exception>
        public static void Map<TActivation>(TActivation f, in ReadOnlyTensorSpan<float> x, in TensorSpan<float> y)
            where TActivation : struct, IActivation =>
            TensorSweep.Unary("Map", new MapKernel<TActivation>(f), x, y);

        /// <summary>f(x) as a new dense tensor of the shape of <paramref name="x"/>.</summary>
        /// <typeparam name="TActivation">The function's own struct.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="x">Inputs, of any shape and strides.</param>
        public static Tensor<float> Map<TActivation>(TActivation f, in ReadOnlyTensorSpan<float> x)
            where TActivation : struct, IActivation
        {
            Tensor<float> y = Tensor.CreateFromShapeUninitialized<float>(x.Lengths);
            TensorSweep.Unary("Map", new MapKernel<TActivation>(f), x, y);
            return y;
        }

        /// <summary>dx = dy · f′(x), or dx += dy · f′(x).</summary>
        /// <typeparam name="TActivation">The function's own struct.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="x">The inputs of the forward pass.</param>
        /// <param name="dy">Gradient of the loss by each output, of the same shape.</param>
        /// <param name="dx">Gradient by each input, of the same shape; may be <paramref name="dy"/> or <paramref name="x"/> itself.</param>
        /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="dx"/> is broadcast.</exception>
        public static void Backward<TActivation>(
            TActivation f, in ReadOnlyTensorSpan<float> x, in ReadOnlyTensorSpan<float> dy, in TensorSpan<float> dx, bool accumulate = false)
            where TActivation : struct, IActivation =>
            TensorSweep.Binary("Backward", new BackwardKernel<TActivation>(f, accumulate), x, dy, dx);

        /// <summary>dx = dy · f′(x) with f′(x) computed from y = f(x), or dx += that.</summary>
        /// <typeparam name="TActivation">The function's own struct; its remarks say what accuracy is lost.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="y">The outputs of the forward pass.</param>
        /// <param name="dy">Gradient of the loss by each output, of the same shape.</param>
        /// <param name="dx">Gradient by each input, of the same shape; may be <paramref name="dy"/> or <paramref name="y"/> itself.</param>
        /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="dx"/> is broadcast.</exception>
        public static void BackwardFromOutput<TActivation>(
            TActivation f, in ReadOnlyTensorSpan<float> y, in ReadOnlyTensorSpan<float> dy, in TensorSpan<float> dx, bool accumulate = false)
            where TActivation : struct, IOutputActivation =>
            TensorSweep.Binary("BackwardFromOutput", new BackwardFromOutputKernel<TActivation>(f, accumulate), y, dy, dx);
    }
}
