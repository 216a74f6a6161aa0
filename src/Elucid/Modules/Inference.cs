namespace Elucid;

/// <summary>Makes networks that compute the same faster, once they are trained.</summary>
public static class Inference
{
    /// <summary>
    /// A network in which each batch norm is folded into the layer before it: of (w·x + b − mean) / √(variance + ε) · weight + bias all but x is
    /// known after training.
    /// </summary>
    /// <param name="model">A trained network; it is left as it is, the modes of its modules included.</param>
    /// <returns>
    /// A network that always computes as in use, whatever the mode of <paramref name="model"/>: <see cref="Linear"/>, <see cref="Conv1d"/>,
    /// <see cref="Conv2d"/> and
    /// <see cref="ConvTranspose2d"/> that a batch norm follows are copies with other weights and the norm is gone, and so is dropout; other batch
    /// norms are copied; all other modules are those of
    /// <paramref name="model"/>. Of a type of its own, such as <see cref="GridDetector"/>, if the model is.
    /// </returns>
    /// <exception cref="ArgumentException">A batch norm lies in a module whose parts cannot be replaced; see
    /// <see cref="Module.Rebuild"/>.</exception>
    /// <remarks>
    /// Chains are searched wherever they lie in modules that can be rebuilt. A batch norm that follows no such layer, as in residual blocks with
    /// activations first, stays: the other overload lists them. A <see cref="BatchNorm1d"/> behind a <see cref="Linear"/> is taken to get [batch,
    /// features].
    /// </remarks>
    public static Module FoldBatchNorms(Module model)
    {
        Folding folding = new(model);
        Module folded = folding.Part(model);
        if (folding.Unreached is var (norm, owner))
            throw new ArgumentException(
                $"Inference.FoldBatchNorms: batch norm '{norm}' lies in {owner.GetType().Name} "
                    + $"{(folding.NameOf(owner) is { Length: > 0 } name ? $"'{name}', whose" : "whose")} parts cannot be replaced, and would stay. "
                + "Override Rebuild in that class, or call FoldBatchNorms(model, out kept), which leaves such norms where they are.", nameof(model));
        return folded;
    }

    /// <summary><inheritdoc cref="FoldBatchNorms(Module)" path="/summary"/></summary>
    /// <param name="model"><inheritdoc cref="FoldBatchNorms(Module)" path="/param"/></param>
    /// <param name="kept">The full names, in <paramref name="model"/>, of the batch norms that could not be folded.</param>
    /// <returns>As that of <see cref="FoldBatchNorms(Module)"/>; a module whose parts cannot be replaced stays as a whole.</returns>
    public static Module FoldBatchNorms(Module model, out IReadOnlyList<string> kept)
    {
        Folding folding = new(model);
        Module folded = folding.Part(model);
        kept = folding.Kept;
        return folded;
    }

    /// <summary>
    /// A network whose fully connected layers multiply in eight bits: weights are kept as scale · q, q from −127 to 127, with a scale for each
    /// output, and each row of a layer's inputs is rounded to seven bits in its own range (dynamic quantization). A quarter of the memory for such
    /// weights, and faster where they are most of the work.
    /// </summary>
    /// <param name="model">A trained network; it is left as it is. Fold its batch norms first.</param>
    /// <returns>
    /// A network that always computes as in use. Layers with fewer than 32 inputs or outputs, and those with more than 131,072 inputs, stay as they
    /// are, as do convolutions, recurrent layers and what is inside attention and the blocks of transformers; other modules are those of
    /// <paramref name="model"/>. Products in eight bits are exact sums of what was rounded, with the same bits on every machine, in every batch and
    /// on any number of threads. Outputs differ from those of <paramref name="model"/> by one to three hundredths of the largest: measure what that
    /// costs in accuracy. It cannot be trained.
    /// </returns>
    public static Module Quantize(Module model) => new Quantizing(model).Part(model);
}
