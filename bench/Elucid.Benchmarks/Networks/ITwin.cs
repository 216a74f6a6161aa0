using Elucid;

namespace Benchmarks.Networks;

/// <summary>One <see cref="NetworkCase"/> in one of the libraries.</summary>
interface ITwin : IDisposable
{
    /// <summary>Forward, the gradient of the mean of the outputs by the weights and, for single layers, by the input, and a step of gradient
    /// descent.</summary>
    void Step();

    /// <summary>Forward without gradients.</summary>
    void Infer();
}

/// <summary>What both twins start from: weights and an input drawn in Elucid.</summary>
sealed class TwinStart
{
    public const float LearningRate = 1e-3f;

    public TwinStart(NetworkCase network, bool isTraining)
    {
        (Network, IsTraining) = (network, isTraining);
        RandomStream random = new(seed: 1);
        Module = network.Elucid(random);
        if (isTraining)
            Module.Train();
        else
            Module.Eval();
        X = new float[network.Input.Size];
        random.FillGaussian(X);
    }

    public NetworkCase Network { get; }

    public bool IsTraining { get; }

    public Module Module { get; }

    public float[] X { get; }

    /// <summary>Whether a training step takes the gradient with respect to the input, too.</summary>
    public bool WantsInputGradient => IsTraining && !Network.IsWhole;
}
