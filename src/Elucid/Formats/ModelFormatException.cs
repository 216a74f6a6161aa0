namespace Elucid.Formats;

/// <summary>A model file cannot be used. The message names the file, what was expected, what was found, and what to do.</summary>
public sealed class ModelFormatException(string message, Exception? innerException = null) : Exception(message, innerException);
