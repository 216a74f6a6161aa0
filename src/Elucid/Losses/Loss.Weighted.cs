using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid;

public static partial class Loss
{
    /// <summary>
    /// Softmax cross-entropy of rows that count differently, Σ weight · loss / Σ weight, where easy ones may count less: −(1 − p)^γ · ln p of the
    /// probability p of the label
    /// (Lin et al. 2017, arXiv:1708.02002, eq. 4).
    /// </summary>
    /// <param name="logits">[batch, classes], before any softmax.</param>
    /// <param name="labels">[batch], each from 0 to classes − 1.</param>
    /// <param name="weights">[batch], at least 0. A constant: it gets no gradient.</param>
    /// <param name="labelSmoothing">Share of the target spread over all classes; 0 by default, and with a γ above 0.</param>
    /// <param name="gamma">γ, at least 0; 0, the default, is the cross-entropy.</param>
    /// <returns>A scalar, in nats; 0 where all weights are.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A label is no class, a weight is negative, or label smoothing and γ are both asked for.</exception>
    public static Tensor WeightedCrossEntropy(Tensor logits, ReadOnlyMemory<int> labels, Tensor weights, double labelSmoothing = 0, double gamma = 0)
    {
        CheckRows(logits, labels.Length, nameof(WeightedCrossEntropy));
        if (weights.Shape != new Shape(labels.Length))
            ShapeException.Throw("Loss.WeightedCrossEntropy", "weights", $"[{labels.Length}]", weights.Shape, "There is one weight for each row.");
        float smoothing = Require.BelowOne((float)labelSmoothing, nameof(labelSmoothing));
        float focus = Require.NotNegative((float)gamma, nameof(gamma));
        if (smoothing > 0 && focus > 0)
            throw new ArgumentException(
                "Loss.WeightedCrossEntropy: label smoothing keeps the network from being sure, and γ passes over what it is sure of: choose one.",
                nameof(gamma));
        CheckWeights(weights, nameof(WeightedCrossEntropy));
        CheckConstants(nameof(WeightedCrossEntropy), ("the tensor of weights", weights));
        int rows = labels.Length, classes = logits.Shape[1];
        Tensor loss = Tape.Result(new Shape(), logits), losses = Tape.Scratch([rows]);
        Tensor logs = Tape.Scratch(logits.Shape), probabilities = Tape.Scratch(logits.Shape);
        if (rows > 0)
        {
            Softmax.LogForward(logits.Values, classes, logs.ValuesToWrite);
            Softmax.Forward(logits.Values, classes, probabilities.ValuesToWrite);
        }
        float share = smoothing / classes;
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<float> log = logs.Values.Slice(i * classes, classes);
            int label = Checked(labels.Span[i], i, classes, nameof(WeightedCrossEntropy));
            float value = (1 - smoothing) * -log[label];
            if (share > 0)
                value -= share * Reduce.Sum(log);
            losses.ValuesToWrite[i] = focus == 0 ? value : value * Unsure(probabilities.Values[i * classes + label], focus);
        }
        float scale = ReciprocalOrZero(Reduce.Sum(weights.Values));
        loss.ValuesToWrite[0] = Reduce.Dot(losses.Values, weights.Values) * scale;
        KeptLabels kept = new(labels);
        return Tape.Record(loss, () =>
        {
            Span<float> dlogits = Ops.GradientToAddTo(logits);
            float step = loss.Gradient[0] * scale;
            for (int i = 0; i < rows; i++)
            {
                ReadOnlySpan<float> p = probabilities.Values.Slice(i * classes, classes);
                Span<float> drow = dlogits.Slice(i * classes, classes);
                int label = kept.Span[i];
                // ∂loss/∂z of a row is (p − target) times this; with a focus the derivative of (1 − p)^γ is a part of it.
                float slope = step * weights.Values[i] * (focus == 0 ? 1 : SlopeOfFocus(p[label], logs.Values[i * classes + label], focus));
                for (int j = 0; j < classes; j++)
                    drow[j] += slope * (p[j] - share - (j == label ? 1 - smoothing : 0));
            }
        });
    }

    /// <summary>(1 − p)^γ.</summary>
    static float Unsure(float p, float focus) => Lane1.Exp(new Lane1(focus) * Lane1.Log1P(new Lane1(-p))).Value;

    // d/dp of −(1 − p)^γ·ln p, times −p: (1 − p)^γ − γ·p·(1 − p)^(γ−1)·ln p. For p → 1 both go to 0.
    static float SlopeOfFocus(float p, float log, float focus)
    {
        float unsure = Unsure(p, focus);
        return p >= 1 ? 0 : unsure - focus * p * unsure / (1 - p) * log;
    }
}
