namespace Elucid;

/// <summary>A number for each axis of an image: the size of a kernel, a stride, a dilation. Written as one number for both, or as a pair: <c>3</c> or
/// <c>(3, 1)</c>.</summary>
/// <param name="Height">Along the rows' axis, which comes first.</param>
/// <param name="Width">Along the columns' axis.</param>
public readonly record struct Size2d(int Height, int Width)
{
    /// <summary>The same for both axes.</summary>
    public static implicit operator Size2d(int both) => new(both, both);

    /// <summary>Height and width.</summary>
    public static implicit operator Size2d((int Height, int Width) pair) => new(pair.Height, pair.Width);

    /// <summary>Such as <c>3</c> or <c>3 × 1</c>.</summary>
    public override string ToString() => Height == Width ? $"{Height}" : $"{Height} × {Width}";
}
