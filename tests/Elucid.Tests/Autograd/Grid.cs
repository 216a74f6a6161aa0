namespace Elucid.Tests.Autograd;

/// <summary>Random numbers that are multiples of 1/1024, so that a difference quotient can step from them without rounding.</summary>
static class Grid
{
    const float Spacing = 1f / 1024;

    /// <summary>
    /// A tensor of numbers between ±<paramref name="reach"/>, each at least <paramref name="distance"/> from every number in
    /// <paramref name="avoid"/>.
    /// </summary>
    public static Tensor Tensor(Shape shape, ulong seed, float reach = 2, float distance = 0.125f, params float[] avoid)
    {
        RandomStream random = new(seed);
        Tensor tensor = new(shape, requiresGradient: true);
        foreach (ref float value in tensor.Edit())
            value = Draw(random, reach, distance, avoid);
        return tensor;
    }

    /// <summary>Numbers between low and high.</summary>
    public static Tensor Between(Shape shape, ulong seed, float low, float high)
    {
        Tensor tensor = Tensor(shape, seed, (high - low) / 2);
        foreach (ref float value in tensor.Edit())
            value += (low + high) / 2;
        return tensor;
    }

    static float Draw(RandomStream random, float reach, float distance, float[] avoid)
    {
        while (true)
        {
            float value = MathF.Round((2 * random.NextSingle() - 1) * reach / Spacing) * Spacing;
            if (avoid.Length == 0 || avoid.All(a => Math.Abs(value - a) >= distance))
                return value;
        }
    }
}
