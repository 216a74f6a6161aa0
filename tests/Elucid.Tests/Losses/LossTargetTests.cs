using Elucid.Numerics;

namespace Elucid.Tests.Losses;

/// <summary>What losses ask of targets, weights, returns and baselines.</summary>
public sealed class LossTargetTests
{
    static readonly Tensor Zeros = new([2, 4], requiresGradient: true), Constant = new([2, 4]), Trained = new([2, 4], requiresGradient: true);
    static readonly Tensor Pair = new([2]), TrainedPair = new([2], requiresGradient: true), Signs = new([2, 4], [1, 1, 1, 1, -1, -1, -1, -1]);
    static readonly Tensor Three = new([1, 2, 4], requiresGradient: true), Mask = new([2, 2], requiresGradient: true),
        Wide = new([3, 2], requiresGradient: true);
    static readonly int[] Labels = [0, 1];

    public static TheoryData<string> Constants => [.. TakenAsConstants.Keys];

    static readonly Dictionary<string, (Func<Tensor> Refused, Func<Tensor> Kept)> TakenAsConstants = new()
    {
        ["Loss.MeanSquaredError: the target"] = (() => Loss.MeanSquaredError(Zeros, Trained), () => Loss.MeanSquaredError(Zeros, Trained.Detach())),
        ["Loss.MeanAbsoluteError: the target"] =
            (() => Loss.MeanAbsoluteError(Zeros, Trained), () => Loss.MeanAbsoluteError(Zeros, Trained.Detach())),
        ["Loss.Huber: the target"] = (() => Loss.Huber(Zeros, Trained), () => Loss.Huber(Zeros, Trained.Detach())),
        ["Loss.BinaryCrossEntropyWithLogits: the target"] =
            (() => Loss.BinaryCrossEntropyWithLogits(Zeros, Trained), () => Loss.BinaryCrossEntropyWithLogits(Zeros, Trained.Detach())),
        ["Loss.SmoothL1: the target"] = (() => Loss.SmoothL1(Zeros, Trained), () => Loss.SmoothL1(Zeros, Trained.Detach(), weights: Constant)),
        ["Loss.SmoothL1: the tensor of weights"] =
            (() => Loss.SmoothL1(Zeros, Constant, weights: Trained), () => Loss.SmoothL1(Zeros, Constant, weights: Trained.Detach())),
        ["Loss.Focal: the target"] = (() => Loss.Focal(Zeros, Trained), () => Loss.Focal(Zeros, Trained.Detach())),
        ["Loss.Focal: the tensor of weights"] =
            (() => Loss.Focal(Zeros, Constant, weights: Trained), () => Loss.Focal(Zeros, Constant, weights: Trained.Detach())),
        ["Loss.BoxIou: the target"] = (() => Loss.BoxIou(Zeros, Trained), () => Loss.BoxIou(Zeros, Trained.Detach())),
        ["Loss.BoxGiou: the tensor of weights"] =
            (() => Loss.BoxGiou(Zeros, Constant, TrainedPair), () => Loss.BoxGiou(Zeros, Constant, TrainedPair.Detach())),
        // A result of the running tape, not only what somebody made.
        ["Loss.Hinge: the target"] = (() => Loss.Hinge(Zeros, Trained + Signs), () => Loss.Hinge(Zeros, (Trained + Signs).Detach())),
        ["Loss.PolicyGradient: the tensor of returns"] =
            (() => Loss.PolicyGradient(Zeros, Labels, TrainedPair), () => Loss.PolicyGradient(Zeros, Labels, TrainedPair.Detach())),
        ["Loss.PolicyGradient: the baseline"] =
            (() => Loss.PolicyGradient(Zeros, Labels, Pair, TrainedPair), () => Loss.PolicyGradient(Zeros, Labels, Pair, TrainedPair.Detach())),
        ["Attention: the mask"] =
            (() => Ops.Attention(Three, Three, Three, mask: Mask), () => Ops.Attention(Three, Three, Three, mask: Mask.Detach())),
        ["BatchNorm: the tensor of means"] =
            (() => Ops.Normalize(Wide, null, null, TrainedPair, Pair), () => Ops.Normalize(Wide, null, null, TrainedPair.Detach(), Pair)),
        ["BatchNorm: the tensor of variances"] =
            (() => Ops.Normalize(Wide, null, null, Pair, TrainedPair), () => Ops.Normalize(Wide, null, null, Pair, TrainedPair.Detach())),
    };

    [Theory, MemberData(nameof(Constants))]
    public void What_is_taken_as_a_constant_may_not_require_a_gradient(string what)
    {
        (Func<Tensor> refused, Func<Tensor> kept) = TakenAsConstants[what];
        using (Tape tape = Tape.Start())
        {
            Refused.With<InvalidOperationException>(
                $"{what} requires a gradient, but is taken as a constant and would get none. Pass Detach() of it, its numbers without a history, or "
                    + $"write the formula with Ops to differentiate with respect to it as well.",
                () => refused());
            Assert.True(kept().RequiresGradient);
        }
        // Nothing is lost where nothing is recorded.
        using (Tape tape = Tape.StartWithoutGradients())
            Assert.Equal(kept().Values.ToArray(), refused().Values.ToArray());
    }

    const string Pixels = "Divide pixels by 255; for numbers of any size use another loss, such as the mean squared error.";
    const string Classes = "Its form tells two classes apart; for shares in between use BinaryCrossEntropyWithLogits.";
    const string Signed = "Write 2 · target − 1 where classes are 0 and 1.";

    [Fact]
    public void Targets_out_of_the_range_that_a_loss_is_made_for_are_refused()
    {
        Tensor x = new([2, 2]);
        void Unfit(string sentence, Func<Tensor, Tensor> loss, params float[] targets) =>
            Refused.With<ArgumentException>(sentence, () => loss(new Tensor([2, 2], targets)));

        Unfit($"Loss.BinaryCrossEntropyWithLogits: expected targets from 0 to 1, but got 255 at [1, 0]. {Pixels}", t =>
            Loss.BinaryCrossEntropyWithLogits(x, t), 0, 1, 255, 0.5f);
        Unfit($"Loss.BinaryCrossEntropyWithLogits: expected targets from 0 to 1, but got -1 at [0, 1]. {Pixels}", t =>
            Loss.BinaryCrossEntropyWithLogits(x, t), 1, -1, 1, -1);
        Unfit($"Loss.BinaryCrossEntropyWithLogits: expected targets from 0 to 1, but got NaN at [0, 0]. {Pixels}", t =>
            Loss.BinaryCrossEntropyWithLogits(x, t), float.NaN, 0, 0, 0);
        Unfit($"Loss.BinaryCrossEntropyWithLogits: expected targets from 0 to 1, but got 1.0000001 at [1, 1]. {Pixels}", t =>
            Loss.BinaryCrossEntropyWithLogits(x, t), 0, 0, 0, MathF.BitIncrement(1));
        Unfit($"Loss.BinaryCrossEntropyWithLogits: expected targets from 0 to 1, but got -1E-45 at [1, 1]. {Pixels}", t =>
            Loss.BinaryCrossEntropyWithLogits(x, t), 0, 0, 0, -float.Epsilon);
        Unfit($"Loss.Focal: expected targets of 0 or 1, but got 0.5 at [0, 1]. {Classes}", t => Loss.Focal(x, t), 1, 0.5f, 0, 0);
        Unfit($"Loss.Focal: expected targets of 0 or 1, but got 2 at [1, 1]. {Classes}", t =>
            Loss.Focal(x, t, weights: new Tensor([2, 2], [1, 0, 1, 1])), 1, 0.5f, 0, 2);
        Unfit($"Loss.Hinge: expected targets of -1 or 1, but got 0 at [0, 1]. {Signed}", t => Loss.Hinge(x, t), 1, 0, 0, 1);
        Unfit($"Loss.Hinge: expected targets of -1 or 1, but got ∞ at [1, 1]. {Signed}".Replace("∞", "Infinity"), t =>
            Loss.Hinge(x, t), 1, -1, -1, float.PositiveInfinity);
        Refused.With<ArgumentException>(
            "Loss.SmoothL1: expected weights of at least 0, but got -2 at [1, 0]. A weight says how much an element counts; 0 leaves it out.",
            () => Loss.SmoothL1(x, x, weights: new Tensor([2, 2], [1, 0, -2, 0])));
        Refused.With<ArgumentException>(
            "Loss.BoxIou: expected weights of at least 0, but got Infinity at [1]. A weight says how much an element counts; 0 leaves it out.",
            () => Loss.BoxIou(new Tensor([2, 4]), new Tensor([2, 4]), new Tensor([2], [1, float.PositiveInfinity])));
        // Left, top, width and height.
        Refused.With<ArgumentException>(
            "Loss.BoxGiou: expected targets of left, top, right, bottom, but box 1 is (10, 20, 5, 30). It must be finite and end where it begins or "
                + "beyond: add left and top to a width and a height.",
            () => Loss.BoxGiou(new Tensor([2, 4]), new Tensor([2, 4], [0, 0, 1, 1, 10, 20, 5, 30])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Hinge(x, x, margin: float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.MultiClassHinge(x, Labels, margin: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.PolicyGradient(x, Labels, Pair, entropyWeight: float.NaN));
    }

    [Fact]
    public void A_target_out_of_range_is_found_wherever_it_is_among_many()
    {
        foreach (int at in (int[])[0, 15, 16, 63, 64, 4095, 4096, 9_998])
        {
            Tensor targets = new([9_999, 1]);
            targets.Edit().Fill(1);
            Assert.Equal(0, Loss.Hinge(targets, targets).ToScalar());
            targets.Edit()[at] = 3;
            Refused.With<ArgumentException>(
                $"Loss.Hinge: expected targets of -1 or 1, but got 3 at [{at}, 0]. {Signed}", () => Loss.Hinge(targets, targets));
        }
    }

    [Fact]
    public void What_has_no_weight_may_be_anything()
    {
        Tensor x = new([2], [0.5f, 1]), weights = new([2], [1, 0]);
        Assert.Equal(
            Loss.Focal(x, new Tensor([2]), weights: weights).ToScalar(), Loss.Focal(x, new Tensor([2], [0, -100]), weights: weights).ToScalar());
        Tensor boxes = new([2, 4], [0, 0, 2, 2, 0, 0, 2, 2]), target = new([2, 4], [0, 0, 2, 2, -1, -1, -2, -2]);
        Assert.Equal(0, Loss.BoxIou(boxes, target, weights).ToScalar());
    }

    [Fact]
    public void A_variational_autoencoder_says_that_pixels_of_0_to_255_are_none()
    {
        VariationalAutoencoder network = new(4, 2, ActivationCatalog.Parse("elu"), new(1), [8]);
        Tensor pixels = new([2, 4], [0, 3, 255, 9, 0, 0, 0, 0]);
        Refused.With<ArgumentException>(
            $"VariationalAutoencoder: expected features from 0 to 1, but got 3 at [0, 1]. {Pixels}", () => network.Loss(pixels, new(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Loss(new Tensor([2, 4]), new(1), klWeight: float.NaN));
    }
}
