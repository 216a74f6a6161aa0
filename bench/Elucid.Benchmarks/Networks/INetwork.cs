using Elucid;
namespace Benchmarks.Networks;

/// <summary>A classifier that either library trains with Adam and cross-entropy: the same work through two doors.</summary>
interface INetwork : IDisposable
{
    /// <summary>Copies the batch into the network's input, runs forward, backward and a step of Adam.</summary>
    /// <returns>The loss before the step.</returns>
    float Step(Batch batch);

    /// <summary>The same without the optimizer's step.</summary>
    float Gradients(Batch batch);

    /// <summary>The share of rows whose largest output is their class.</summary>
    double Accuracy(Dataset data);
}

/// <summary>A network of fully connected layers with one activation between them, and how it is trained.</summary>
/// <param name="Widths">From input to output.</param>
/// <param name="Activation">A name of the catalog.</param>
/// <param name="BatchSize">Rows of a full batch.</param>
sealed record Mlp(int[] Widths, string Activation, int BatchSize)
{
    public const float LearningRate = 1e-3f;

    public override string ToString() => $"{string.Join('-', Widths)} {Activation}, batch {BatchSize}";
}
