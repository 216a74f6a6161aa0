namespace Elucid;

/// <summary>What normalises the sums that go into activations.</summary>
public enum Norm
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Batch norm: each unit or channel over the batch, and over the places of an image (<see cref="BatchNorm"/>).</summary>
    Batch,

    /// <summary>Layer norm: each example over its units (<see cref="LayerNorm"/>); of images over channels and places, which is a
    /// <see cref="GroupNorm"/> of one group.</summary>
    Layer,
}

/// <summary>The layers that normalise.</summary>
internal static class NormLayers
{
    /// <summary>What normalises the units of a fully connected or recurrent layer; nothing for <see cref="Norm.None"/>.</summary>
    public static IEnumerable<Module> OfUnits(this Norm norm, int units) => norm switch
    {
        Norm.Batch => [new BatchNorm1d(units)],
        Norm.Layer => [new LayerNorm(units)],
        _ => [],
    };

    /// <summary>What normalises the channels of a convolution; nothing for <see cref="Norm.None"/>.</summary>
    public static IEnumerable<Module> OfChannels(this Norm norm, int channels) => norm switch
    {
        Norm.Batch => [new BatchNorm2d(channels)],
        Norm.Layer => [new GroupNorm(1, channels)],
        _ => [],
    };
}
