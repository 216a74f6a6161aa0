namespace Elucid;

/// <summary>Weights that are held at 0: chosen once, and set to 0 again after each step by <see cref="Apply"/>.</summary>
/// <remarks>
/// S. Han et al. 2015, arXiv:1506.02626: train, prune, train on. Pruned weights still take their time: the file of such a network is smaller, but it
/// is not faster. <c>ModelFile.RemoveUnits</c> takes units out for good.
/// </remarks>
/// <example><code>
/// PruningMask mask = PruningMask.Weights(model, sparsity: 0.8);
/// // … in each step:
/// optimizer.Step();
/// mask.Apply();
/// </code></example>
public sealed class PruningMask
{
    readonly (Tensor Value, int[] Pruned)[] _masks;

    PruningMask(Module model, Dictionary<Tensor, List<int>> pruned)
    {
        _masks = [.. pruned.Select(mask => (mask.Key, mask.Value.Order().ToArray()))];
        Count = _masks.Sum(mask => (long)mask.Pruned.Length);
        Sparsity = Count / (double)model.ParameterCount;
        Apply();
    }

    /// <summary>How many weights are held at 0.</summary>
    public long Count { get; }

    /// <summary>Their share of all parameters.</summary>
    public double Sparsity { get; }

    /// <summary>
    /// Holds the weights of smallest magnitude, of all layers together. Biases, and what has a single axis such as the scales of norms, are left.
    /// </summary>
    /// <param name="model">The network; the weights are set to 0 at once.</param>
    /// <param name="sparsity">Which share of the weights, from 0 to 1; of equal ones the earlier are taken.</param>
    /// <param name="where">Which parameters, by their names; all weights by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public static PruningMask Weights(Module model, double sparsity, Func<string, bool>? where = null)
    {
        Require.Share(sparsity);
        (Tensor Value, int Index, float Size)[] all =
            [.. WeightsOf(model, where).SelectMany(weight => Enumerable.Range(0, weight.Value.Shape.Size)
                .Select(index => (weight.Value, index, Math.Abs(weight.Value.Values[index]))))];
        Dictionary<Tensor, List<int>> pruned = [];
        foreach ((Tensor value, int index, _) in all.OrderBy(w => w.Size).Take(Of(sparsity, all.Length)))
            Add(pruned, value, [index]);
        return new(model, pruned);
    }

    /// <summary>Holds whole units, those whose incoming weights have the smallest Euclidean norm in their layer, with their biases.</summary>
    /// <param name="model">The network; the weights are set to 0 at once.</param>
    /// <param name="sparsity">Which share of each layer's units, from 0 to below 1.</param>
    /// <param name="where">Which weights, by their names; all but the last by default, whose units are the answers.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public static PruningMask Units(Module model, double sparsity, Func<string, bool>? where = null)
    {
        Require.BelowOne(sparsity);
        (string Name, Tensor Value)[] weights = [.. WeightsOf(model, where)];
        Dictionary<string, Tensor> parameters = model.NamedParameters().ToDictionary(p => p.Name, p => p.Value);
        Dictionary<Tensor, List<int>> pruned = [];
        foreach ((string name, Tensor value) in where is null ? weights.SkipLast(1) : weights)
        {
            int units = value.Shape[0], incoming = value.Shape.Size / units;
            IEnumerable<int> ascending = Enumerable.Range(0, units).OrderBy(unit => SquareNorm(value.Values.Slice(unit * incoming, incoming)));
            int[] least = [.. ascending.Take(Of(sparsity, units))];
            foreach (int unit in least)
                Add(pruned, value, Enumerable.Range(unit * incoming, incoming));
            if (name.EndsWith("weight", StringComparison.Ordinal) && parameters.TryGetValue(name[..^"weight".Length] + "bias", out Tensor? bias)
                && bias.Shape.Size == units)
                Add(pruned, bias, least);
        }
        return new(model, pruned);
    }

    /// <summary>Sets the weights to 0 again: after each step.</summary>
    public void Apply()
    {
        foreach ((Tensor value, int[] pruned) in _masks)
        {
            Span<float> weights = value.Edit();
            foreach (int index in pruned)
                weights[index] = 0;
        }
    }

    static IEnumerable<(string Name, Tensor Value)> WeightsOf(Module model, Func<string, bool>? where) =>
        model.NamedParameters().Where(p => p.Value.Shape.Rank >= 2 && (where is null || where(p.Name)));

    /// <summary>How many of so many a share is: whole ones, and 29 of 100 although 0.29 is a little less.</summary>
    internal static int Of(double share, int count) => (int)(share * count + 1e-9);

    internal static double SquareNorm(ReadOnlySpan<float> weights)
    {
        double sum = 0;
        foreach (float w in weights)
            sum += (double)w * w;
        return sum;
    }

    static void Add(Dictionary<Tensor, List<int>> pruned, Tensor value, IEnumerable<int> indices)
    {
        if (!pruned.TryGetValue(value, out List<int>? list))
            pruned.Add(value, list = []);
        list.AddRange(indices);
    }
}
