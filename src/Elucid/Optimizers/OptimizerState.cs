namespace Elucid;

/// <summary>What an optimizer remembers between two steps, for an exact resume; see <see cref="Optimizer.SaveState"/>.</summary>
/// <param name="Optimizer">
/// Whose state it is, with the options that decide what its numbers mean: <c>Adam(beta1 0.9, beta2 0.999)</c>. The learning rate, ε and the weight
/// decay, which do not, may change between
/// two steps.
/// </param>
/// <param name="StepCount">Steps done.</param>
/// <param name="Values">The numbers, by the name of their parameter and which they are: <c>0.weight.first</c>.</param>
public sealed record OptimizerState(string Optimizer, long StepCount, IReadOnlyDictionary<string, float[]> Values);
