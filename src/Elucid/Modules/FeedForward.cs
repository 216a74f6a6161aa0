namespace Elucid;

/// <summary>The position-wise part of a transformer block: linear2(dropout(f(linear1(x)))). Its layers belong to the block, under PyTorch's
/// names.</summary>
internal readonly struct FeedForward(Linear first, ActivationLayer activation, Dropout dropout, Linear second)
{
    /// <summary>f.</summary>
    public Activation Function => activation.Activation;

    public Tensor Forward(Tensor x) =>
        second.Forward(
            dropout.Forward(
                activation.CanFuse && !TapWatch.Includes(first) ? ((IFusesActivation)first).ForwardFused(x, activation)
                    : activation.Forward(first.Forward(x))));
}
