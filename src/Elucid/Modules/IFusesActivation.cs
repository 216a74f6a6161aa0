namespace Elucid;

/// <summary>A layer that can apply the activation after it while its output is in cache.</summary>
internal interface IFusesActivation
{
    /// <summary>The layer and then the activation; the same numbers as one after the other.</summary>
    Tensor ForwardFused(Tensor x, ActivationLayer activation);
}
