namespace Elucid;

/// <summary>New examples of a trained network, in the data's own units.</summary>
internal static class ExampleGeneration
{
    const int RowsAtOnce = 512;

    /// <summary>Draws examples: the first ones of a seed are the same however many there are.</summary>
    public static Tensor Sample(GenerativeNetwork network, ModelFile file, int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        RandomStream random = new RandomStream(seed).Derive("samples");
        return Collect(file, count, part =>
        {
            using Tape tape = Tape.StartWithoutGradients();
            return network.Sample(RowsAtOnce, random.Derive("part", (ulong)part)).Values.ToArray();
        });
    }

    /// <summary>The examples of codes.</summary>
    public static Tensor Decode(GenerativeNetwork network, ModelFile file, ReadOnlySpan<float> codes)
    {
        if (codes.IsEmpty || codes.Length % network.Latent != 0)
            throw new ArgumentException($"Expected whole codes of {network.Latent} numbers, at least one, but got {codes.Length} numbers.");
        float[] all = codes.ToArray();
        return Collect(file, all.Length / network.Latent, part =>
        {
            using Tape tape = Tape.StartWithoutGradients();
            float[] own = all[(part * RowsAtOnce * network.Latent)..Math.Min(all.Length, (part + 1) * RowsAtOnce * network.Latent)];
            return network.Decode(new Tensor([own.Length / network.Latent, network.Latent], own)).Values.ToArray();
        });
    }

    /// <summary>Codes on the way from one draw to another, [steps, latent].</summary>
    /// <remarks>
    /// Along the great circle (K. Shoemake 1985): draws from N(0, 1) lie near a sphere, and the middle of a straight line between two of them is
    /// nearer to 0 than any draw.
    /// </remarks>
    public static float[] Way(int latent, int steps, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        float[] from = new float[latent], to = new float[latent], codes = new float[steps * latent];
        random.FillGaussian(from);
        random.FillGaussian(to);
        double product = 0, first = 0, second = 0;
        for (int i = 0; i < latent; i++)
            (product, first, second) = (product + (double)from[i] * to[i], first + (double)from[i] * from[i], second + (double)to[i] * to[i]);
        double angle = Math.Acos(Math.Clamp(product / Math.Sqrt(first * second), -1, 1));
        for (int step = 0; step < steps; step++)
        {
            double share = step / (steps - 1.0), sine = Math.Sin(angle);
            double a = sine < 1e-6 ? 1 - share : Math.Sin((1 - share) * angle) / sine, b = sine < 1e-6 ? share : Math.Sin(share * angle) / sine;
            for (int i = 0; i < latent; i++)
                codes[step * latent + i] = (float)(a * from[i] + b * to[i]);
        }
        return codes;
    }

    // A part at a time bounds the memory of what a network computes.
    static Tensor Collect(ModelFile file, int count, Func<int, float[]> draw)
    {
        int width = new Shape([.. file.FeatureShape]).Size;
        if ((long)count * width > Array.MaxLength)
            throw new ArgumentException(
                $"Expected at most {Array.MaxLength / width} examples of {width} numbers at once, but got {count}. Draw them in parts, each "
                    + "with a seed of its own.");
        float[] examples = new float[count * width];
        for (int part = 0; part * RowsAtOnce < count; part++)
        {
            float[] drawn = draw(part);
            file.Scales?.Features.Restore(drawn);
            file.Scores?.Restore(drawn);
            drawn.AsSpan(0, Math.Min(drawn.Length, examples.Length - part * RowsAtOnce * width)).CopyTo(examples.AsSpan(part * RowsAtOnce * width));
        }
        return new Tensor([count, .. file.FeatureShape], examples);
    }
}
