namespace Elucid;

/// <summary>
/// In training, sets each number to 0 with probability p and scales the others by 1 / (1 − p), so that the expected value stays; in use, passes its
/// input on.
/// </summary>
/// <remarks>Srivastava et al. 2014, Journal of Machine Learning Research 15; scaled in training ("inverted") as all libraries do.</remarks>
public sealed class Dropout : Module, IRandomized
{
    /// <summary>Creates the layer.</summary>
    /// <param name="probability">p, at least 0 and below 1.</param>
    /// <param name="random">Where the draws come from; its state is part of an exact resume.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1).</exception>
    public Dropout(double probability, RandomStream random)
    {
        Ops.CheckProbability(probability);
        Probability = probability;
        Random = random;
    }

    /// <summary>The share of numbers that are dropped.</summary>
    public double Probability { get; }

    /// <summary>Where the draws come from.</summary>
    public RandomStream Random { get; private set; }

    RandomStream IRandomized.Random
    {
        get => Random;
        set => Random = value;
    }

    /// <inheritdoc/>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public override Tensor Forward(Tensor x) => Tapped(x, IsTraining && Probability > 0 ? Ops.Dropout(x, Probability, Random) : x);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override string ToString() => $"Dropout({Probability})";
}
