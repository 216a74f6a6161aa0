namespace Elucid;

/// <summary>Where an image of a dataset comes from.</summary>
/// <param name="Name">Its file, below the directory that was asked for.</param>
/// <param name="Size">The file's, before the image was brought to that of the dataset.</param>
public sealed record ImageSource(string Name, ImageSize Size);
