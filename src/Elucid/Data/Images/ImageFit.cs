namespace Elucid;

/// <summary>How an image gets another shape.</summary>
public enum ImageFit
{
    /// <summary>The largest part in the middle that has the new proportions, scaled: nothing is distorted, margins are lost.</summary>
    Crop,

    /// <summary>The whole image, scaled to fit, in the middle of black: nothing is distorted or lost.</summary>
    Pad,

    /// <summary>The whole image, scaled in each direction by itself: nothing is lost, proportions are.</summary>
    Stretch,
}
