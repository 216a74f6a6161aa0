namespace Elucid;

/// <summary>A box in an image, in pixels from its upper left corner.</summary>
/// <param name="Left">Where it begins.</param>
/// <param name="Top">Where it begins.</param>
/// <param name="Right">Where it ends, beyond <paramref name="Left"/>.</param>
/// <param name="Bottom">Where it ends, below <paramref name="Top"/>.</param>
/// <param name="Class">What is in it, from 0.</param>
public readonly record struct LabeledBox(float Left, float Top, float Right, float Bottom, int Class)
{
    /// <summary>Width times height.</summary>
    public float Area => Math.Max(0, Right - Left) * Math.Max(0, Bottom - Top);

    /// <summary>The area that two boxes share over the area that they cover: 1 for equal boxes, 0 for boxes that share nothing.</summary>
    public double IntersectionOverUnion(LabeledBox other)
    {
        double width = Math.Max(0, (double)Math.Min(Right, other.Right) - Math.Max(Left, other.Left));
        double shared = width * Math.Max(0, (double)Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));
        return shared > 0 ? shared / ((double)Area + other.Area - shared) : 0;
    }

    /// <summary>The part of the box that lies within an image; null if that is less than a share of it, or nothing.</summary>
    /// <param name="width">The image's, in pixels.</param>
    /// <param name="height">The image's.</param>
    /// <param name="least">The share of the box that must lie within.</param>
    public LabeledBox? Within(float width, float height, double least = 0)
    {
        LabeledBox part = this with
        {
            Left = Math.Clamp(Left, 0, width),
            Top = Math.Clamp(Top, 0, height),
            Right = Math.Clamp(Right, 0, width),
            Bottom = Math.Clamp(Bottom, 0, height),
        };
        return part.Area > 0 && part.Area >= least * Area ? part : null;
    }
}
