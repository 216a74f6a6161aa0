using Elucid.Tests.Autograd;

namespace Elucid.Tests.Losses;

public sealed class ProximalPolicyTests
{
    static readonly int[] Actions = [0, 2, 1, 1];

    static readonly Tensor Advantages = new([4], [1, -2, 0.5f, -1]);

    static Tensor LogsOf(Tensor logits, float change = 0)
    {
        double[] logs = LogProbabilities.FromLogits(logits.Values, 3);
        return new Tensor([4], [.. Actions.Select((action, i) => (float)logs[3 * i + action] + change)]);
    }

    static float[] GradientOf(Func<Tensor, Tensor> loss)
    {
        Tensor logits = Grid.Tensor([4, 3], seed: 3);
        using Tape tape = Tape.Start();
        tape.Backward(loss(logits));
        return logits.Gradient.ToArray();
    }

    // r = 1: nothing is clipped, and the slope of r·A is that of A · ln π.
    [Fact]
    public void Of_the_policy_that_played_the_gradient_is_the_policy_gradient()
    {
        float[] plain = GradientOf(logits => Loss.PolicyGradient(logits, Actions, Advantages, entropyWeight: 0.1));
        float[] proximal = GradientOf(logits => Loss.ProximalPolicy(logits, Actions, Advantages, LogsOf(logits), entropyWeight: 0.1));
        Assert.All(plain.Zip(proximal), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    // Good actions that are already likelier and bad ones that are already rarer by more than ε give nothing more.
    [Fact]
    public void What_has_gone_far_enough_gives_no_gradient()
    {
        float[] likelier = GradientOf(logits => Loss.ProximalPolicy(logits, Actions, Advantages, LogsOf(logits, -0.5f)));
        float[] rarer = GradientOf(logits => Loss.ProximalPolicy(logits, Actions, Advantages, LogsOf(logits, 0.5f)));
        Assert.Equal([true, false, true, false], Enumerable.Range(0, 4).Select(i => likelier[(3 * i)..(3 * i + 3)].All(x => x == 0)));
        Assert.Equal([false, true, false, true], Enumerable.Range(0, 4).Select(i => rarer[(3 * i)..(3 * i + 3)].All(x => x == 0)));
    }

    [Fact]
    public void The_loss_is_the_formula_and_its_gradient_is_right()
    {
        Tensor logits = Grid.Tensor([4, 3], seed: 3), before = new([4], [-1.0f, -0.6f, -1.4f, -1.2f]);
        double[] logs = LogProbabilities.FromLogits(logits.Values, 3);
        double expected = -Actions.Select((action, i) =>
        {
            double ratio = Math.Exp(logs[3 * i + action] - before.Values[i]), advantage = Advantages.Values[i];
            return Math.Min(ratio * advantage, Math.Clamp(ratio, 0.7, 1.3) * advantage);
        }).Average();
        Assert.Equal(expected, Loss.ProximalPolicy(logits, Actions, Advantages, before, clip: 0.3).ToScalar(), 1e-6);
        GradientCheck.Run(() => Loss.ProximalPolicy(logits, Actions, Advantages, before, clip: 0.3, entropyWeight: 0.5), logits);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor logits = new([4, 3]);
        Refused.With<ShapeException>(
            "Loss.ProximalPolicy: expected advantages and logarithms of shape [4], but got [3]. There is one for each action that was taken.",
            () => Loss.ProximalPolicy(logits, Actions, Advantages, new Tensor([3])));
        Refused.With<ArgumentOutOfRangeException>(
            "Loss.ProximalPolicy: expected a clip above 0, such as 0.2, but got 0. (Parameter 'clip')",
            () => Loss.ProximalPolicy(logits, Actions, Advantages, Advantages, clip: 0));
    }
}
