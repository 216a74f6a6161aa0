namespace Elucid.Lab;

/// <summary>One of the things that an experiment compares.</summary>
/// <param name="Name">As tables and sentences call it: <c>elu</c>, or <c>elu, depth 8</c>.</param>
/// <param name="Settings">What differs between arms: an activation, a gain, a depth, a learning rate, anything.</param>
public sealed record Arm(string Name, Settings Settings)
{
    /// <summary>An arm that is an activation, its setting <c>activation</c>.</summary>
    /// <param name="activation">As the catalog reads it, such as <c>elu:alpha=0.5</c>.</param>
    public static Arm Of(string activation) => new(activation, Settings.Of(("activation", activation)));
}
