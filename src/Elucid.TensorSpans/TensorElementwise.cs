using System.Numerics.Tensors;
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
        /// <typeparam name="T">float, double, Half or BFloat16.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="x">Inputs, of any shape and strides.</param>
        /// <param name="y">Outputs, of the same shape; may be <paramref name="x"/> itself.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="y"/> is broadcast.</exception>
        /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
        public static void Map<TActivation, T>(TActivation f, in ReadOnlyTensorSpan<T> x, in TensorSpan<T> y)
            where TActivation : struct, IActivation where T : unmanaged =>
            TensorSweep.Unary("Map", new MapKernel<TActivation, T>(f), x, y);

        /// <summary>f(x) as a new dense tensor of the shape of <paramref name="x"/>.</summary>
        /// <typeparam name="TActivation">The function's own struct.</typeparam>
        /// <typeparam name="T">float, double, Half or BFloat16.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="x">Inputs, of any shape and strides.</param>
        /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
        public static Tensor<T> Map<TActivation, T>(TActivation f, in ReadOnlyTensorSpan<T> x)
            where TActivation : struct, IActivation where T : unmanaged
        {
            Tensor<T> y = System.Numerics.Tensors.Tensor.CreateFromShapeUninitialized<T>(x.Lengths);
            TensorSweep.Unary("Map", new MapKernel<TActivation, T>(f), x, y);
            return y;
        }

        /// <inheritdoc cref="TensorElementwise.Map{TActivation, T}(TActivation, in ReadOnlyTensorSpan{T})"/>
        public static Tensor<T> Map<TActivation, T>(TActivation f, Tensor<T> x) where TActivation : struct, IActivation where T : unmanaged =>
            Map(f, x.AsReadOnlyTensorSpan());

        /// <summary>dx = dy · f′(x), or dx += dy · f′(x).</summary>
        /// <typeparam name="TActivation">The function's own struct.</typeparam>
        /// <typeparam name="T">float, double, Half or BFloat16.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="x">The inputs of the forward pass.</param>
        /// <param name="dy">Gradient of the loss by each output, of the same shape.</param>
        /// <param name="dx">Gradient with respect to each input, of the same shape; may be <paramref name="dy"/> or <paramref name="x"/>
        /// itself.</param>
        /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="dx"/> is broadcast.</exception>
        /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
        public static void Backward<TActivation, T>(
            TActivation f, in ReadOnlyTensorSpan<T> x, in ReadOnlyTensorSpan<T> dy, in TensorSpan<T> dx, bool accumulate = false)
            where TActivation : struct, IActivation where T : unmanaged =>
            TensorSweep.Binary("Backward", new BackwardKernel<TActivation, T>(f, accumulate), x, dy, dx);

        /// <summary>dx = dy · f′(x) with f′(x) computed from y = f(x), or dx += that.</summary>
        /// <typeparam name="TActivation">The function's own struct; its remarks say what accuracy is lost.</typeparam>
        /// <typeparam name="T">float, double, Half or BFloat16.</typeparam>
        /// <param name="f">The function.</param>
        /// <param name="y">The outputs of the forward pass.</param>
        /// <param name="dy">Gradient of the loss by each output, of the same shape.</param>
        /// <param name="dx">Gradient with respect to each input, of the same shape; may be <paramref name="dy"/> or <paramref name="y"/>
        /// itself.</param>
        /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
        /// <exception cref="ArgumentException">The shapes differ, or <paramref name="dx"/> is broadcast.</exception>
        /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
        public static void BackwardFromOutput<TActivation, T>(
            TActivation f, in ReadOnlyTensorSpan<T> y, in ReadOnlyTensorSpan<T> dy, in TensorSpan<T> dx, bool accumulate = false)
            where TActivation : struct, IOutputActivation where T : unmanaged =>
            TensorSweep.Binary("BackwardFromOutput", new BackwardFromOutputKernel<TActivation, T>(f, accumulate), y, dy, dx);
    }
}
