namespace Elucid;

/// <summary>The position-wise part of a transformer block: linear2(dropout(f(linear1(x)))). Its layers belong to the block, under PyTorch's
/// names.</summary>
internal sealed class FeedForward
{
    readonly Linear _first, _second;
    readonly ActivationLayer _activation;
    readonly Dropout _dropout;

    /// <param name="features">The width of input and output.</param>
    /// <param name="hidden">Units between the two layers.</param>
    /// <param name="activation">f.</param>
    /// <param name="random">Where weights are drawn from, and what is dropped.</param>
    /// <param name="dropout">The share of hidden units that training drops.</param>
    public FeedForward(int features, int hidden, Activation activation, RandomStream random, double dropout)
    {
        Hidden = hidden;
        _first = new Linear(features, hidden, random, initializer: Initializer.Recommended(activation));
        _activation = new ActivationLayer(activation, hidden);
        _dropout = new Dropout(dropout, random);
        _second = new Linear(hidden, features, random, initializer: Initializer.Glorot);
    }

    /// <summary>Units between the two layers.</summary>
    public int Hidden { get; }

    /// <summary>f.</summary>
    public Activation Function => _activation.Activation;

    /// <summary>The layers, under the names that the block gives them.</summary>
    public (string Name, Module Layer)[] Layers =>
        [("linear1", _first), ("activation", _activation), ("dropout", _dropout), ("linear2", _second)];

    public Tensor Forward(Tensor x) =>
        _second.Forward(
            _dropout.Forward(
                _activation.CanFuse && !TapWatch.Includes(_first) ? ((IFusesActivation)_first).ForwardFused(x, _activation)
                    : _activation.Forward(_first.Forward(x))));

    /// <summary>Multiply-adds for an input of so many numbers.</summary>
    public long MultiplyAdds(int size) => 2L * size * Hidden;
}
