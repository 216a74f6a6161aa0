using Elucid.Kernels;

namespace Elucid;

public static partial class Loss
{
    /// <summary>
    /// The policy-gradient loss −(return − baseline)·ln π(action) − weight · entropy of π, with π = softmax(logits): its gradient is that of
    /// REINFORCE (Williams 1992) with a baseline; the entropy keeps the policy from settling early (Mnih et al. 2016, arXiv:1602.01783, section 4).
    /// </summary>
    /// <param name="logits">[steps, actions]; −∞ forbids an action.</param>
    /// <param name="actions">[steps], what was done, each from 0 to actions − 1.</param>
    /// <param name="returns">[steps], what it led to. A constant: it gets no gradient.</param>
    /// <param name="baseline">[steps], what was expected, such as a value network's output. A constant: train it by
    /// <see cref="MeanSquaredError(Tensor, Tensor)"/>. Null for 0.</param>
    /// <param name="entropyWeight">How much the entropy, in nats, is rewarded; 0 by default, 0.01 is usual.</param>
    /// <returns>A scalar, the mean over the steps.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">An action does not exist.</exception>
    public static Tensor PolicyGradient(Tensor logits, ReadOnlyMemory<int> actions, Tensor returns, Tensor? baseline = null, double entropyWeight = 0)
    {
        int steps = actions.Length;
        CheckRows(logits, steps, nameof(PolicyGradient), classes: "actions", label: "actions");
        foreach (Tensor? values in (ReadOnlySpan<Tensor?>)[returns, baseline])
            if (values is not null && values.Shape != new Shape(steps))
                ShapeException.Throw(
                    "Loss.PolicyGradient", "returns and baseline", $"[{steps}]", values.Shape, "There is one for each action that was taken.");
        Require.Finite((float)entropyWeight, nameof(entropyWeight));
        CheckConstants(nameof(PolicyGradient), ("the tensor of returns", returns), ("the baseline", baseline));
        int count = logits.Shape[1];
        float entropyShare = (float)entropyWeight;
        Tensor loss = Tape.Result(new Shape(), logits), logs = Tape.Scratch(logits.Shape), probabilities = Tape.Scratch(logits.Shape),
            entropies = Tape.Scratch([steps]);
        if (steps > 0)
        {
            Softmax.LogForward(logits.Values, count, logs.ValuesToWrite);
            Softmax.Forward(logits.Values, count, probabilities.ValuesToWrite);
        }
        float scale = ReciprocalOrZero(steps);
        double sum = 0;
        for (int i = 0; i < steps; i++)
        {
            int action = Checked(actions.Span[i], i, count, nameof(PolicyGradient), "actions");
            ReadOnlySpan<float> log = logs.Values.Slice(i * count, count), p = probabilities.Values.Slice(i * count, count);
            float entropy = 0;
            for (int j = 0; j < count; j++)
                entropy -= p[j] == 0 ? 0 : p[j] * log[j];       // 0 · ln 0 is 0
            entropies.ValuesToWrite[i] = entropy;
            sum -= Advantage(i) * log[action] + entropyShare * entropy;
        }
        loss.ValuesToWrite[0] = (float)(sum * scale);
        KeptLabels kept = new(actions);
        return Tape.Record(loss, () =>
        {
            Span<float> dlogits = Ops.GradientToAddTo(logits);
            float step = loss.Gradient[0] * scale;
            for (int i = 0; i < steps; i++)
            {
                ReadOnlySpan<float> log = logs.Values.Slice(i * count, count), p = probabilities.Values.Slice(i * count, count);
                Span<float> drow = dlogits.Slice(i * count, count);
                float advantage = Advantage(i), entropy = entropies.Values[i];
                for (int j = 0; j < count; j++)
                {
                    float dentropy = p[j] == 0 ? 0 : p[j] * (log[j] + entropy);
                    drow[j] += step * (advantage * (p[j] - (j == kept.Span[i] ? 1 : 0)) + entropyShare * dentropy);
                }
            }
        });

        float Advantage(int i) => returns.Values[i] - (baseline is null ? 0 : baseline.Values[i]);
    }
}
