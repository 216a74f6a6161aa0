using Elucid.Kernels;

namespace Elucid;

public static partial class Loss
{
    /// <summary>What an action adds to the loss, and the derivative of that with respect to ln π(action).</summary>
    /// <param name="step">Which step.</param>
    /// <param name="log">ln π(action).</param>
    delegate (float Loss, float Slope) Surrogate(int step, float log);

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
        CheckPolicy(nameof(PolicyGradient), logits, actions.Length, "returns and baseline", returns, baseline);
        CheckConstants(nameof(PolicyGradient), ("the tensor of returns", returns), ("the baseline", baseline));
        return OfPolicy(
            nameof(PolicyGradient), logits, actions, entropyWeight, (step, log) => (-(Advantage(step) * log), -Advantage(step)));

        float Advantage(int i) => returns.Values[i] - (baseline is null ? 0 : baseline.Values[i]);
    }

    /// <summary>
    /// The clipped loss of proximal policy optimisation, −min(r·A, clip(r, 1 − ε, 1 + ε)·A) − weight · entropy of π, with
    /// r = π(action) / π before(action): it lets several steps learn from the same episodes, as it gives nothing for going further from the policy
    /// that played them (Schulman et al. 2017, arXiv:1707.06347, eq. 7).
    /// </summary>
    /// <param name="logits">[steps, actions]; −∞ forbids an action.</param>
    /// <param name="actions">[steps], what was done, each from 0 to actions − 1.</param>
    /// <param name="advantages">[steps], A, how much better it was than expected (<see cref="Episode.Advantages"/>). A constant.</param>
    /// <param name="before">[steps], ln π(action) of the policy that played. A constant.</param>
    /// <param name="clip">ε, above 0; 0.2 by default.</param>
    /// <param name="entropyWeight">How much the entropy, in nats, is rewarded; 0 by default, 0.01 is usual.</param>
    /// <returns>A scalar, the mean over the steps.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">An action does not exist, or ε is not positive.</exception>
    public static Tensor ProximalPolicy(
        Tensor logits, ReadOnlyMemory<int> actions, Tensor advantages, Tensor before, double clip = 0.2, double entropyWeight = 0)
    {
        if (!(clip > 0 && double.IsFinite(clip)))
            throw new ArgumentOutOfRangeException(nameof(clip), $"Loss.ProximalPolicy: expected a clip above 0, such as 0.2, but got {clip}.");
        CheckPolicy(nameof(ProximalPolicy), logits, actions.Length, "advantages and logarithms", advantages, before);
        CheckConstants(nameof(ProximalPolicy), ("the tensor of advantages", advantages), ("the tensor of logarithms", before));
        float low = (float)(1 - clip), high = (float)(1 + clip);
        return OfPolicy(nameof(ProximalPolicy), logits, actions, entropyWeight, (step, log) =>
        {
            float advantage = advantages.Values[step], ratio = MathF.Exp(log - before.Values[step]);
            return advantage >= 0 ? ratio > high ? (-(high * advantage), 0) : (-(ratio * advantage), -(ratio * advantage))
                : ratio < low ? (-(low * advantage), 0) : (-(ratio * advantage), -(ratio * advantage));
        });
    }

    static Tensor OfPolicy(string loss, Tensor logits, ReadOnlyMemory<int> actions, double entropyWeight, Surrogate surrogate)
    {
        Require.Finite((float)entropyWeight, nameof(entropyWeight));
        int steps = actions.Length, count = logits.Shape[1];
        float entropyShare = (float)entropyWeight;
        Tensor result = Tape.Result(new Shape(), logits), logs = Tape.Scratch(logits.Shape), probabilities = Tape.Scratch(logits.Shape),
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
            int action = Checked(actions.Span[i], i, count, loss, "actions");
            ReadOnlySpan<float> log = logs.Values.Slice(i * count, count), p = probabilities.Values.Slice(i * count, count);
            float entropy = 0;
            for (int j = 0; j < count; j++)
                entropy -= p[j] == 0 ? 0 : p[j] * log[j];       // 0 · ln 0 is 0
            entropies.ValuesToWrite[i] = entropy;
            sum += surrogate(i, log[action]).Loss - entropyShare * entropy;
        }
        result.ValuesToWrite[0] = (float)(sum * scale);
        KeptLabels kept = new(actions);
        return Tape.Record(result, () =>
        {
            Span<float> dlogits = Ops.GradientToAddTo(logits);
            float step = result.Gradient[0] * scale;
            for (int i = 0; i < steps; i++)
            {
                ReadOnlySpan<float> log = logs.Values.Slice(i * count, count), p = probabilities.Values.Slice(i * count, count);
                Span<float> drow = dlogits.Slice(i * count, count);
                float slope = surrogate(i, log[kept.Span[i]]).Slope, entropy = entropies.Values[i];
                for (int j = 0; j < count; j++)
                {
                    float dentropy = p[j] == 0 ? 0 : p[j] * (log[j] + entropy);
                    drow[j] += step * (-slope * (p[j] - (j == kept.Span[i] ? 1 : 0)) + entropyShare * dentropy);
                }
            }
        });
    }

    static void CheckPolicy(string loss, Tensor logits, int steps, string constants, params ReadOnlySpan<Tensor?> all)
    {
        CheckRows(logits, steps, loss, classes: "actions", label: "actions");
        foreach (Tensor? values in all)
            if (values is not null && values.Shape != new Shape(steps))
                ShapeException.Throw(
                    $"Loss.{loss}", constants, $"[{steps}]", values.Shape, "There is one for each action that was taken.");
    }
}
