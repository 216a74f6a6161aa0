namespace Elucid.Kernels;

/// <summary>
/// Scaled dot-product attention, softmax(Q·Kᵀ / √width + mask)·V for every head of every sequence, without the matrix of all scores: blocks of
/// queries meet blocks of keys, and a running maximum and sum of exponentials correct what was computed before (Dao et al. 2022, arXiv:2205.14135).
/// Backward computes the weights again from the log-sum-exp of each row.
/// </summary>
/// <remarks>
/// A block of keys always begins at a multiple of its size, and hidden keys add exact zeros: so a query's result has the same bits whatever comes
/// after it, however many queries are asked at once, and on any number of threads. A query that sees no key gets zeros, and passes no gradient on.
/// </remarks>
internal static class Attention
{
    // As for matrix products: below it the handover costs more than it gains.
    const long WorkPerThread = 1 << 20;

    /// <summary>Computes the output and, for backward, the log-sum-exp of each row.</summary>
    /// <param name="inputs">What it is computed from.</param>
    /// <param name="output">Like the queries.</param>
    /// <param name="logSumExp">[batch, heads, queries], or empty.</param>
    public static void Forward(AttentionInputs inputs, AttentionRows output, Memory<float> logSumExp) =>
        Run(inputs.Shape, 2, new AttentionForward(inputs, output, logSumExp));

    /// <summary>Writes the gradients of queries, keys and values, or adds them. An empty one is not wanted.</summary>
    /// <param name="inputs">As in <see cref="Forward"/>.</param>
    /// <param name="output">What <see cref="Forward"/> computed.</param>
    /// <param name="logSumExp">What <see cref="Forward"/> computed.</param>
    /// <param name="doutput">The gradient of the output.</param>
    /// <param name="d">Where they go.</param>
    public static void Backward(
        AttentionInputs inputs, AttentionRows output, Memory<float> logSumExp, AttentionRows doutput, AttentionGradients d) =>
        Run(inputs.Shape, 5, new AttentionBackward(inputs, output, logSumExp, doutput, d));

    static void Run<TBody>(AttentionShape shape, int products, TBody body) where TBody : struct, IThreadsBody
    {
        if (shape.Work * products >= 2 * WorkPerThread)
            Threads.For(shape.Pairs, body);
        else
            for (int pair = 0; pair < shape.Pairs; pair++)
                body.Run(pair);
    }
}
