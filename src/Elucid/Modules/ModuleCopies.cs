namespace Elucid;

/// <summary>Networks as values: copies, and states that go from one network to another.</summary>
public static class ModuleCopies
{
    /// <summary>
    /// A network of the same structure with the same state, modes and random streams, that shares nothing with this one: training either leaves
    /// the other as it is.
    /// </summary>
    /// <param name="module">The network. A class of its own with children or parameters must override <see cref="Module.Rebuild"/>.</param>
    /// <returns>Gradients are not copied, nor what optimizers know.</returns>
    /// <exception cref="ArgumentException">A module in it does not say how it is made anew; the message names it.</exception>
    public static TModule Clone<TModule>(this TModule module) where TModule : Module => new Copying("Clone").Part(module);

    /// <summary>
    /// Takes over the parameters and buffers of another network of the same structure. If something does not fit, nothing is changed.
    /// </summary>
    /// <param name="module">The network that changes.</param>
    /// <param name="other">The network that it becomes equal to; such as that of a server, or the network whose copy is a target.</param>
    /// <exception cref="ArgumentException">The names or shapes of the two differ; the message names the first.</exception>
    public static void CopyStateFrom(this Module module, Module other)
    {
        foreach ((Tensor to, Tensor from) in Pairs(module, other, "CopyStateFrom"))
            from.Values.CopyTo(to.Edit());
    }

    /// <summary>
    /// Takes over the weighted mean of the parameters and buffers of other networks, Σ wᵢ·θᵢ / Σ wᵢ: the step of a server in federated
    /// averaging (McMahan et al. 2017, arXiv:1602.05629, algorithm 1), or the average of
    /// several runs. Sums are in double precision. Of counts of batches, which are whole numbers, the largest is taken.
    /// </summary>
    /// <param name="module">The network that changes; it may be one of the others.</param>
    /// <param name="others">At least one, of the same structure.</param>
    /// <param name="weights">One for each, such as how many examples a client has; all equal if null. Not negative, and not all 0.</param>
    /// <exception cref="ArgumentException">The names or shapes of two networks differ, or there is not one weight for each.</exception>
    public static void CopyAverageFrom(this Module module, IReadOnlyList<Module> others, IReadOnlyList<double>? weights = null)
    {
        double[] shares = Shares(others.Count, weights);
        (Tensor To, Tensor From)[][] pairs = [.. others.Select(other => Pairs(module, other, "CopyAverageFrom"))];
        int index = 0;
        foreach ((string name, Tensor to) in module.NamedState().ToArray())
        {
            double[] sums = new double[to.Shape.Size];
            for (int i = 0; i < pairs.Length; i++)
            {
                ReadOnlySpan<float> from = pairs[i][index].From.Values;
                for (int j = 0; j < sums.Length; j++)
                    sums[j] = BatchNorm.IsCount(name) ? Math.Max(sums[j], from[j]) : sums[j] + shares[i] * from[j];
            }
            Span<float> values = to.Edit();
            for (int j = 0; j < sums.Length; j++)
                values[j] = (float)sums[j];
            index++;
        }
    }

    static double[] Shares(int count, IReadOnlyList<double>? weights)
    {
        if (count == 0)
            throw new ArgumentException("CopyAverageFrom: expected at least one network, but got none.");
        if (weights is not null && weights.Count != count)
            throw new ArgumentException($"CopyAverageFrom: expected one weight for each of {count} networks, but got {weights.Count}.");
        double[] given = [.. weights ?? Enumerable.Repeat(1.0, count)];
        double sum = given.Sum();
        if (given.Any(weight => !(weight >= 0)) || !(sum > 0) || !double.IsFinite(sum))
            throw new ArgumentException(
                $"CopyAverageFrom: expected weights that are not negative, not all 0 and finite, but got {string.Join(", ", given)}.");
        return [.. given.Select(weight => weight / sum)];
    }

    static (Tensor To, Tensor From)[] Pairs(Module module, Module other, string purpose)
    {
        (string Name, Tensor Value)[] to = [.. module.NamedState()];
        Dictionary<string, Tensor> from = other.NamedState().ToDictionary(t => t.Name, t => t.Value);
        foreach ((string name, Tensor value) in to)
            if (!from.TryGetValue(name, out Tensor? same) || same.Shape != value.Shape)
                throw new ArgumentException(
                    $"{purpose}: expected '{name}' of shape {value.Shape} as in {module}, but in {other} "
                    + (same is null ? "it is missing" : $"it has {same.Shape}") + ". The two networks must have the same structure.");
        if (from.Keys.Except(to.Select(t => t.Name)).FirstOrDefault() is { } more)
            throw new ArgumentException(
                $"{purpose}: {other} has '{more}', which {module} does not have. The two networks must have the same structure.");
        return [.. to.Select(t => (t.Value, from[t.Name]))];
    }
}
