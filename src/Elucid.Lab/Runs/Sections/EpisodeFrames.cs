using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Pictures of an episode: what its environment sketches of each observation.</summary>
internal static class EpisodeFrames
{
    const int Size = 144, Samples = 3, Most = 12;

    const byte Paper = 255, Ink = 40;

    /// <summary>Frames from the first observation to the last, evenly apart.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="environment">Its environment, which sketches.</param>
    public static IReadOnlyList<PixelImage> Of(Episode episode, EnvironmentInfo environment)
    {
        int frames = Math.Min(Most, episode.Length);
        return [.. Enumerable.Range(0, frames).Select(i => i == frames - 1 ? episode.Length : episode.Length * i / Math.Max(1, frames - 1))
            .Select(step => Draw(environment.Sketch!(SeenAfter(episode, step))) with { Name = $"step {Format.Count(step)}" })];
    }

    static ReadOnlySpan<float> SeenAfter(Episode episode, int step)
    {
        int size = episode.Observations.Shape[1];
        return step == episode.Length ? episode.FinalObservation.Span : episode.Observations.Values.Slice(step * size, size);
    }

    /// <summary>Lines in a square from −1 to 1 as pixels; edges are smooth, as each pixel is asked in several places.</summary>
    internal static PixelImage Draw(IReadOnlyList<SketchLine> lines)
    {
        byte[] pixels = new byte[Size * Size];
        for (int y = 0; y < Size; y++)
            for (int x = 0; x < Size; x++)
            {
                int covered = 0;
                for (int part = 0; part < Samples * Samples; part++)
                    if (IsOn(lines, At(x, part % Samples), -At(y, part / Samples)))
                        covered++;
                pixels[y * Size + x] = (byte)(Paper - (Paper - Ink) * covered / (Samples * Samples));
            }
        return new PixelImage(Size, Size, pixels);
    }

    static double At(int pixel, int part) => (pixel + (part + 0.5) / Samples) * 2 / Size - 1;

    static bool IsOn(IReadOnlyList<SketchLine> lines, double x, double y)
    {
        foreach (SketchLine line in lines)
        {
            double along = line.X2 - line.X1, up = line.Y2 - line.Y1, square = along * along + up * up;
            double share = square > 0 ? Math.Clamp(((x - line.X1) * along + (y - line.Y1) * up) / square, 0, 1) : 0;
            double dx = x - line.X1 - share * along, dy = y - line.Y1 - share * up;
            if (dx * dx + dy * dy <= line.Thickness * line.Thickness / 4)
                return true;
        }
        return false;
    }
}
