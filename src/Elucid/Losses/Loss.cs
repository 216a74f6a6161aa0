using System.Runtime.CompilerServices;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid;

/// <summary>Losses, each the mean over all examples or elements: a scalar to call <see cref="Tape.Backward"/> on.</summary>
/// <remarks>
/// Targets, weights, returns and baselines are constants. One that requires a gradient, as what a network computes in the running tape does, is
/// refused with an <see cref="InvalidOperationException"/>: pass <see cref="Tensor.Keep"/> of it, or write the loss with <see cref="Ops"/> where both
/// sides shall learn. Targets out of the range that a loss is made for are refused, too.
/// </remarks>
public static partial class Loss
{
    /// <summary>Softmax cross-entropy against class labels, −ln softmax(logits)[label], in nats.</summary>
    /// <param name="logits">[batch, classes], before any softmax.</param>
    /// <param name="labels">[batch], each from 0 to classes − 1.</param>
    /// <param name="labelSmoothing">Share of the target spread over all classes (Szegedy et al. 2016, arXiv:1512.00567, section 7); 0 by
    /// default.</param>
    /// <param name="ignoreIndex">Rows with this label, such as padding, do not count; −100 by default, as in PyTorch.</param>
    /// <returns>A scalar, the mean over the rows that count; 0 if there are none.</returns>
    /// <exception cref="ShapeException">The logits are no matrix or the number of labels is another.</exception>
    /// <exception cref="ArgumentException">A label is no class.</exception>
    public static Tensor CrossEntropy(Tensor logits, ReadOnlyMemory<int> labels, double labelSmoothing = 0, int ignoreIndex = -100)
    {
        CheckRows(logits, labels.Length, nameof(CrossEntropy));
        float smoothing = (float)labelSmoothing;
        Tensor loss = Tape.Result(new Shape(), logits), probabilities = Tape.Scratch(logits.Shape), losses = Tape.Scratch([labels.Length]);
        Softmax.CrossEntropy(logits.Values, labels.Span, smoothing, losses.ValuesToWrite, probabilities.ValuesToWrite, ignoreIndex);
        int counted = labels.Length - labels.Span.Count(ignoreIndex);
        float scale = counted == 0 && labels.Length > 0 ? 0 : 1f / counted;
        loss.ValuesToWrite[0] = Reduce.Sum(losses.Values) * scale;
        KeptLabels kept = new(labels);
        return Tape.Record(loss, () => Softmax.CrossEntropyBackward(
            probabilities.Values, kept.Span, smoothing, loss.Gradient[0] * scale, logits.GradientToWrite(out bool accumulate).Span, accumulate,
            ignoreIndex));
    }

    /// <summary>Mean squared error: the mean of (prediction − target)².</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape. A constant: it gets no gradient.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor MeanSquaredError(Tensor prediction, Tensor target) => Mean(default(SquaredError), prediction, target);

    /// <summary>Mean squared error where elements count differently: Σ weight · (prediction − target)² / Σ weight; 0 if all weights are.</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape. A constant: it gets no gradient.</param>
    /// <param name="weights">The same shape, at least 0. A constant, too.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public static Tensor MeanSquaredError(Tensor prediction, Tensor target, Tensor weights) =>
        WeightedMean(default(SquaredError), prediction, target, weights);

    /// <summary>Mean absolute error: the mean of |prediction − target|; its derivative at 0 is 0.</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape. A constant: it gets no gradient.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor MeanAbsoluteError(Tensor prediction, Tensor target) => Mean(default(AbsoluteError), prediction, target);

    /// <summary>Mean absolute error where elements count differently: Σ weight · |prediction − target| / Σ weight; 0 if all weights are.</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape. A constant: it gets no gradient.</param>
    /// <param name="weights">The same shape, at least 0. A constant, too.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public static Tensor MeanAbsoluteError(Tensor prediction, Tensor target, Tensor weights) =>
        WeightedMean(default(AbsoluteError), prediction, target, weights);

    /// <summary>Huber's loss of the error e = prediction − target: e²/2 where |e| ≤ δ, else δ·(|e| − δ/2) (Huber 1964).</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape. A constant: it gets no gradient.</param>
    /// <param name="delta">δ, positive; 1 by default.</param>
    /// <param name="weights">How much each element counts, at least 0: the same shape, a constant; null, the default, for 1 each.</param>
    /// <returns>A scalar, Σ weight · error / Σ weight; 0 where all weights are.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public static Tensor Huber(Tensor prediction, Tensor target, double delta = 1, Tensor? weights = null)
    {
        Require.Positive((float)delta, nameof(delta));
        return WeightedMean(new HuberError((float)delta), prediction, target, weights);
    }

    /// <summary>Binary cross-entropy of sigmoid(logit) against targets from 0 to 1, in nats; computed from the logit so that it neither overflows nor
    /// loses digits.</summary>
    /// <param name="logits">Any shape, before any sigmoid.</param>
    /// <param name="target">The same shape. A constant: it gets no gradient.</param>
    /// <returns>A scalar, the mean over all elements.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A target lies outside [0, 1].</exception>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor logits, Tensor target)
    {
        CheckTargets<Probability>(logits, target);
        return Mean(default(BinaryCrossEntropy), logits, target);
    }

    static Tensor Mean<TError>(TError error, Tensor prediction, Tensor target, [CallerMemberName] string name = "") where TError : struct, IError
    {
        CheckShapes(prediction, target, name);
        CheckConstants(name, ("the target", target));
        Tensor loss = Tape.Result(new Shape(), prediction), errors = Tape.Scratch(prediction.Shape);
        float scale = 1f / prediction.Shape.Size;
        Elementwise.Binary(new ValueOf<TError>(error), prediction.Values, target.Values, errors.ValuesToWrite, accumulate: false);
        loss.ValuesToWrite[0] = Reduce.Sum(errors.Values) * scale;
        return Tape.Record(loss, () => Elementwise.Binary(
            new DerivativeOf<TError>(error, loss.Gradient[0] * scale), prediction.Values, target.Values,
            prediction.GradientToWrite(out bool accumulate).Span, accumulate));
    }

    /// <summary>Σ weight · error / Σ weight; 0 where all weights are.</summary>
    static Tensor WeightedMean<TError>(TError error, Tensor prediction, Tensor target, Tensor? weights, [CallerMemberName] string name = "")
        where TError : struct, IError
    {
        if (weights is null)
            return Mean(error, prediction, target, name);
        CheckShapes(prediction, target, name);
        if (weights.Shape != prediction.Shape)
            ShapeException.Throw(
                $"Loss.{name}", "weights", $"{prediction.Shape}, the prediction's", weights.Shape, "There is one weight for each element.");
        CheckWeights(weights, name);
        CheckConstants(name, ("the target", target), ("the tensor of weights", weights));
        Tensor loss = Tape.Result(new Shape(), prediction), errors = Tape.Scratch(prediction.Shape);
        float scale = ReciprocalOrZero(Reduce.Sum(weights.Values));
        Elementwise.Binary(new ValueOf<TError>(error), prediction.Values, target.Values, errors.ValuesToWrite, accumulate: false);
        loss.ValuesToWrite[0] = Reduce.Dot(errors.Values, weights.Values) * scale;
        return Tape.Record(loss, () =>
        {
            Elementwise.Binary(
                new DerivativeOf<TError>(error, loss.Gradient[0] * scale), prediction.Values, target.Values, errors.ValuesToWrite, accumulate: false);
            Elementwise.Multiply(errors.Values, weights.Values, prediction.GradientToWrite(out bool accumulate).Span, accumulate);
        });
    }

    static float ReciprocalOrZero(float sum) => sum == 0 ? 0 : 1 / sum;

    static void CheckShapes(Tensor prediction, Tensor target, string name)
    {
        if (prediction.Shape != target.Shape)
            ShapeException.Throw($"Loss.{name}", "prediction and target", $"{target.Shape}, the target's", prediction.Shape, "Reshape one of them.");
    }

    static void CheckRows(Tensor rows, int labels, string name, string what = "logits", string classes = "classes", string label = "labels")
    {
        if (rows.Shape.Rank != 2 || rows.Shape[0] != labels)
            ShapeException.Throw($"Loss.{name}", what, $"[{labels}, {classes}]", rows.Shape, $"There are {labels} {label}.");
    }

    static int Checked(int label, int row, int classes, string name, string what = "labels") => (uint)label < (uint)classes ? label
        : throw new ArgumentException($"Loss.{name}: expected {what} from 0 to {classes - 1}, but got {label} in row {row}.");

    /// <summary>The loss of one element and its derivative with respect to the prediction.</summary>
    interface IError
    {
        V Value<V>(V prediction, V target) where V : struct, ILane<V>;

        V Derivative<V>(V prediction, V target) where V : struct, ILane<V>;
    }

    readonly struct ValueOf<TError>(TError error) : IBinary where TError : struct, IError
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y) where V : struct, ILane<V> => error.Value(x, y);
    }

    readonly struct DerivativeOf<TError>(TError error, float scale) : IBinary where TError : struct, IError
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y) where V : struct, ILane<V> => V.Of(scale) * error.Derivative(x, y);
    }

    readonly struct SquaredError : IError
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V prediction, V target) where V : struct, ILane<V> => (prediction - target) * (prediction - target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V prediction, V target) where V : struct, ILane<V> => V.Of(2) * (prediction - target);
    }

    readonly struct AbsoluteError : IError
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V prediction, V target) where V : struct, ILane<V> => V.Abs(prediction - target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V prediction, V target) where V : struct, ILane<V>
        {
            V error = prediction - target, zero = V.Of(0);
            // The last branch keeps a NaN.
            return V.WhereLess(error, zero, V.Of(-1), V.WhereLess(zero, error, V.Of(1), error));
        }
    }

    readonly struct HuberError(float delta) : IError
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V prediction, V target) where V : struct, ILane<V>
        {
            V size = V.Abs(prediction - target), limit = V.Of(delta), half = V.Of(0.5f);
            return V.WhereLess(limit, size, limit * (size - half * limit), half * size * size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V prediction, V target) where V : struct, ILane<V> =>
            V.Max(V.Of(-delta), V.Min(V.Of(delta), prediction - target));
    }

    readonly struct BinaryCrossEntropy : IError
    {
        // max(z, 0) − z·t + ln(1 + e^−|z|)
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V prediction, V target) where V : struct, ILane<V> =>
            V.Max(V.Of(0), prediction) - prediction * target + V.Log1P(V.Exp(-V.Abs(prediction)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V prediction, V target) where V : struct, ILane<V> => V.Sigmoid(prediction) - target;
    }
}
