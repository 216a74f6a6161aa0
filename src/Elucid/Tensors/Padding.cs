namespace Elucid;

/// <summary>
/// How many zeros surround an image: so many on both sides of each axis, written as a number or as a pair, <c>1</c> or <c>(1, 0)</c>, none by
/// default; or <see cref="Same"/>.
/// </summary>
public readonly record struct Padding
{
    Padding(Size2d size, bool isSame) => (Size, IsSame) = (size, isSame);

    /// <summary>As many as make the output as large as the input, for a stride of 1; where the number is odd, one more below and to the
    /// right.</summary>
    public static Padding Same { get; } = new(0, isSame: true);

    /// <summary>Zeros on both sides of each axis; 0 for <see cref="Same"/>.</summary>
    public Size2d Size { get; }

    /// <summary>Whether the number follows from the kernel.</summary>
    public bool IsSame { get; }

    /// <summary>The same for both axes.</summary>
    public static implicit operator Padding(int both) => new(both, isSame: false);

    /// <summary>Height and width.</summary>
    public static implicit operator Padding((int Height, int Width) pair) => new(pair, isSame: false);

    /// <summary>Height and width.</summary>
    public static implicit operator Padding(Size2d size) => new(size, isSame: false);

    /// <summary>Such as <c>1</c>, <c>1 × 0</c> or <c>same</c>.</summary>
    public override string ToString() => IsSame ? "same" : Size.ToString();
}
