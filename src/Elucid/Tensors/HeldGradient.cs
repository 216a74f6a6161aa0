namespace Elucid;

/// <summary>A gradient that was taken from its tensor for a while, and the sum that it belongs to; see <see cref="Tensor.HoldGradient"/>.</summary>
/// <param name="Gradient">Null if the tensor had none.</param>
/// <param name="Sum">The backward passes that it is the sum of.</param>
internal readonly record struct HeldGradient(FloatBuffer? Gradient, GradientSum? Sum);
