using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid;

public static partial class Loss
{
    /// <summary>Hinge loss max(0, margin − target · score) for two classes (Cortes and Vapnik 1995): the loss of support vector machines.</summary>
    /// <param name="scores">Any shape.</param>
    /// <param name="target">The same shape, each −1 or 1. A constant: it gets no gradient.</param>
    /// <param name="margin">From which score on an example costs nothing; 1 by default.</param>
    /// <returns>A scalar, the mean over all elements.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A target is another number, or the margin is negative.</exception>
    public static Tensor Hinge(Tensor scores, Tensor target, double margin = 1)
    {
        Require.NotNegative((float)margin, nameof(margin));
        CheckTargets<MinusOrPlusOne>(scores, target);
        return Mean(new HingeError((float)margin), scores, target);
    }

    /// <summary>
    /// Hinge loss for several classes, Σ max(0, margin − score of the label + score of another class) / classes over the other classes (Weston and
    /// Watkins 1999); PyTorch's <c>multi_margin_loss</c>.
    /// </summary>
    /// <param name="scores">[batch, classes]</param>
    /// <param name="labels">[batch], each from 0 to classes − 1.</param>
    /// <param name="margin">By how much the label's score must exceed the others; 1 by default.</param>
    /// <returns>A scalar, the mean over the batch.</returns>
    /// <exception cref="ShapeException">The scores are no matrix or the number of labels is another.</exception>
    /// <exception cref="ArgumentException">A label is no class, or the margin is negative.</exception>
    public static Tensor MultiClassHinge(Tensor scores, ReadOnlyMemory<int> labels, double margin = 1)
    {
        Require.NotNegative((float)margin, nameof(margin));
        CheckRows(scores, labels.Length, nameof(MultiClassHinge), "scores");
        int classes = scores.Shape[1];
        float required = (float)margin;
        float scale = ReciprocalOrZero((float)labels.Length * classes);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            int label = Checked(labels.Span[i], i, classes, nameof(MultiClassHinge));
            ReadOnlySpan<float> row = scores.Values.Slice(i * classes, classes);
            for (int j = 0; j < classes; j++)
                if (j != label)
                    sum += Math.Max(0, required - row[label] + row[j]);
        }
        Tensor loss = Tape.Result(new Shape(), scores);
        loss.ValuesToWrite[0] = (float)(sum * scale);
        KeptLabels kept = new(labels);
        return Tape.Record(loss, () =>
        {
            Span<float> dscores = Ops.GradientToAddTo(scores);
            float step = loss.Gradient[0] * scale;
            for (int i = 0; i < kept.Span.Length; i++)
            {
                int label = kept.Span[i];
                ReadOnlySpan<float> row = scores.Values.Slice(i * classes, classes);
                Span<float> drow = dscores.Slice(i * classes, classes);
                int near = 0;
                for (int j = 0; j < classes; j++)
                {
                    if (j == label || required - row[label] + row[j] <= 0)
                        continue;
                    drow[j] += step;
                    near++;
                }
                if (near > 0)
                    drow[label] -= near * step;
            }
        });
    }

    readonly struct HingeError(float margin) : IError
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V prediction, V target) where V : struct, ILane<V> => V.Max(V.Of(0), V.Of(margin) - target * prediction);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative<V>(V prediction, V target) where V : struct, ILane<V>
        {
            V score = target * prediction, limit = V.Of(margin);
            // The last branch is 0 at the kink and keeps a NaN.
            return V.WhereLess(score, limit, -target, V.WhereLess(limit, score, V.Of(0), score - limit));
        }
    }
}
