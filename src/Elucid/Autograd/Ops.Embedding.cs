using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>Rows of a table: y[…, :] = weight[indices[…], :].</summary>
    /// <param name="indices">
    /// Any shape; whole numbers from 0 to entries − 1. A tensor of floats, as everything that networks, datasets and the trainer pass on is one: a
    /// float holds every whole number up to 2²⁴ exactly, and no second kind of tensor need run through all layers for the sake of the first.
    /// </param>
    /// <param name="weight">[entries, features]</param>
    /// <param name="paddingIndex">An entry that gets no gradient, such as that of the token which fills short sequences up; none by default.</param>
    /// <returns>[*, features]</returns>
    /// <exception cref="ShapeException">The weight is no matrix.</exception>
    /// <exception cref="ArgumentException">A number is no whole number, or no entry of the table.</exception>
    public static Tensor Embedding(Tensor indices, Tensor weight, int? paddingIndex = null) => Embedding("Embedding", indices, weight, paddingIndex);

    /// <summary>The same for a layer, which errors then name.</summary>
    internal static Tensor Embedding(string label, Tensor indices, Tensor weight, int? paddingIndex)
    {
        if (weight.Shape.Rank != 2)
            ShapeException.Throw(label, "weight", "[entries, features]", weight.Shape, "Reshape it to two axes.");
        (int entries, int features) = (weight.Shape[0], weight.Shape[1]);
        int[] rows = WholeNumbers(label, indices.Values, entries, "Each is the number of an entry of the table.");
        Tensor y = Tape.Result([.. indices.Shape.Lengths, features], weight);
        Rearrange.GatherRows(weight.Values, rows, features, y.ValuesToWrite);
        // In the order of the tokens: the same bits on every run.
        return Tape.Record(y, () => Rearrange.AddRows(y.Gradient, rows, features, GradientToAddTo(weight), except: paddingIndex));
    }

    static int[] WholeNumbers(string label, ReadOnlySpan<float> indices, int entries, string meaning)
    {
        int[] rows = new int[indices.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            float index = indices[i];
            if (!(index >= 0 && index < entries && index == MathF.Floor(index)))
                throw new ArgumentException(
                    $"{label}: expected whole numbers from 0 to {entries - 1}, but element {i} is {index:R}. {meaning}", nameof(indices));
            rows[i] = (int)index;
        }
        return rows;
    }
}
