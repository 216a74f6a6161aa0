namespace Elucid;

internal sealed record IdentityInitializer(double Gain) : Initializer
{
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
    {
        weights.Clear();
        for (int i = 0; i < fanIn && i * fanIn + i < weights.Length; i++)
            weights[i * fanIn + i] = (float)Math.Sqrt(Gain);
    }
}
