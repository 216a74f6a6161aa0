namespace Elucid;

/// <summary>
/// Backward passes whose gradients add up. An optimizer's step uses the whole sum: what of it belongs to tensors that the step does not own is left
/// over, and the next backward pass that reaches them replaces it. So gradients add up within a step and never silently from one step to the next.
/// </summary>
internal sealed class GradientSum
{
    GradientSum? _joined;
    bool _isUsed;

    /// <summary>Whether a step has used gradients of this sum.</summary>
    public bool IsUsed => Last._isUsed;

    GradientSum Last
    {
        get
        {
            GradientSum last = this;
            while (last._joined is { } next)
                last = next;
            return last;
        }
    }

    /// <summary>Notes that a later pass has added to gradients of this sum.</summary>
    public void JoinTo(GradientSum later)
    {
        if (Last != later.Last)
            Last._joined = later.Last;
    }

    /// <summary>Notes that a step has used gradients of this sum.</summary>
    public void Use() => Last._isUsed = true;
}
