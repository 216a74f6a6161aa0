using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>What the networks of the first seed answer all over the plane of the two spirals: a decision map for each function.</summary>
/// <remarks>Trials keep numbers, not networks, so these are trained once more; the same key gives the same bits.</remarks>
internal static class SpiralMaps
{
    const int Pixels = 72, Abreast = 3;

    // The spirals end at a radius of 2.
    const double Reach = 2.3;

    // What is sure of the one and of the other spiral; between them lies white.
    static readonly (double Red, double Green, double Blue) One = (58, 110, 180), Other = (217, 120, 40), White = (250, 250, 250);

    public static Chart Of(ExperimentResult result)
    {
        int seed = result.Seeds[0];
        return new ImageChart
        {
            Title = "Which spiral? What networks answer all over the plane",
            Caption = $"Seed {seed} at the tuned rates; white where a network cannot tell. In the first picture the test points as they are.",
            Rows =
            [
                .. result.Experiment.Arms.Select(arm => MapOf(arm, result.Of(arm.Name)[0].Key))
                    .Prepend(Draw(Points(SmallPatterns.SpiralTest)) with { Name = "so it is" })
                    .Chunk(Abreast).Select(images => new ImageRow("", images)),
            ],
        };
    }

    static PixelImage MapOf(Arm arm, TrialKey key)
    {
        Sequential model = SmallPatterns.OnSpirals(new Trial(arm, key));
        float[] places = new float[2 * Pixels * Pixels];
        for (int i = 0; i < Pixels * Pixels; i++)
            (places[2 * i], places[2 * i + 1]) = (PlaceOf(i % Pixels), -PlaceOf(i / Pixels));
        ReadOnlySpan<float> logits = model.Predict(new Tensor([Pixels * Pixels, 2], places)).Values;
        double[] shares = new double[Pixels * Pixels];
        for (int i = 0; i < shares.Length; i++)
            shares[i] = 1 / (1 + Math.Exp(logits[2 * i] - logits[2 * i + 1]));
        return Draw(shares) with { Name = arm.Name };
    }

    static float PlaceOf(int pixel) => (float)(Reach * ((2 * pixel + 1.0) / Pixels - 1));

    // 0 where a point of the one spiral lies, 1 for the other, NaN for none.
    static double[] Points(Dataset points)
    {
        double[] shares = new double[Pixels * Pixels];
        Array.Fill(shares, double.NaN);
        for (int i = 0; i < points.Count; i++)
        {
            (int x, int y) = (PixelOf(points.Features[2 * i]), PixelOf(-points.Features[2 * i + 1]));
            shares[Pixels * y + x] = points.Labels[i];
        }
        return shares;
    }

    static int PixelOf(double place) => Math.Clamp((int)(Pixels * (place / Reach + 1) / 2), 0, Pixels - 1);

    static PixelImage Draw(ReadOnlySpan<double> shares)
    {
        byte[] pixels = new byte[3 * shares.Length];
        for (int i = 0; i < shares.Length; i++)
        {
            double sure = double.IsNaN(shares[i]) ? 0 : 2 * shares[i] - 1;
            (double red, double green, double blue) = sure < 0 ? One : Other;
            pixels[3 * i] = Mixed(White.Red, red, sure);
            pixels[3 * i + 1] = Mixed(White.Green, green, sure);
            pixels[3 * i + 2] = Mixed(White.Blue, blue, sure);
        }
        return new PixelImage(Pixels, Pixels, pixels);
    }

    static byte Mixed(double white, double color, double sure) => (byte)Math.Round(white + Math.Abs(sure) * (color - white));
}
