namespace Elucid;

/// <summary>What training changed of a network's weights, between two networks of one structure.</summary>
internal static class WeightChange
{
    /// <summary>The norm of the change, over all parameters.</summary>
    public static double Norm(Module before, Module after)
    {
        double squares = 0;
        foreach ((Tensor from, Tensor to) in Pairs(before, after))
            for (int i = 0; i < from.Values.Length; i++)
            {
                double change = to.Values[i] - (double)from.Values[i];
                squares += change * change;
            }
        return Math.Sqrt(squares);
    }

    /// <summary>Adds the changes of others: θ + Σ shareᵢ·(θᵢ − θ), with sums in double precision.</summary>
    public static void Add(Module network, IReadOnlyList<Module> others, IReadOnlyList<double> shares)
    {
        (Tensor Own, Tensor Other)[][] pairs = [.. others.Select(other => Pairs(network, other).ToArray())];
        for (int parameter = 0; parameter < pairs[0].Length; parameter++)
        {
            Span<float> own = pairs[0][parameter].Own.Edit();
            for (int i = 0; i < own.Length; i++)
            {
                double sum = own[i];
                for (int other = 0; other < pairs.Length; other++)
                    sum += shares[other] * (pairs[other][parameter].Other.Values[i] - (double)own[i]);
                own[i] = (float)sum;
            }
        }
    }

    static IEnumerable<(Tensor, Tensor)> Pairs(Module one, Module other) =>
        one.NamedParameters().Zip(other.NamedParameters(), (a, b) => (a.Value, b.Value));
}
