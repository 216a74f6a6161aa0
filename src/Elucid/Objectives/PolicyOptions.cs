namespace Elucid;

/// <summary>How a policy learns from the episodes that it played: proximal policy optimisation (Schulman et al. 2017, arXiv:1707.06347).</summary>
public sealed record PolicyOptions
{
    /// <summary>γ, below 1: what a reward one step later is worth; 0.99 by default, which looks about 100 steps ahead.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>λ of <see cref="Episode.Advantages"/>, from 0 to 1; 0.95 by default.</summary>
    public double Lambda { get; init; } = 0.95;

    /// <summary>ε of <see cref="Loss.ProximalPolicy"/>; 0.2 by default.</summary>
    public double Clip { get; init; } = 0.2;

    /// <summary>How much the entropy of the policy is rewarded; 0.02 by default.</summary>
    public double EntropyWeight { get; init; } = 0.02;

    /// <summary>How often the episodes of a step are learned from; 4 by default.</summary>
    public int Passes { get; init; } = 4;

    /// <summary>Steps of episodes in each gradient step; 256 by default.</summary>
    public int MinibatchSize { get; init; } = 256;

    internal void Check()
    {
        Require.BelowOne(Discount);
        Require.Share(Lambda);
        Require.NotNegative(EntropyWeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Clip);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Passes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MinibatchSize);
    }
}
