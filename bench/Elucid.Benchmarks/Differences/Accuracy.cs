namespace Benchmarks.Differences;

/// <summary>How one library's results lie to the exact ones and to Elucid's.</summary>
sealed class Accuracy
{
    // The double lane is good to some 1e-14 relative, 1e-7 ulp: closer decisions are none.
    const double Tie = 1e-6;

    /// <summary>Compares results over <paramref name="inputs"/>.</summary>
    /// <param name="library">The library that computed the results.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="exact">The exact value for each input.</param>
    /// <param name="results">The library's result for each input.</param>
    /// <param name="elucid">Elucid's result for each input.</param>
    /// <param name="isDerivative">Whether the values are derivatives, whose ulp means nothing where they cross 0.</param>
    public Accuracy(string library, InputSet inputs, double[] exact, float[] results, float[] elucid, bool isDerivative)
    {
        Library = library;
        for (int i = 0; i < results.Length; i++)
        {
            double error = Ulp.Error(results[i], exact[i]);
            if (error > MaxUlp && !(isDerivative && IsCrossing(inputs.Values[i], exact[i])))
                (MaxUlp, Worst) = (error, (inputs.Values[i], results[i], exact[i]));
            if (error > 0)
                MaxAbsolute = Math.Max(MaxAbsolute, float.IsNaN(results[i]) ? double.PositiveInfinity : Math.Abs(results[i] - exact[i]));
            if (i >= inputs.Bend)
                continue;
            Counted++;
            Rounded += Ulp.IsCorrectlyRounded(results[i], exact[i]) ? 1 : 0;
            if (results[i].Equals(elucid[i]))
                continue;
            Different++;
            double lead = error - Ulp.Error(elucid[i], exact[i]);
            ElucidNearer += lead > Tie ? 1 : 0;
            LibraryNearer += lead < -Tie ? 1 : 0;
        }
    }

    public string Library { get; }

    /// <summary>The largest error in ulp, over all inputs but those at which a derivative crosses 0.</summary>
    public double MaxUlp { get; }

    /// <summary>Where it is: input, result, exact value; null where every result is exact.</summary>
    public (float X, float Result, double Exact)? Worst { get; }

    /// <summary>The largest error over all inputs as a number.</summary>
    public double MaxAbsolute { get; }

    /// <summary>The inputs over which the following were counted: <see cref="InputSet.Bend"/>.</summary>
    public int Counted { get; }

    /// <summary>Results that are the float32 nearest to the exact value.</summary>
    public int Rounded { get; }

    /// <summary>Results that are not Elucid's.</summary>
    public int Different { get; }

    /// <summary>Of those, the ones in which Elucid's is nearer to the exact value.</summary>
    public int ElucidNearer { get; }

    /// <summary>Of those, the ones in which the library's is nearer.</summary>
    public int LibraryNearer { get; }

    public int EquallyNear => Different - ElucidNearer - LibraryNearer;

    // All derivatives that cross 0 do so with a slope, between −1.6 and −0.7; no other derivative is as small so near 0.
    static bool IsCrossing(float x, double derivative) => Math.Abs(derivative) < 1.0 / 16 && Math.Abs(x) < 2;
}
