namespace Elucid;

/// <summary>The size of an image.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public readonly record struct ImageSize(int Width, int Height)
{
    /// <summary>As people write it: "640×480".</summary>
    public override string ToString() => $"{Width}×{Height}";
}
