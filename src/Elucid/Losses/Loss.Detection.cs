using System.Globalization;
using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid;

public static partial class Loss
{
    /// <summary>
    /// Smooth L1 of the error e = prediction − target: e²/(2β) where |e| &lt; β, else |e| − β/2 (Girshick 2015, arXiv:1504.08083, eq. 3): Huber's
    /// loss divided by its δ.
    /// </summary>
    /// <param name="prediction">Any shape, such as the offsets of boxes.</param>
    /// <param name="target">The same shape. A constant: it gets no gradient.</param>
    /// <param name="beta">β, positive; 1 by default.</param>
    /// <param name="weights">The same shape: the mean is Σ weight · loss / Σ weight, and 0 if all weights are. Null for an ordinary mean.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A weight is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">β is not positive; the limit 0 is <see cref="MeanAbsoluteError(Tensor, Tensor)"/>.</exception>
    public static Tensor SmoothL1(Tensor prediction, Tensor target, double beta = 1, Tensor? weights = null)
    {
        Require.Positive((float)beta, nameof(beta));
        return WeightedMean(new SmoothError((float)beta), prediction, target, weights);
    }

    /// <summary>
    /// Focal loss of sigmoid(logit), −αₜ·(1 − pₜ)^γ·ln pₜ, where pₜ is the probability of the target and αₜ is α for 1 and 1 − α for 0 (Lin et al.
    /// 2017, arXiv:1708.02002, eq. 5): easy examples count less. Computed from the logit, so that it neither overflows nor loses digits.
    /// </summary>
    /// <param name="logits">Any shape, before any sigmoid.</param>
    /// <param name="target">The same shape, each 0 or 1. A constant: it gets no gradient.</param>
    /// <param name="alpha">The weight of positive examples, 0 to 1; 0.25 by default.</param>
    /// <param name="gamma">How much less easy examples count, at least 0; 2 by default, 0 is the binary cross-entropy times αₜ.</param>
    /// <param name="weights">As in <see cref="SmoothL1"/>.</param>
    /// <returns>A scalar, the mean. The paper divides the sum by the number of positive examples instead: multiply by elements / positives.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A target is neither 0 nor 1 and has a weight above 0, or a weight is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">α is outside [0, 1] or γ negative.</exception>
    public static Tensor Focal(Tensor logits, Tensor target, double alpha = 0.25, double gamma = 2, Tensor? weights = null)
    {
        Require.Share(alpha);
        Require.NotNegative((float)gamma, nameof(gamma));
        CheckTargets<ZeroOrOne>(logits, target, weights);
        return WeightedMean(new FocalError((float)alpha, (float)gamma), logits, target, weights);
    }

    /// <summary>
    /// 1 − IoU of boxes: the area that two boxes share over the area that they cover (Yu et al. 2016, arXiv:1608.01471, without the logarithm). No
    /// gradient where they share nothing.
    /// </summary>
    /// <param name="prediction">[boxes, 4]: left, top, right, bottom.</param>
    /// <param name="target">The same shape. A constant: it gets no gradient.</param>
    /// <param name="weights">[boxes]: the mean is Σ weight · loss / Σ weight, and 0 if all weights are. Null for an ordinary mean.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A target of a weight above 0 ends before it begins, or a weight is negative.</exception>
    public static Tensor BoxIou(Tensor prediction, Tensor target, Tensor? weights = null) => Boxes(prediction, target, weights, generalised: false);

    /// <summary>
    /// 1 − GIoU of boxes (Rezatofighi et al. 2019, arXiv:1902.09630, algorithm 1): IoU less the share of the smallest box around both that neither
    /// covers. Its gradient also moves boxes that share nothing.
    /// </summary>
    /// <param name="prediction">[boxes, 4]: left, top, right, bottom.</param>
    /// <param name="target">The same shape. A constant: it gets no gradient.</param>
    /// <param name="weights">[boxes], as in <see cref="BoxIou"/>.</param>
    /// <returns>A scalar between 0 and 2.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A target of a weight above 0 ends before it begins, or a weight is negative.</exception>
    public static Tensor BoxGiou(Tensor prediction, Tensor target, Tensor? weights = null) => Boxes(prediction, target, weights, generalised: true);

    static Tensor Boxes(Tensor prediction, Tensor target, Tensor? weights, bool generalised, [CallerMemberName] string name = "")
    {
        if (prediction.Shape.Rank != 2 || prediction.Shape[1] != 4)
            ShapeException.Throw($"Loss.{name}", "prediction", "[boxes, 4]", prediction.Shape, "A box is left, top, right, bottom.");
        CheckShapes(prediction, target, name);
        int count = prediction.Shape[0];
        if (weights is not null && weights.Shape != new Shape(count))
            ShapeException.Throw($"Loss.{name}", "weights", $"[{count}]", weights.Shape, "There is one weight for each box.");
        CheckWeights(weights, name);
        CheckBoxes(target, weights, name);
        CheckConstants(name, ("the target", target), ("the tensor of weights", weights));
        Tensor loss = Tape.Result(new Shape(), prediction), dprediction = Tape.Scratch(prediction.Shape);
        float scale = weights is null ? ReciprocalOrZero(count) : ReciprocalOrZero(Kernels.Reduce.Sum(weights.Values));
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            float weight = (weights is null ? 1 : weights.Values[i]) * scale;
            Span<float> dbox = dprediction.ValuesToWrite.Slice(4 * i, 4);
            sum += weight * new BoxPair(prediction.Values.Slice(4 * i, 4), target.Values.Slice(4 * i, 4)).Loss(generalised, dbox);
            foreach (ref float dedge in dbox)
                dedge *= weight;
        }
        loss.ValuesToWrite[0] = (float)sum;
        return Tape.Record(loss, () => Kernels.Elementwise.Scale(
            loss.Gradient[0], dprediction.Values, prediction.GradientToWrite(out bool accumulate).Span, accumulate));
    }

    static void CheckBoxes(Tensor boxes, Tensor? weights, string name)
    {
        for (int i = 0; i < boxes.Shape[0]; i++)
        {
            ReadOnlySpan<float> box = boxes.Values.Slice(4 * i, 4);
            if (!(box[2] >= box[0] && box[3] >= box[1] && Kernels.Reduce.IsFinite(box)) && weights?.Values[i] != 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Loss.{name}: expected targets of left, top, right, bottom, but box {i} is ({box[0]}, {box[1]}, {box[2]}, {box[3]}). "
                        + $"It must be finite and end where it begins or beyond: add left and top to a width and a height."));
        }
    }

    /// <summary>Two boxes. The gradient is that by the first, da; at ties of two edges it is theirs that the first box owns.</summary>
    readonly ref struct BoxPair(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        readonly ReadOnlySpan<float> _a = a, _b = b;

        public float Loss(bool generalised, Span<float> da)
        {
            float width = _a[2] - _a[0], height = _a[3] - _a[1];
            float sharedWidth = Math.Min(_a[2], _b[2]) - Math.Max(_a[0], _b[0]), sharedHeight = Math.Min(_a[3], _b[3]) - Math.Max(_a[1], _b[1]);
            bool meet = !(sharedWidth <= 0 || sharedHeight <= 0);      // a NaN is kept
            float shared = meet ? sharedWidth * sharedHeight : 0, union = width * height + (_b[2] - _b[0]) * (_b[3] - _b[1]) - shared;
            float hullWidth = Math.Max(_a[2], _b[2]) - Math.Min(_a[0], _b[0]), hullHeight = Math.Max(_a[3], _b[3]) - Math.Min(_a[1], _b[1]);
            float hull = hullWidth * hullHeight;
            // Boxes without any area share nothing and cover nothing.
            float iou = union == 0 ? 0 : shared / union, byUnion = union == 0 ? 0 : 1 / union, byHull = hull == 0 ? 0 : 1 / hull;
            float loss = 1 - iou + (generalised ? hull == 0 ? 0 : 1 - union / hull : 0);

            // ∂loss by the areas: shared, union and hull.
            float ofShared = -byUnion, ofUnion = iou * byUnion - (generalised ? byHull : 0), ofHull = generalised ? union * byHull * byHull : 0;
            for (int edge = 0; edge < 4; edge++)
            {
                bool isHorizontal = edge % 2 == 0, isUpper = edge >= 2;
                float sign = isUpper ? 1 : -1;
                bool bounds = isUpper ? _a[edge] <= _b[edge] : _a[edge] >= _b[edge];        // of what both share
                bool surrounds = isUpper ? _a[edge] >= _b[edge] : _a[edge] <= _b[edge];     // what contains both
                float dArea = sign * (isHorizontal ? height : width);
                float dShared = meet && bounds ? sign * (isHorizontal ? sharedHeight : sharedWidth) : 0;
                float dHull = surrounds ? sign * (isHorizontal ? hullHeight : hullWidth) : 0;
                da[edge] = ofShared * dShared + ofUnion * (dArea - dShared) + ofHull * dHull;
            }
            return loss;
        }
    }

    readonly struct SmoothError(float beta) : IError
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V prediction, V target) where V : struct, ILane<V>
        {
            V size = V.Abs(prediction - target), limit = V.Of(beta), half = V.Of(0.5f);
            return V.WhereLess(limit, size, size - half * limit, half * size * size / limit);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V prediction, V target) where V : struct, ILane<V> =>
            V.Max(V.Of(-beta), V.Min(V.Of(beta), prediction - target)) / V.Of(beta);
    }

    /// <summary>With the margin z = ±logit, positive where the sign is right: q = 1 − pₜ = σ(−z), −ln pₜ = softplus(−z) and ln q =
    /// −softplus(z).</summary>
    readonly struct FocalError(float alpha, float gamma) : IError
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V prediction, V target) where V : struct, ILane<V>
        {
            V z = (target + target - V.Of(1)) * prediction, tail = V.Log1P(V.Exp(-V.Abs(z)));
            V loss = V.Max(V.Of(0), -z) + tail;
            return Weight(target) * V.Exp(V.Of(-gamma) * (V.Max(V.Of(0), z) + tail)) * loss;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V prediction, V target) where V : struct, ILane<V>
        {
            V sign = target + target - V.Of(1), z = sign * prediction, tail = V.Log1P(V.Exp(-V.Abs(z)));
            V loss = V.Max(V.Of(0), -z) + tail, focus = V.Exp(V.Of(-gamma) * (V.Max(V.Of(0), z) + tail));
            return -(Weight(target) * sign * focus * (V.Of(gamma) * V.Sigmoid(z) * loss + V.Sigmoid(-z)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        V Weight<V>(V target) where V : struct, ILane<V> => V.Of(1 - alpha) + V.Of(alpha - (1 - alpha)) * target;
    }
}
